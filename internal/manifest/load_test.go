package manifest_test

import (
	"context"
	"reflect"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

const samples = "../../config/samples"

// TestSamplesLoad: every sample is valid, and is read as the stories read it.
func TestSamplesLoad(t *testing.T) {
	set, err := manifest.Load(context.Background(), []string{samples}, manifest.Options{Namespace: "acme"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Problems {
		t.Errorf("%s:%d:%d %v %s: %s. %s", p.File, p.Line, p.Column, p.Record, p.Field, p.Message, p.Remedy)
	}
	records, err := scenarios.LoadFolder(samples)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Namespaces) != 1 || len(set.Namespaces[0].Records) != len(records) || len(records) == 0 {
		t.Fatalf("read %+v, want the %d records of one namespace", set.Namespaces, len(records))
	}
	have := map[string]api.Record{}
	for _, r := range set.Namespaces[0].Records {
		have[kindOf(r)+"/"+r.GetName()] = r
	}
	for _, want := range records {
		want.SetNamespace("acme")
		if name := kindOf(want) + "/" + want.GetName(); !reflect.DeepEqual(have[name], want) {
			t.Errorf("%s is read as\n%+v\nwant\n%+v", name, have[name], want)
		}
	}
}

func kindOf(r api.Record) string { return r.GetObjectKind().GroupVersionKind().Kind }
