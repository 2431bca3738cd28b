//go:build gitops

package flux

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

var pruning = map[string]any{"prune": true}

// prune: a record that leaves the repository leaves the cluster, and what it answered for
// is judged without it.
func prune(t *testing.T, st *stage) {
	const name = "prune"
	s := st.source(t, name)
	s.register(t, "records", renewed)
	revision := s.push(t, "A person and a licence")
	st.namespace(t, name)
	s.deliver(t, lenient, name, "./records", name, pruning)
	inventoried(t, st.awaitReady(t, name, revision), name, st.AwaitJudged(t, name, 2))
	st.conforming(t, name, scanner, "True")
	s.Remove(t, "records/person.yaml")
	now := st.awaitReady(t, name, s.push(t, "The person leaves the register"))
	st.tell("a record has left the repository", now)
	cluster.Eventually(t, patience, "the licence is judged without its owner", func() error {
		left := st.Records(t, name)
		if len(left) != 1 || left[scanner].Conforming != "False" {
			return fmt.Errorf("%+v", left)
		}
		return nil
	})
	inventoried(t, now, name, st.Records(t, name))
}

const maintenance = `apiVersion: isms-operator.io/v1alpha1
kind: MaintenanceRecord
metadata: {name: done-in-april}
spec:
  subjectRef: {kind: ToolLicense, name: scanner}
  activity: Patch
  performedOn: "2026-04-21"
  performedBy: {personRef: {name: erika}}
  result: Succeeded
`

// retention: where config/policy is installed too, a record that must be kept is not
// pruned; the delivery fails and says until when it must be kept. An annotation that the
// record has in the repository before it leaves keeps both content.
func retention(t *testing.T, st *stage) {
	const name, kept = "retention", "MaintenanceRecord/done-in-april"
	policy := filepath.Join(st.Root, "config", "policy", "retention.yaml")
	st.Kubectl(t, "", "apply", "--server-side", "-f", policy)
	st.deleteWith(t, "-f", policy)
	s := st.source(t, name)
	s.register(t, "records", renewed)
	s.Write(t, "records/maintenance.yaml", maintenance)
	revision := s.push(t, "What was done is on record")
	st.namespace(t, name)
	s.deliver(t, lenient, name, "./records", name, pruning)
	st.awaitReady(t, name, revision)
	cluster.Eventually(t, patience, "the policy refuses", func() error {
		if _, err := st.TryKubectl(t, "", "-n", name, "delete", "--dry-run=server", "maintenancerecord", "done-in-april"); err == nil {
			return fmt.Errorf("it would let the record be deleted")
		}
		return nil
	})

	s.Remove(t, "records/maintenance.yaml")
	now := st.await(t, name, s.push(t, "It leaves the repository"), "False", "PruneFailed")
	st.tell("a record that must be kept has left the repository", now)
	st.show(t, name)
	contains(t, "what Flux says", now.of("Ready").Message, kept[:len("MaintenanceRecord")], "done-in-april", "must be kept until")

	s.Write(t, "records/maintenance.yaml", strings.Replace(maintenance, "{name: done-in-april}",
		`{name: done-in-april, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}`, 1))
	st.tell("it is back, and is not to be pruned", st.awaitReady(t, name, s.push(t, "It comes back, annotated")))
	s.Remove(t, "records/maintenance.yaml")
	st.tell("it has left the repository again", st.awaitReady(t, name, s.push(t, "It leaves the repository again")))
	if _, there := st.Records(t, name)[kept]; !there {
		t.Error("the record that must be kept is gone")
	}
}

