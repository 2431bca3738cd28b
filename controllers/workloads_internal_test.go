package controllers

import (
	"context"
	"reflect"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/utils/clock"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/running"
)

// nothingThere lists nothing.
type nothingThere struct{}

func (nothingThere) List(context.Context, metav1.ListOptions) (runtime.Object, error) {
	return &metav1.PartialObjectMetadataList{}, nil
}

func (nothingThere) Watch(context.Context, metav1.ListOptions) (watch.Interface, error) {
	return watch.NewEmptyWatch(), nil
}

// TestVersionOfTheAPIServer has the namespaces judged again that name the API server, once it
// serves in another version, and an API server that does not say keep the one that it had.
func TestVersionOfTheAPIServer(t *testing.T) {
	var asked []string
	w := newWorkloads(func(namespace string) { asked = append(asked, namespace) }, clock.RealClock{})
	o := w.add(running.APIServerKind, "")
	o.follower = &follower{listed: true}
	w.remember("acme", []api.WorkloadReference{running.APIServer})
	w.remember("other", []api.WorkloadReference{{APIVersion: "v1", Kind: "Service", Namespace: "default", Name: "another"}})
	says := ""
	server := withServer{nothingThere{}, func(context.Context) string { return says }, w.serves}
	service := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "kubernetes"}}
	another := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "another"}}
	if err := o.Replace([]any{service, another}, ""); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		why, says string
		asked     []string
		versions  []string
	}{
		{"nobody has said yet", "", nil, nil},
		{"it says", "v1.36.1", []string{"acme"}, []string{"v1.36.1"}},
		{"it says the same", "v1.36.1", nil, []string{"v1.36.1"}},
		{"it does not answer", "", nil, []string{"v1.36.1"}},
		{"it was upgraded", "v1.37.0", []string{"acme"}, []string{"v1.37.0"}},
	} {
		asked, says = nil, row.says
		if _, err := server.Watch(t.Context(), metav1.ListOptions{}); err != nil {
			t.Fatal(err)
		}
		seen, looked := w.look(running.APIServer)
		if !looked || !seen.Exists || !reflect.DeepEqual(seen.Versions, row.versions) || !reflect.DeepEqual(asked, row.asked) {
			t.Errorf("%s: %+v, asked for %q", row.why, seen, asked)
		}
	}
	ref := running.APIServer
	ref.Name = "another"
	if seen, _ := w.look(ref); !seen.Exists || seen.Versions != nil {
		t.Errorf("another Service has a version: %+v", seen)
	}
	if err := o.Delete(service); err != nil {
		t.Fatal(err)
	}
	if seen, looked := w.look(running.APIServer); !looked || seen.Exists || seen.Versions != nil {
		t.Errorf("a Service that is gone has a version: %+v", seen)
	}
}
