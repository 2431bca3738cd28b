package crd_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/isms-operator/isms-operator/internal/rules"
)

// british are spellings that American English, the spelling of every identifier, has not.
var british = regexp.MustCompile(`(?i)isation|(organ|optim|author|categor|minim|maxim|recogn|summar|util|synchron|formal|priorit)is(e|ing)|lyse|licence|fulfil($|[^l])|enrol($|[^l])|defence|offence|behaviour|colour|favour|labour|programme|centre|cancelled|labelled|judgement|ageing`)

// TestIdentifiersAreAmerican goes through every field, every value and every reason.
func TestIdentifiersAreAmerican(t *testing.T) {
	words := 0
	look := func(what, word string) {
		words++
		if found := british.FindString(word); found != "" {
			t.Errorf("%s: %q is British; identifiers are American (docs/adr/0015)", what, found)
		}
	}
	all := servers(t)
	for _, kind := range rules.Registry().Kinds {
		look(kind.Name, kind.Name)
		each(all[kind.Name].structural, reflect.TypeOf(kind.New()).Elem(), kind.Name, func(path string, s *structuralschema.Structural, _ reflect.Type) {
			look(path, path[strings.LastIndex(path, ".")+1:])
			if s.ValueValidation == nil {
				return
			}
			for _, value := range s.ValueValidation.Enum {
				look(path, fmt.Sprint(value.Object))
			}
		})
		for _, rule := range kind.Rules {
			for _, reason := range rule.Doc.Reasons {
				look(rule.Doc.ID, reason)
			}
		}
	}
	if words < 1000 {
		t.Errorf("only %d words were looked at", words)
	}
	for _, word := range []string{"Optimisation", "LicenceOverused", "ObjectivesFulfilment", "organisation"} {
		if !british.MatchString(word) {
			t.Errorf("%q would not be found", word)
		}
	}
}

// TestReferencesAreNamedSo: a field that holds the name of a record, and nothing else,
// ends in Ref, a list of them in Refs; no other field does. What a name in an index
// leads to is told by the field around it.
func TestReferencesAreNamedSo(t *testing.T) {
	references := 0
	all := servers(t)
	for _, kind := range rules.Registry().Kinds {
		each(all[kind.Name].structural, reflect.TypeOf(kind.New()).Elem(), kind.Name, func(path string, _ *structuralschema.Structural, goType reflect.Type) {
			name := path[strings.LastIndex(path, ".")+1:]
			if !strings.HasPrefix(path, kind.Name+".spec.") || strings.HasSuffix(name, "[]") {
				return
			}
			for goType != nil && goType.Kind() == reflect.Pointer {
				goType = goType.Elem()
			}
			want := ""
			switch {
			case isReference(goType):
				want = "Ref"
			case goType != nil && goType.Kind() == reflect.Slice && isReference(goType.Elem()):
				want = "Refs"
			}
			if want != "" {
				references++
			}
			if saysMore[path] != "" {
				return
			}
			if has := regexp.MustCompile(`Refs?$`).FindString(name); has != want {
				t.Errorf("%s is a %s and ends in %q, want %q", path, goType, has, want)
			}
		})
	}
	if references < 40 {
		t.Errorf("only %d references were found", references)
	}
}

// saysMore are lists of names that are called by what they say of their record, each with
// the reason.
var saysMore = map[string]string{
	"Person.spec.distinctFrom": "it states a fact about two people: who of one display name is somebody else",
}

// isReference reports whether a type names a record: by its type's name, so that a new
// one is found.
func isReference(t reflect.Type) bool {
	return t != nil && t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Reference")
}

// general are names that another group would choose as well.
var general = []string{"clause", "per", "comp", "infra", "maint", "risk"}

// TestShortNamesAreOurs: a short name is of one kind, and says of which.
func TestShortNamesAreOurs(t *testing.T) {
	taken := map[string]string{}
	for kind, s := range servers(t) {
		names := s.definition.Spec.Names
		for _, name := range append(names.ShortNames, names.Plural, names.Singular) {
			if by := taken[name]; by != "" {
				t.Errorf("%s and %s are both named %q", by, kind, name)
			}
			taken[name] = kind
		}
		for _, name := range names.ShortNames {
			if slices.Contains(general, name) {
				t.Errorf("%s: the short name %q is too general", kind, name)
			}
		}
	}
}
