//go:build gitops

package argocd

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

const (
	// evidence is the application of config/argocd/example; its namespace and folder follow.
	evidence          = "isms-evidence"
	evidenceNamespace = "isms"
	evidenceFolder    = "records"

	// synced is an application whose last sync succeeded and that needs none.
	synced = "Synced Healthy Succeeded"

	licence = "ToolLicense/log-monitoring"
	asset   = "InfrastructureAsset/product-cluster"
)

// notPassed is a health of a verdict that is no pass.
var notPassed = regexp.MustCompile(`^\w+: (Not conforming|Conformity unknown) \(`)

func (c *campaign) samples(folder ...string) string {
	return filepath.Join(append([]string{c.Root, "config", "samples"}, folder...)...)
}

// samplesArrive is config/argocd/example as it stands, but for cluster and repository.
func (c *campaign) samplesArrive(t *testing.T) {
	c.Copy(t, c.samples(), evidenceFolder)
	revision := c.Commit(t, "The first evidence")
	c.apply(t, c.example(t, "appproject.yaml", c.URL()))
	c.apply(t, c.example(t, "application.yaml", c.URL()))
	began := time.Now()
	a := c.await(t, evidence, revision)
	t.Logf("after %s", time.Since(began).Round(time.Second))
	all := c.AwaitJudged(t, evidenceNamespace, 0)
	if v := all["ClauseAssessment/acme-software"].Verdict; v != "Conforming" {
		t.Errorf("the verdict is %q", v)
	}
	if len(a.Status.Resources) != len(all) {
		t.Errorf("it manages %d resources of %d records", len(a.Status.Resources), len(all))
	}
	for _, r := range a.Status.Resources {
		if r.Status != "Synced" {
			t.Errorf("%s/%s is %s", r.Kind, r.Name, r.Status)
		}
	}
	c.healthsFollow(t, evidence, evidenceNamespace)
	c.noDifference(t, evidence)
	c.shows(t, "samples", "kubectl", "-n", argo, "get", "applications", evidence)
}

// healthsFollow waits until Argo CD shows of each record what its condition says, which
// is Healthy whatever it says.
func (c *campaign) healthsFollow(t *testing.T, name, namespace string) {
	t.Helper()
	cluster.Eventually(t, patience, "what "+name+" shows is what stands in the records", func() error {
		healths, all := c.healths(t, name), c.Records(t, namespace)
		if len(healths) != len(all) {
			return fmt.Errorf("%d of %d records are shown", len(healths), len(all))
		}
		for record, r := range all {
			want, found := map[string]string{"True": "Healthy: ", "False": "Healthy: Not conforming (" + r.Reason + "): ",
				"Unknown": "Healthy: Conformity unknown (" + r.Reason + "): "}[r.Conforming]
			have := healths[record]
			if !found || !strings.HasPrefix(have, want) || r.Conforming == "True" && notPassed.MatchString(have) {
				return fmt.Errorf("%s is %s and shown as %q", record, r.Conforming, have)
			}
		}
		return nil
	})
}

// gapsAndRepair goes on with the samples. A gap is no failure of delivery: the commit
// that mends it must get through.
func (c *campaign) gapsAndRepair(t *testing.T) {
	c.Copy(t, c.samples("gaps"), evidenceFolder)
	c.await(t, evidence, c.Commit(t, "What was let slip"))
	c.awaitHealth(t, evidence, licence, "Healthy: Not conforming (ContractExpired): ")
	c.awaitHealth(t, evidence, "ClauseAssessment/acme-software", "Healthy: Not conforming (")
	c.healthsFollow(t, evidence, evidenceNamespace)
	c.noDifference(t, evidence)
	c.Copy(t, c.samples("repair"), evidenceFolder)
	a := c.await(t, evidence, c.Commit(t, "The licence is renewed"))
	if n := len(a.Status.OperationState.SyncResult.Resources); n != 1 {
		t.Errorf("a commit that changes one record brings %d", n)
	}
	c.awaitHealth(t, evidence, licence, "Healthy: No finding")
	c.healthsFollow(t, evidence, evidenceNamespace)
}

