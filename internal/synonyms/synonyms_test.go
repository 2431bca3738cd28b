package synonyms_test

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/config/crd"
	"github.com/isms-operator/isms-operator/internal/synonyms"
)

type schema struct {
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
}

// leaves are the paths of what a register could have a column for.
func (s *schema) leaves(prefix string) (all []string) {
	for name, field := range s.Properties {
		inner, at := field, prefix+name
		if field.Items != nil {
			inner, at = *field.Items, at+"[]"
		}
		if len(inner.Properties) == 0 {
			all = append(all, at)
		}
		all = append(all, inner.leaves(at+".")...)
	}
	return all
}

// fields are the paths of the fields in the spec of each kind.
func fields(t *testing.T) map[string][]string {
	t.Helper()
	files, err := crd.Bases.ReadDir("bases")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, file := range files {
		data, err := crd.Bases.ReadFile(path.Join("bases", file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		var definition struct {
			Spec struct {
				Names    struct{ Kind string }
				Versions []struct {
					Schema struct {
						OpenAPIV3Schema schema `json:"openAPIV3Schema"`
					}
				}
			}
		}
		if err := yaml.Unmarshal(data, &definition); err != nil {
			t.Fatal(err)
		}
		spec := definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
		all[definition.Spec.Names.Kind] = spec.leaves("")
	}
	return all
}

// A field that is added says what registers call it, or why none has a column for it.
func TestEveryFieldIsListed(t *testing.T) {
	for kind, paths := range fields(t) {
		for _, field := range paths {
			if synonyms.Path(kind, field) == "" {
				t.Errorf("%s.%s is not in fields.yaml: say what registers call it, or under \"none\" why none has a column for it", kind, field)
			}
		}
	}
}

type entries map[string]map[string]struct {
	EN, DE, FR []string
	None       string
}

func read(t *testing.T) entries {
	t.Helper()
	data, err := os.ReadFile("fields.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := entries{}
	if err := yaml.UnmarshalStrict(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEntriesAreOfFields(t *testing.T) {
	listed := map[string]map[string]bool{"every": {}}
	for kind, paths := range fields(t) {
		listed[kind] = map[string]bool{}
		for _, field := range paths {
			at := synonyms.Path(kind, field)
			listed[kind][at], listed["every"][at] = true, true
		}
	}
	for kind, of := range read(t) {
		for field := range of {
			if !listed[kind][field] {
				t.Errorf("%s.%s is listed, and no field of a kind is it", kind, field)
			}
		}
	}
}

// A heading stands once in an entry, as a cell would be read: an import compares it.
func TestEntriesAreWhole(t *testing.T) {
	for kind, of := range read(t) {
		for field, e := range of {
			languages := [][]string{e.EN, e.DE, e.FR}
			if e.None != "" {
				if len(slices.Concat(languages...)) > 0 {
					t.Errorf("%s.%s has headings and says that no register has one", kind, field)
				}
				continue
			}
			for i, headings := range languages {
				if len(headings) == 0 {
					t.Errorf("%s.%s has no heading in %s", kind, field, synonyms.Languages()[i])
				}
				seen := map[string]bool{}
				for _, heading := range headings {
					if heading == "" || strings.Join(strings.Fields(heading), " ") != heading || seen[strings.ToLower(heading)] {
						t.Errorf("%s.%s: %q is empty, has spaces too many, or stands twice", kind, field, heading)
					}
					seen[strings.ToLower(heading)] = true
				}
			}
		}
	}
}

func TestOf(t *testing.T) {
	for _, row := range []struct{ because, kind, path, language, first string }{
		{"a field of its kind", "Risk", "treatment", "fr", "Traitement"},
		{"a field of every kind", "ToolLicense", "term.end", "de", "Vertragsende"},
		{"its own entry goes before that of every kind", "Risk", "owner", "en", "Risk owner"},
		{"words of an actor", "OutsourcedService", "owner.statedAs", "en", "Owner"},
		{"the person of an actor", "OutsourcedService", "owner.personRef.name", "en", "Owner"},
		{"the name of a reference", "CompetencyRecord", "personRef.name", "en", "Name"},
		{"the kind of a reference", "MaintenanceRecord", "subjectRef.kind", "en", "Asset"},
		{"a list of references in a list", "StatementOfApplicability", "controls[].riskRefs[].name", "de", "Risiko"},
		{"a name that is not that of a reference", "InternalAudit", "auditors[].name", "fr", "Auditeur"},
	} {
		got := synonyms.Of(row.kind, row.path)[row.language]
		if len(got) == 0 || got[0] != row.first {
			t.Errorf("%s: Of(%s, %s)[%s] = %q, want %q first", row.because, row.kind, row.path, row.language, got, row.first)
		}
		if why := synonyms.Without(row.kind, row.path); why != "" {
			t.Errorf("%s: no register has a column for it, %s", row.because, why)
		}
	}
}

func TestWithout(t *testing.T) {
	for _, row := range []struct{ because, kind, path, want string }{
		{"said of it", "Risk", "evidence[].sha256", "it is computed of the document"},
		{"said of what it is a part of", "ClauseAssessment", "policy.review.actionHorizonMonths", "it is what this product judges by"},
		{"of a list that it is a part of", "ToolLicense", "workloadRefs[].name", "what runs in a cluster stands in no register"},
		{"no such field", "Risk", "colour", ""},
		{"no such kind", "Colour", "treatment", ""},
	} {
		if got := synonyms.Without(row.kind, row.path); got != row.want {
			t.Errorf("%s: Without(%s, %s) = %q, want %q", row.because, row.kind, row.path, got, row.want)
		}
		if of := synonyms.Of(row.kind, row.path); of != nil {
			t.Errorf("%s: Of = %q", row.because, of)
		}
	}
}
