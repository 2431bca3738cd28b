//go:build gitops

package flux

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// fields: a register that somebody applied by hand is taken over by Flux. Then the spec is
// Flux's and the status the operator's, and a label that somebody else sets stays.
func fields(t *testing.T, st *stage) {
	const name = "fields"
	st.namespace(t, name)
	s := st.source(t, name)
	s.register(t, "records", renewed)
	revision := s.push(t, "A register that is in the cluster already")
	st.Kubectl(t, "", "-n", name, "apply", "-f", s.Dir+"/records") // client-side, as by hand
	st.AwaitJudged(t, name, 2)
	st.settled(t, name)
	st.said.WriteString("# applied by hand\n" + st.managers(t, name) + "\n")

	since := time.Now()
	s.deliver(t, lenient, name, "./records", name, nil)
	st.tell("taken over", st.awaitReady(t, name, revision))
	st.said.WriteString(st.managers(t, name))
	if writes := cluster.By(cluster.Operator, st.Writes(t, name, since)); len(writes) > 0 {
		t.Errorf("the operator wrote, though no spec changed:%s", writers(writes))
	}
	for _, line := range strings.Split(strings.TrimSpace(st.managers(t, name)), "\n") {
		spec, status, _ := strings.Cut(line, "; status: ")
		if !strings.HasSuffix(spec, ": kustomize-controller (Apply)") || status != "isms-operator (Update)" {
			t.Errorf("fields are not apart: %s", line)
		}
	}

	st.Kubectl(t, "", "-n", name, "label", "--field-manager=inventory-tool", "toollicense", "scanner", "seen-by=erika")
	since = time.Now()
	st.again(t, name)
	st.awaitReady(t, name, revision)
	if writes := st.Writes(t, name, since); len(writes) > 0 {
		t.Errorf("a label that is nobody's fields was fought over:%s", writers(writes))
	}
	if got := st.Kubectl(t, "", "-n", name, "get", "toollicense", "scanner", "-o", "jsonpath={.metadata.labels.seen-by}"); got != "erika" {
		t.Errorf("the label is %q", got)
	}
}

// managers says who owns fields of each record, and of its status.
func (f *flux) managers(t *testing.T, namespace string) string {
	t.Helper()
	var list struct {
		Items []struct {
			Kind     string `json:"kind"`
			Metadata struct {
				Name          string `json:"name"`
				ManagedFields []struct {
					Manager     string `json:"manager"`
					Operation   string `json:"operation"`
					Subresource string `json:"subresource"`
				} `json:"managedFields"`
			} `json:"metadata"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(f.Kubectl(t, "", "-n", namespace, "get", "isms", "-o", "json", "--show-managed-fields")), &list); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i := range list.Items {
		item := &list.Items[i]
		owners := map[string][]string{}
		for _, m := range item.Metadata.ManagedFields {
			owners[m.Subresource] = append(owners[m.Subresource], fmt.Sprintf("%s (%s)", m.Manager, m.Operation))
		}
		line := item.Kind + "/" + item.Metadata.Name
		for _, sub := range slices.Sorted(maps.Keys(owners)) {
			slices.Sort(owners[sub])
			if sub != "" {
				line += "; " + sub
			}
			line += ": " + strings.Join(owners[sub], ", ")
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// settled waits until for two seconds nobody wrote a record, and returns the records.
func (f *flux) settled(t *testing.T, namespace string) map[string]cluster.Record {
	t.Helper()
	var last map[string]cluster.Record
	since := time.Now()
	cluster.Eventually(t, patience, namespace+" is settled", func() error {
		now := f.Records(t, namespace)
		if !maps.Equal(now, last) {
			last, since = now, time.Now()
		}
		if time.Since(since) < 2*time.Second {
			return fmt.Errorf("it was written less than two seconds ago")
		}
		return nil
	})
	return last
}

// looks counts the records that Flux compared with the cluster, which it does by a dry
// run.
func (f *flux) looks(t *testing.T, namespace string, since time.Time) int {
	t.Helper()
	n, err := f.CountRequests(func(e controlplane.AuditEvent) bool {
		return e.User.Username == applier && e.ObjectRef.Namespace == namespace && e.ObjectRef.APIGroup == "isms-operator.io" &&
			strings.Contains(e.RequestURI, "dryRun=") && !e.RequestReceivedTimestamp.Before(since)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
