package node

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// state is what tells whether a record was changed or judged.
type state struct {
	version            string
	generation, judged int64
}

// allRecords returns the records of every kind in the evidence namespace.
func allRecords(t *testing.T) map[string]state {
	t.Helper()
	var list struct {
		Items []struct {
			Kind     string
			Metadata struct {
				Name            string
				ResourceVersion string
				Generation      int64
			}
			Status struct{ ObservedGeneration int64 }
		}
	}
	var kinds string
	for _, kind := range rules.Registry().Kinds {
		kinds += "," + kind.Plural + ".isms-operator.io"
	}
	out := kubectl(t, "get", kinds[1:], "--namespace="+records, "--output=json")
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	all := map[string]state{}
	for _, item := range list.Items {
		all[item.Kind+"/"+item.Metadata.Name] = state{item.Metadata.ResourceVersion, item.Metadata.Generation, item.Status.ObservedGeneration}
	}
	return all
}

func judged(all map[string]state) error {
	for name, s := range all {
		if s.judged != s.generation {
			return fmt.Errorf("%s: generation %d, judged %d", name, s.generation, s.judged)
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("no records")
	}
	return nil
}

// change edits one record and waits until it is judged.
func change(t *testing.T, why string) {
	t.Helper()
	patch := fmt.Sprintf(`{"spec":{"description":%q}}`, why)
	kubectl(t, "patch", "risk", "loss-of-primary-site", "--namespace="+records, "--type=merge", "--patch="+patch)
	eventually(t, "the change "+why+" to be judged", func(context.Context) error { return judged(allRecords(t)) })
}

// write is a status that the API server took.
type write struct {
	at                   time.Time
	pod, record, version string
}

// statusWrites returns the operator's writes so far, the oldest first.
func statusWrites(t *testing.T) []write {
	t.Helper()
	var all []write
	seen := map[string]bool{}
	_, err := shared.CountRequests(func(e controlplane.AuditEvent) bool {
		o := e.ObjectRef
		if o.APIGroup != "isms-operator.io" || o.Subresource != "status" || e.ResponseStatus.Code != 200 || seen[e.AuditID] {
			return false
		}
		seen[e.AuditID] = true
		pod := "nobody's pod"
		if names := e.User.Extra["authentication.kubernetes.io/pod-name"]; len(names) == 1 {
			pod = names[0]
		}
		all = append(all, write{e.RequestReceivedTimestamp, pod, o.Resource + "/" + o.Name, e.ResponseObject.Metadata.ResourceVersion})
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(all, func(a, b write) int { return a.at.Compare(b.at) })
	return all
}
