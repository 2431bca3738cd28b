package assess_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/isms-operator/isms-operator/internal/assess"
)

func TestParseWorkloadKinds(t *testing.T) {
	for _, c := range []struct {
		list, why string
		want      []schema.GroupVersionKind
	}{
		{"", "nothing is observed", nil},
		{"apps/v1/Deployment, v1/Node,", "spaces and a last comma do no harm", []schema.GroupVersionKind{
			{Group: "apps", Version: "v1", Kind: "Deployment"}, {Version: "v1", Kind: "Node"},
		}},
	} {
		got, err := assess.ParseWorkloadKinds(c.list)
		if err != nil || len(got) != len(c.want) {
			t.Errorf("%s: %v %v", c.why, got, err)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.why, got[i], c.want[i])
			}
		}
	}
	for _, bad := range []string{"Deployment", "/Deployment", "apps/v1/", "a/b/c/d"} {
		if _, err := assess.ParseWorkloadKinds(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
