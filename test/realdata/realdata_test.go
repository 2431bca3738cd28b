package realdata

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// needSource returns the folder of the published records, or skips the test.
func needSource(t *testing.T) string {
	t.Helper()
	dir, ok := Source()
	if !ok {
		t.Skipf("real data absent at %s: NOT TESTED", dir)
	}
	return dir
}

// malformed are the records whose end the source misspells.
var malformed = map[string]string{
	"reuse-0006": "+020256-02-28T20:00:00.000Z",
	"reuse-0109": "6/152026",
	"reuse-0229": "5//31/2026",
	"reuse-0496": "2/29/2027",
	"reuse-0519": "2/29/2023",
}

// TestManifestsDecode reads every manifest back as the API server's clients do.
func TestManifestsDecode(t *testing.T) {
	scheme := runtime.NewScheme()
	if err := api.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	sets, err := Convert(needSource(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"fedramp-marketplace/OutsourcedService": 634,
		"18f-tts-tech-portfolio/Person":         5,
		"18f-tts-tech-portfolio/SecurityRole":   17,
		"rust-project/Person":                   81,
		"rust-project/SecurityRole":             19, // 6 teams with leads and members, and 7 representatives
		"rust-project/ManagementReview":         9,
	}
	got := map[string]int{}
	rejected := map[string]string{}
	for _, set := range sets {
		for i := range set.Objects {
			o := &set.Objects[i]
			got[set.Name+"/"+o.GetKind()]++
			if bad := validation.IsDNS1123Subdomain(o.GetName()); bad != nil {
				t.Errorf("%s %q: %v", o.GetKind(), o.GetName(), bad)
			}
			if o.GetNamespace() != set.Name {
				t.Errorf("%s is in namespace %q, not in that of its source", o.GetName(), o.GetNamespace())
			}
			if err := decodeStrict(scheme, o); err != nil {
				rejected[o.GetName()] = err.Error()
			}
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("records: %v, want %v", got, want)
	}
	if !slices.Equal(slices.Sorted(maps.Keys(rejected)), slices.Sorted(maps.Keys(malformed))) {
		t.Errorf("rejected: %v, want %v", rejected, malformed)
	}
	for name, err := range rejected {
		if !strings.Contains(err, "is not a day that exists") {
			t.Errorf("%s was rejected for something else than its date: %s", name, err)
		}
	}
}

// decodeStrict writes the object as YAML and reads it as its Go type.
func decodeStrict(scheme *runtime.Scheme, o *unstructured.Unstructured) error {
	data, err := Marshal([]unstructured.Unstructured{*o})
	if err != nil {
		return err
	}
	typed, err := scheme.New(o.GroupVersionKind())
	if err != nil {
		return err
	}
	return yaml.UnmarshalStrict(data, typed)
}

// TestNothingPersonalIsAdded holds the converters to what is public: of a person
// they write the name that the source prints, and of nobody a mailbox.
func TestNothingPersonalIsAdded(t *testing.T) {
	dir := needSource(t)
	sets, err := Convert(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		text := readAll(t, filepath.Join(dir, set.Name))
		data, err := Marshal(set.Objects)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "@") {
			t.Errorf("%s: a manifest holds a mailbox", set.Name)
		}
		for _, o := range set.ofKind("Person") {
			name, _, _ := unstructured.NestedString(o.Object, "spec", "displayName")
			if want := map[string]any{"displayName": name}; !reflect.DeepEqual(o.Object["spec"], want) {
				t.Errorf("%s says more of a person than a name: %v", o.GetName(), o.Object["spec"])
			}
			if name == "" || !strings.Contains(text, name) {
				t.Errorf("%s is called %q, which the source does not say", o.GetName(), name)
			}
		}
	}
}

func readAll(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		b.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestReferencesHold checks that nobody is referred to who is not on record.
func TestReferencesHold(t *testing.T) {
	sets, err := Convert(needSource(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		people := map[string]bool{}
		for _, o := range set.ofKind("Person") {
			people[o.GetName()] = true
		}
		for _, o := range set.Objects {
			for _, name := range referredTo(o.Object["spec"]) {
				if !people[name] {
					t.Errorf("%s: %s %s refers to %q, who is no Person", set.Name, o.GetKind(), o.GetName(), name)
				}
			}
		}
	}
}

// referredTo returns the people that assignments, attendees and the chair name.
func referredTo(spec any) []string {
	fields := spec.(map[string]any)
	var names []string
	for _, list := range []any{fields["assignments"], fields["attendeeRefs"], []any{fields["chairRef"]}} {
		items, _ := list.([]any)
		for _, item := range items {
			entry, _ := item.(map[string]any)
			if ref, ok := entry["personRef"].(map[string]any); ok {
				entry = ref
			}
			if name, ok := entry["name"].(string); ok {
				names = append(names, name)
			}
		}
	}
	return names
}

func TestObjectName(t *testing.T) {
	for _, c := range []struct{ words, want, why string }{
		{"Mark-Simulacrum", "mark-simulacrum", "record names have no capitals"},
		{"Tomáš Šedovič", "tomas-sedovic", "record names have no accents"},
		{"Infrastructure-as-a-Service (IaaS)", "infrastructure-as-a-service-iaas", "signs become one hyphen, none at the end"},
		{"0xPoe", "0xpoe", "a name may begin with a digit"},
		{"TTS-wide software/infrastructure", "tts-wide-software-infrastructure", "a slash is no part of a name"},
	} {
		if got := objectName(c.words); got != c.want {
			t.Errorf("objectName(%q) = %q, want %q: %s", c.words, got, c.want, c.why)
		}
	}
}

func TestTwoRecordsOfOneNameAreAnError(t *testing.T) {
	set := Dataset{Name: "test"}
	set.add("Person", "a", "x", nil)
	set.add("SecurityRole", "a", "x", nil)
	if err := set.checkNames(); err != nil {
		t.Errorf("records of different kinds may share a name: %v", err)
	}
	set.add("Person", "a", "y", nil)
	if set.checkNames() == nil {
		t.Error("the second of two records with one name would replace the first")
	}
}
