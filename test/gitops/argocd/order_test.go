//go:build gitops

package argocd

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// afterRecords is what the second wave brings.
const afterRecords = `apiVersion: v1
kind: ConfigMap
metadata: {name: after, annotations: {argocd.argoproj.io/sync-wave: "1"}}
`

// waves holds the first wave up by an operator that does not judge, and lets it go.
func (c *campaign) waves(t *testing.T) {
	const name = "waves"
	c.Write(t, name+"/erika.yaml", person)
	c.Write(t, name+"/scanner.yaml", license("scanner", "2025-01-01", "2025-12-31")) // over, which holds nothing up
	c.Write(t, name+"/after.yaml", afterRecords)
	revision := c.Commit(t, "Records, and what follows them")
	c.StopOperator(t)
	c.deliver(t, c.Repository, name)
	cluster.Eventually(t, patience, "the wave waits", func() error {
		if a := c.application(t, name); !strings.HasPrefix(a.Status.OperationState.Message, "waiting for healthy state of isms-operator.io/") {
			return errors.New(a.String())
		}
		return nil
	})
	time.Sleep(2 * resync * time.Second)
	if a := c.application(t, name); a.Status.OperationState.Phase != "Running" || a.Status.Health.Status != "Progressing" && a.Status.Health.Status != "Missing" {
		t.Errorf("while nobody judges: %s", a)
	}
	if c.afterCame(t, name) {
		t.Error("the second wave came before the records were judged")
	}
	c.StartOperator(t)
	c.await(t, name, revision)
	if !c.afterCame(t, name) {
		t.Error("the second wave did not come")
	}
	c.awaitHealth(t, name, "ToolLicense/scanner", "Healthy: Not conforming (ContractExpired): ")
}

func (c *campaign) afterCame(t *testing.T, namespace string) bool {
	t.Helper()
	return c.Kubectl(t, "", "-n", namespace, "get", "configmap", "after", "--ignore-not-found", "-o", "name") != ""
}

// waysToApply brings the samples with their gaps in every way that Argo CD has.
func (c *campaign) waysToApply(t *testing.T) {
	const folder, options = "ways", "argocd.argoproj.io/compare-options"
	c.Copy(t, c.samples(), folder)
	c.Copy(t, c.samples("gaps"), folder)
	revision := c.Commit(t, "One register for several")
	ways := []struct {
		name       string
		serverSide bool
		compare    string
	}{
		{"client-side", false, ""},
		{"client-side-server-diff", false, "ServerSideDiff=true"},
		{"server-side", true, ""},
		{"server-side-server-diff", true, "ServerSideDiff=true"},
	}
	var pairs []string
	for _, w := range ways {
		sync := []any{"CreateNamespace=true"}
		if w.serverSide {
			sync = append(sync, "ServerSideApply=true")
		}
		c.deliver(t, c.Repository, w.name, set(folder, "spec", "source", "path"), set(sync, "spec", "syncPolicy", "syncOptions"),
			set(w.compare, "metadata", "annotations", options))
		pairs = append(pairs, w.name)
	}
	for _, w := range ways {
		c.await(t, w.name, revision)
		c.AwaitJudged(t, w.name, 0)
		c.healthsFollow(t, w.name, w.name)
	}
	c.holdStill(t, 30*time.Second, pairs...)
}

