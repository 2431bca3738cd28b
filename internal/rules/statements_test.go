package rules

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// unstated are the texts that no verdict takes at their word, by the name of their field,
// each with the reason.
var unstated = map[string]string{
	"name": "a name", "title": "a name", "id": "a name", "uri": "where something is", "sha256": "a hash", "contentHash": "a hash",
	"signature": "a signature", "appointmentSignature": "a signature", "decisionSignature": "a signature", "registration": "a signature", "timestamp": "a token", "certificate": "a key", "publicKey": "a key", "isms": "an identifier", "revocationReason": "a note beside the day, which decides",
	"statedAs": "an owner in words is a finding of its own", "organization": "a name", "number": "a name", "body": "a name", "issuer": "a name",
	"competency": "a name", "credentialID": "a name", "claimedCompetencies": "names", "expertise": "names", "training": "a name",
	"supplier": "a name", "service": "a name", "product": "a name", "vendor": "a name", "version": "a name", "cycle": "a name", "location": "a name", "displayName": "a name",
	"description": "tells what a record is about", "notes": "tells more", "note": "tells more", "objective": "what is to be reached", "need": "what is needed",
	"target": "what is to be reached", "measured": "a value, which the result judges", "text": "what was found or decided; the work on it is judged",
	"first": "a duty", "second": "a duty", "duty": "a duty", "scope": "the scope of a duty", "aliases": "names", "clause": "a clause", "clauses": "clauses",
	"complianceScopes": "names", "environment": "a name", "documents": "names", "strengths": "what was good", "correction": "what was done at once; the cause is judged",
	"likelihood": "a value, of which the rating is judged", "impact": "a value, of which the rating is judged",
	"existingControls": "tells more", "independence": "is judged by what the auditor does", "spec.deviation.scope": "where it is so",
	"obligations": "names", "unreadable": "what could not be read", "decisionID": "a name", "findingID": "a name", "apiVersion": "a name", "kind": "a name",
	"system": "a name", "subject": "a name", "namespaces": "names", "verbs": "names", "apiGroups": "names", "resources": "names",
	"namespace": "a name", "field": "a name", "spec.approvals[].rationale": "the approval counts without it",
	"spec.evidence[].withdrawn.reason": "what was withdrawn counts for nothing", "spec.lapse.reason": "the name of a reason",
	"spec.controls[].evidence[].withdrawn.reason": "what was withdrawn counts for nothing",
	"spec.addresses.reason":                       "the name of a reason",
	"spec.team.mandate":                           "a rule of its own reads it, and a placeholder there (P8-13)",
}

var entry = regexp.MustCompile(`\[[^]]*\]`)

// TestEveryTextIsJudged: a text of a spec is told to be what a verdict rests on, or it is
// listed why none does. A field that is added fails here until it is one of the two.
func TestEveryTextIsJudged(t *testing.T) {
	used := map[string]bool{}
	for _, kind := range Registry().Kinds {
		r := kind.New()
		var texts []string
		fillTexts(reflect.ValueOf(r).Elem().FieldByName("Spec"), "spec", &texts)
		if s, ok := r.(*api.StatementOfApplicability); ok {
			s.Spec.Controls[0].Applicability = api.ApplicabilityExcluded
		}
		stated := map[string]bool{}
		statementsOf(r, kind.Home, func(_ assess.Point, list, _, field, _ string) {
			if list != "" {
				field = list + "[]." + field
			}
			stated[field] = true
		})
		for _, path := range texts {
			name := path[strings.LastIndex(path, ".")+1:]
			_, here := unstated[path]
			_, anywhere := unstated[name]
			used[path], used[name] = true, true
			switch not := here || anywhere && name != "scope" || strings.HasSuffix(path, "[].scope") || strings.HasSuffix(path, "conflict.scope"); {
			case stated[path] && not && !anywhere:
				t.Errorf("%s: %s is told as a statement and listed as none", kind.Name, path)
			case !stated[path] && !not:
				t.Errorf("%s: %s is neither told as a statement nor listed as none", kind.Name, path)
			}
			delete(stated, path)
		}
		for path := range stated {
			t.Errorf("%s: %s is no text of the spec", kind.Name, path)
		}
	}
	for name, reason := range unstated {
		if !used[name] || reason == "" {
			t.Errorf("%s is listed with the reason %q, and no spec has it", name, reason)
		}
	}
}

// fillTexts gives every text something to say and notes where it stands.
func fillTexts(v reflect.Value, path string, texts *[]string) {
	switch {
	case v.Type() == reflect.TypeFor[api.Date]():
	case v.Type() == reflect.TypeFor[string]():
		v.SetString("because it is so")
		*texts = append(*texts, entry.ReplaceAllString(path, "[]"))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillTexts(v.Elem(), path, texts)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if v.Type().Elem() != reflect.TypeFor[string]() {
			path += "[]"
		}
		fillTexts(v.Index(0), path, texts)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name == "" {
				fillTexts(v.Field(i), path, texts)
				continue
			}
			fillTexts(v.Field(i), path+"."+name, texts)
		}
	}
}
