package handover

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// fieldOf is a field of a kind, with the path that leads to it.
type fieldOf struct {
	kind    *assess.Kind
	pattern string
	typ     reflect.Type
}

// fields are those of all specs that are of a type which names records, or are texts.
func fields() (all []fieldOf) {
	kinds := rules.Registry().Kinds
	for i := range kinds {
		spec, _ := reflect.TypeOf(kinds[i].New()).Elem().FieldByName("Spec")
		var look func(t reflect.Type, pattern string)
		look = func(t reflect.Type, pattern string) {
			switch {
			case slices.Contains([]reflect.Type{actorType, referenceType, resourceType, recordType, reflect.TypeFor[string]()}, t):
				all = append(all, fieldOf{&kinds[i], pattern, t})
			case t.Kind() == reflect.Pointer:
				look(t.Elem(), pattern)
			case t.Kind() == reflect.Slice:
				look(t.Elem(), pattern+"[]")
			case t.Kind() == reflect.Struct:
				for k := range t.NumField() {
					name, _, _ := strings.Cut(t.Field(k).Tag.Get("json"), ",")
					look(t.Field(k).Type, strings.TrimPrefix(strings.TrimSuffix(pattern+"."+name, "."), "."))
				}
			}
		}
		look(spec.Type, "")
	}
	return all
}

// texts are what texts say, by the name of their field, and why none of them names somebody
// who would have to be found.
var texts = map[string]string{
	"aliases[] title": "a role by its name, which stays when its holder leaves",
	"displayName":     "the person's own record, which is the one that leaves, or what an asset is called",
	"name":            "what an entry is called, beside a reference that says whose it is; a document, a line or a supplier",
	"organization body issuer supplier vendor group service product":                                                                                            "an organization, or what it delivers",
	"because clause clauses[] competency claimedCompetencies[] expertise[] training duty first second scope field id decisionID findingID number version cycle": "what is asked, taught or numbered",
	"compensatingControl criticalityReason description disabledBecause discussion explanation jobDescription justification maintenanceNotNeeded measure measured need noActionNeeded noResourcesNeeded note notes objective obligations[] plan rationale reason revocationReason statement target text": "sentences, in which a name is not a reference that a hand-over could follow",
	"isms publicKey registration signature timestamp certificate appointmentSignature decisionSignature contentHash sha256 uri credentialID location source":                                                                                                                                            "where something is, or its fingerprint",
	"apiVersion kind namespace": "an object of the cluster that runs",
	"statedAs":                  "how often something recurs, or what a risk is about, in the words of a source",
	"complianceScopes[] documents[] environment likelihood impact policy": "a scheme, a document, a value of a scale or where something belongs",
	"cause correction existingControls independence mandate strengths[]":  "sentences, in which a name is not a reference that a hand-over could follow",
	"unreadable[]":   "what a conversion could not read",
	"system subject": "the person's own account, which a hand-over of what they leave tells of by itself",
	"apiGroups[] namespaces[] resources[] verbs[]": "rights in a cluster, and where they hold",
}

// TestEveryFieldIsKnown: each field that can name a person has its meaning in the table, and
// each other reference says what it names. A field that is added fails here until it has.
func TestEveryFieldIsKnown(t *testing.T) {
	words, used := map[string]bool{}, map[string]bool{}
	for names := range texts {
		for _, name := range strings.Fields(names) {
			words[name] = true
		}
	}
	for _, f := range fields() {
		own := f.kind.Name + "." + f.pattern
		last := f.pattern[strings.LastIndex(f.pattern, ".")+1:]
		_, known := bonds[own]
		_, common := bonds[f.pattern]
		_, other := others[own]
		if known {
			used[own] = true
		} else if common {
			used[f.pattern] = true
		}
		switch {
		case f.typ == reflect.TypeFor[string]():
			used["text "+last] = true
			if !words[last] {
				t.Errorf("nobody says whether the text %s can name a person", own)
			}
		case f.typ != referenceType && !known && !common:
			t.Errorf("%s can name a person, and is not in the table", own)
		case f.typ == referenceType && known == other:
			t.Errorf("%s is in none or both of the tables of references", own)
		}
		used["other "+own] = true
	}
	for name := range bonds {
		if !used[name] {
			t.Errorf("%s is in the table, and no kind has it", name)
		}
	}
	for name := range others {
		if !used["other "+name] {
			t.Errorf("%s is said to name no person, and no kind has it", name)
		}
	}
	for name := range words {
		if !used["text "+name] {
			t.Errorf("%s is said to be a text, and no kind has it", name)
		}
	}
}

// TestEveryFieldIsFound: where a field names somebody who leaves, they are told, with the
// field as findings name it, and under what the table says or as history.
func TestEveryFieldIsFound(t *testing.T) {
	ada := &api.Person{}
	ada.SetName("ada")
	for _, f := range fields() {
		own := f.kind.Name + "." + f.pattern
		if _, isOther := others[own]; isOther || f.typ == reflect.TypeFor[string]() {
			continue
		}
		r := f.kind.New()
		r.SetName("x")
		put(reflect.ValueOf(r).Elem().FieldByName("Spec"), f.pattern, "ada")
		w := assess.NewWorld("isms", []api.Record{ada, r})
		report, err := assess.Judge(t.Context(), rules.Registry(), w, api.MustDate("2026-06-01"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, item := range Of(w, report, "ada").Items {
			if item.Record.Name != "x" || unkeyed(item.Field) != "spec."+f.pattern {
				continue
			}
			found = true
			if want := bondOf(f.kind.Name, f.pattern).do; item.Do != want && item.Do != Keep {
				t.Errorf("%s: %s, want %s or history", own, item.Do, want)
			}
		}
		if !found {
			t.Errorf("%s names ada, and nothing tells it: %+v", own, Of(w, report, "ada").Items)
		}
	}
}

// put makes a field name a person.
func put(v reflect.Value, pattern, person string) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	rest, isList := strings.CutPrefix(pattern, "[]")
	if isList {
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		put(v.Index(0), strings.TrimPrefix(rest, "."), person)
		return
	}
	if pattern == "" {
		switch value := v.Addr().Interface().(type) {
		case *api.Actor:
			*value = *api.PersonActor(person)
		case *api.Reference:
			value.Name = person
		case *api.ResourceReference:
			*value = api.ResourceReference{Kind: api.ResourcePerson, Name: person}
		case *api.RecordReference:
			*value = api.RecordReference{Kind: api.KindPerson, Name: person}
		}
		return
	}
	end := strings.IndexAny(pattern, ".[")
	if end < 0 {
		end = len(pattern)
	}
	put(fieldNamed(v, pattern[:end]), strings.TrimPrefix(pattern[end:], "."), person)
}

var key = regexp.MustCompile(`\[[^\]]*\]`)

// unkeyed is a field as patterns have it: without the keys of entries, and without what leads
// from a reference to its name.
func unkeyed(field string) string {
	field = key.ReplaceAllString(field, "[]")
	return strings.TrimSuffix(strings.TrimSuffix(field, ".name"), ".personRef") + suffixOf(field)
}

// suffixOf keeps a personRef that is a field of its own, as of an assignment or an auditor.
func suffixOf(field string) string {
	for _, own := range []string{"assignments[].personRef.name", "auditors[].personRef.name", "spec.personRef.name"} {
		if strings.HasSuffix(field, own) {
			return ".personRef"
		}
	}
	return ""
}