// selfHealAndPrune tends a register of which somebody edits and deletes, then watches it
// and the samples while nobody does.
func (c *campaign) selfHealAndPrune(t *testing.T) {
	const name = "tended"
	c.Write(t, name+"/erika.yaml", person)
	c.Write(t, name+"/scanner.yaml", license("scanner", "2026-01-01", "2026-12-31"))
	c.Write(t, name+"/editor.yaml", license("editor", "2026-01-01", "2026-12-31"))
	revision := c.Commit(t, "A register that is tended")
	c.deliver(t, c.Repository, name, set(true, "spec", "syncPolicy", "automated", "prune"))
	c.await(t, name, revision)
	c.AwaitJudged(t, name, 3)

	began := time.Now()
	c.Kubectl(t, "", "-n", name, "patch", "toollicense", "scanner", "--type=merge", "--patch", `{"spec":{"term":{"end":"2026-02-28"}}}`)
	cluster.Eventually(t, patience, "the edit is undone", func() error {
		if end := c.Kubectl(t, "", "-n", name, "get", "toollicense", "scanner", "-o", "jsonpath={.spec.term.end}"); end != "2026-12-31" {
			return fmt.Errorf("the term ends on %s", end)
		}
		return nil
	})
	c.AwaitJudged(t, name, 3)
	cluster.Eventually(t, patience, "it is in sync", func() error {
		if a := c.application(t, name); a.short() != synced {
			return errors.New(a.String())
		}
		return nil
	})
	writes := c.Writes(t, name, began)
	// The edit may be judged before it is undone; then both are.
	if argos, own := len(cluster.By(controllerUser, writes)), len(cluster.By(cluster.Operator, writes)); argos != 1 || own > 2 {
		t.Errorf("an edit is undone by %d writes of Argo CD's, and %d statuses: %+v", argos, own, writes)
	}

	c.Kubectl(t, "", "-n", name, "patch", "toollicense", "scanner", "--subresource=status", "--type=merge", "--patch", `{"status":{"conditions":[]}}`)
	c.awaitHealth(t, name, "ToolLicense/scanner", "Healthy: ")
	c.Remove(t, name+"/editor.yaml")
	c.await(t, name, c.Commit(t, "The editor is given up"))
	c.AwaitJudged(t, name, 2)
	c.holdStill(t, watch(), name, evidence)
}

// lapse goes on with the samples: the day alone changes what is shown, and no sync.
func (c *campaign) lapse(t *testing.T) {
	before, healthy := c.application(t, evidence), c.healths(t, evidence)[asset]
	if !strings.HasPrefix(healthy, "Healthy: No finding") {
		t.Fatalf("before the day comes, %s is %q", asset, healthy)
	}
	c.SetDay("2026-06-20")
	c.awaitHealth(t, evidence, asset, "Healthy: Not conforming (MaintenanceOverdue): ")
	c.healthsFollow(t, evidence, evidenceNamespace)
	c.noDifference(t, evidence)
	after := c.application(t, evidence)
	if after.short() != synced || after.Status.OperationState.FinishedAt != before.Status.OperationState.FinishedAt {
		t.Errorf("the day brought a sync: %s", after)
	}
}

// strict changes Argo CD's settings while it runs. What fails for its verdict gets
// through once a commit mends it.
func (c *campaign) strict(t *testing.T) {
	const name = "strict"
	c.settings(t, "config/argocd/strict")
	c.Write(t, name+"/erika.yaml", person)
	c.Write(t, name+"/scanner.yaml", license("scanner", "2025-01-01", "2025-12-31"))
	c.Write(t, name+"/after.yaml", afterRecords)
	c.Commit(t, "A licence that is over, and what follows")
	c.deliver(t, c.Repository, name)
	cluster.Eventually(t, patience, "the wave fails", func() error {
		if a := c.application(t, name); a.Status.OperationState.RetryCount == 0 && a.Status.OperationState.Phase != "Failed" {
			return errors.New(a.String())
		}
		return nil
	})
	c.shows(t, "strict", "argocd", "app", "get", name)
	if c.afterCame(t, name) {
		t.Error("the second wave came though the first does not conform")
	}
	c.Write(t, name+"/scanner.yaml", license("scanner", "2026-01-01", "2026-12-31"))
	began := time.Now()
	c.await(t, name, c.Commit(t, "The licence is renewed"))
	t.Logf("mended after %s", time.Since(began).Round(time.Second))
	c.awaitHealth(t, evidence, asset, "Degraded: Not conforming (MaintenanceOverdue): ")
	cluster.Eventually(t, patience, "the application is Degraded", func() error {
		if a := c.application(t, evidence); a.short() != "Synced Degraded Succeeded" {
			return errors.New(a.String())
		}
		return nil
	})
}
