//go:build gitops

package argocd

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

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

// retention: where config/policy is installed too, a record that must be kept is not pruned;
// the sync fails and says until when it must be kept. Annotations that the record has in the
// repository before it leaves keep both content.
func (c *campaign) retention(t *testing.T) {
	const name, kept = "retention", "MaintenanceRecord/done-in-april"
	policy := filepath.Join(c.Root, "config", "policy", "retention.yaml")
	c.Kubectl(t, "", "apply", "--server-side", "-f", policy)
	defer func() { c.Kubectl(t, "", "delete", "-f", policy) }() // a cleanup has no context any more
	c.Write(t, name+"/erika.yaml", person)
	c.Write(t, name+"/scanner.yaml", license("scanner", "2026-01-01", "2026-12-31"))
	c.Write(t, name+"/maintenance.yaml", maintenance)
	revision := c.Commit(t, "What was done is on record")
	c.deliver(t, c.Repository, name, set(true, "spec", "syncPolicy", "automated", "prune"))
	c.await(t, name, revision)
	c.AwaitJudged(t, name, 3)
	cluster.Eventually(t, patience, "the policy refuses", func() error {
		if _, err := c.TryKubectl(t, "", "-n", name, "delete", "--dry-run=server", "maintenancerecord", "done-in-april"); err == nil {
			return errors.New("it would let the record be deleted")
		}
		return nil
	})

	c.Remove(t, name+"/maintenance.yaml")
	c.Commit(t, "It leaves the repository")
	c.refresh(t, name, "normal")
	cluster.Eventually(t, patience, "the refusal is told", func() error {
		a := c.application(t, name)
		for _, r := range a.Status.OperationState.SyncResult.Resources {
			if r.Name == "done-in-april" && r.Status == "SyncFailed" && strings.Contains(r.Message, "must be kept until") {
				return nil
			}
		}
		return fmt.Errorf("%s: %v", a, a.Status.OperationState.SyncResult.Resources)
	})
	c.shows(t, "retention", "argocd", "app", "get", name)

	c.Write(t, name+"/maintenance.yaml", strings.Replace(maintenance, "{name: done-in-april}", `
  name: done-in-april
  annotations: {argocd.argoproj.io/sync-options: Prune=false, argocd.argoproj.io/compare-options: IgnoreExtraneous}`, 1))
	c.await(t, name, c.Commit(t, "It comes back, annotated"))
	c.Remove(t, name+"/maintenance.yaml")
	c.awaitCompared(t, name, c.Commit(t, "It leaves the repository again"))
	if _, there := c.Records(t, name)[kept]; !there {
		t.Error("the record that must be kept is gone")
	}
}