// drift: nothing happens for ten minutes, in the short form for some seconds: Flux
// compares every record again and again, and nobody writes. Then somebody edits past the
// repository, and somebody forges a status: Flux undoes the one and leaves the other to
// the operator.
func drift(t *testing.T, st *stage) {
	const name = "drift"
	calm, interval := 10*time.Minute, "20s"
	if testing.Short() {
		calm, interval = 5*time.Second, "1s"
	}
	s := st.source(t, name)
	s.samples(t, "records")
	revision := s.push(t, "The organisation")
	st.namespace(t, name)
	s.deliver(t, lenient, name, "./records", name, map[string]any{"prune": true, "interval": interval})
	st.awaitReady(t, name, revision)
	before := st.settled(t, name)

	since := time.Now()
	time.Sleep(calm)
	const least = 3
	cluster.Eventually(t, patience, "Flux has compared all records", func() error {
		if looks := st.looks(t, name, since) / len(before); looks < least {
			return fmt.Errorf("%d times, want %d", looks, least)
		}
		return nil
	})
	if writes := st.Writes(t, name, since); len(writes) > 0 {
		t.Errorf("%d writes while nothing happened:%s", len(writes), writers(writes))
	}
	for record, now := range st.Records(t, name) {
		if now != before[record] {
			t.Errorf("%s changed while nothing happened: %+v, before %+v", record, now, before[record])
		}
	}
	t.Logf("%d records, compared %d times in %s", len(before), st.looks(t, name, since)/len(before), time.Since(since).Round(time.Second))
	st.tell("after a time in which nothing happened", st.awaitReady(t, name, revision))
	st.editedPast(t, name, revision, len(before))
}

// editedPast has somebody edit past the repository, and somebody forge a status.
func (st *stage) editedPast(t *testing.T, name, revision string, records int) {
	t.Helper()
	since := time.Now()
	st.Kubectl(t, "", "-n", name, "patch", "toollicense", "backup", "--type=merge", "-p", `{"spec":{"product":"Something else"}}`)
	cluster.Eventually(t, patience, "the edit is undone and judged", func() error {
		return wrote(st.Writes(t, name, since), "toollicenses/backup", []string{applier})
	})
	cluster.Eventually(t, patience, "the product is that of the repository", func() error {
		if got := st.Kubectl(t, "", "-n", name, "get", "toollicense", "backup", "-o", "jsonpath={.spec.product}"); got == "Something else" {
			return fmt.Errorf("it is still %q", got)
		}
		return nil
	})
	st.AwaitJudged(t, name, records)
	st.settled(t, name)
	undoneOnce(t, st.Writes(t, name, since))

	since = time.Now()
	st.Kubectl(t, "", "-n", name, "patch", "toollicense", "backup", "--subresource=status", "--type=merge", "-p", `{"status":{"conditions":[]}}`)
	cluster.Eventually(t, patience, "the forged status is undone", func() error {
		return wrote(st.Writes(t, name, since), "toollicenses/backup", []string{cluster.Operator})
	})
	st.again(t, name)
	st.awaitReady(t, name, revision)
	for _, w := range st.Writes(t, name, since) {
		if w.User == applier {
			t.Errorf("Flux wrote because of a status:%s", writers([]cluster.Write{w}))
		}
	}
}

// undoneOnce fails the test unless Flux undid the edit of toollicenses/backup by one write of
// the spec, and the operator wrote that record at most once for each of the two specs, and no
// other. Flux first takes the fields that kubectl edited away from it, by a JSON patch of
// managedFields alone, which is no write of the spec.
func undoneOnce(t *testing.T, writes []cluster.Write) {
	t.Helper()
	judged := cluster.By(cluster.Operator, writes)
	var undone []cluster.Write
	for _, w := range cluster.By(applier, writes) {
		if !strings.HasPrefix(string(w.Body), `[{"op":"replace","path":"/metadata/managedFields",`) || strings.Count(string(w.Body), `"op":`) != 1 {
			undone = append(undone, w)
		}
	}
	if len(undone) != 1 || len(judged) < 1 || len(judged) > 2 {
		t.Errorf("Flux wrote %d times, want 1, and the operator %d times, want 1 or 2:%s", len(undone), len(judged), writers(writes))
	}
	for _, w := range append(undone, judged...) {
		if w.Resource != "toollicenses" || w.Name != "backup" {
			t.Errorf("what nobody edited was written:%s", writers([]cluster.Write{w}))
		}
	}
}

// wrote returns an error until every user wrote the record.
func wrote(writes []cluster.Write, record string, users []string) error {
	for _, user := range users {
		some := 0
		for _, w := range cluster.By(user, writes) {
			if w.Resource+"/"+w.Name == record {
				some++
			}
		}
		if some == 0 {
			return fmt.Errorf("%s did not write %s:%s", user, record, writers(writes))
		}
	}
	return nil
}