// refused brings two records of which the definition refuses one. Argo CD does not ask the
// API server before it applies, so the other comes, and the message names the field.
func (c *campaign) refused(t *testing.T) {
	const name, field = "refused", "end must not be before start"
	c.Write(t, name+"/erika.yaml", person)
	c.Write(t, name+"/scanner.yaml", license("scanner", "2026-01-01", "2025-12-31"))
	revision := c.Commit(t, "A term that ends before it begins")
	c.deliver(t, c.Repository, name)
	var a *application
	cluster.Eventually(t, patience, "the refusal is told", func() error {
		if a = c.application(t, name); !strings.Contains(fmt.Sprint(a.Status.OperationState.SyncResult.Resources), field) {
			return fmt.Errorf("%s: %v", a, a.Status.OperationState.SyncResult.Resources)
		}
		return nil
	})
	for _, r := range a.Status.OperationState.SyncResult.Resources {
		if r.Kind == "ToolLicense" && (r.Status != "SyncFailed" || !strings.Contains(r.Message, "spec.term")) {
			t.Errorf("%s/%s: %s: %s", r.Kind, r.Name, r.Status, r.Message)
		}
	}
	if a.Status.Sync.Status != "OutOfSync" || a.Status.Health.Status != "Missing" || a.Status.Sync.Revision != revision {
		t.Errorf("the application is %s", a)
	}
	c.AwaitJudged(t, name, 1)
	c.shows(t, "refused", "argocd", "app", "get", name)
	c.Write(t, name+"/scanner.yaml", license("scanner", "2026-01-01", "2026-12-31"))
	began := time.Now()
	c.await(t, name, c.Commit(t, "The year is put right"))
	t.Logf("mended after %s", time.Since(began).Round(time.Second))
	c.AwaitJudged(t, name, 2)
}

// kustomize brings dates as people write them. YAML reads them as points in time where
// they are not quoted, and every tool writes those its own way.
func (c *campaign) kustomize(t *testing.T) {
	unquoted := strings.NewReplacer(`"`, "")
	for _, row := range []struct{ name, why string }{
		{"plain", "the repo-server reads the files itself"},
		{"kustomize", "kustomize reads and writes them first"},
	} {
		c.Write(t, row.name+"/erika.yaml", unquoted.Replace(person))
		c.Write(t, row.name+"/scanner.yaml", unquoted.Replace(license("scanner", "2026-01-01", "2026-12-31")))
	}
	c.Write(t, "kustomize/kustomization.yaml", "resources: [erika.yaml, scanner.yaml]\nlabels:\n- pairs: {isms.example.org/register: main}\n")
	revision := c.Commit(t, "Dates without quotes")
	for _, name := range []string{"plain", "kustomize"} {
		c.deliver(t, c.Repository, name)
	}
	for _, name := range []string{"plain", "kustomize"} {
		c.await(t, name, revision)
		for record, r := range c.AwaitJudged(t, name, 2) {
			if r.Conforming == "" {
				t.Errorf("%s of %s is not judged", record, name)
			}
		}
		c.noDifference(t, name)
		end := c.Kubectl(t, "", "-n", name, "get", "toollicense", "scanner", "-o", "jsonpath={.spec.term.end} {.metadata.labels}")
		if !strings.HasPrefix(end, "2026-12-31") || strings.Contains(end, "register") != (name == "kustomize") {
			t.Errorf("%s brings %q", name, end)
		}
		t.Logf("%s: %s", name, end)
	}
}

const person = `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: erika}
spec: {sourcing: Internal, engagedFrom: "2020-01-01"}
`

func license(name, start, end string) string {
	return fmt.Sprintf(`apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: %s}
spec:
  product: Scanner
  criticality: Medium
  owner: {personRef: {name: erika}}
  term: {start: %q, end: %q}
`, name, start, end)
}
