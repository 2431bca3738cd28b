package cluster_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// TestCampaignsSeeWhatHappens: what campaigns go by tells a repository's records, the
// day, and who wrote what.
func TestCampaignsSeeWhatHappens(t *testing.T) {
	c := cluster.Start(t, "gitops-cluster", cluster.SampleDay)
	r := cluster.NewRepository(t)
	r.Copy(t, filepath.Join(c.Root, "config", "samples"), "records")
	revision := r.Commit(t, "The first evidence")
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "--quiet", r.URL(), clone).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	head, err := exec.Command("git", "-C", clone, "rev-parse", "HEAD").Output()
	if strings.TrimSpace(string(head)) != revision {
		t.Errorf("the clone is at %s (%v), want %s", head, err, revision)
	}
	c.Kubectl(t, "", "create", "namespace", "evidence")
	began := time.Now()
	c.Kubectl(t, "", "-n", "evidence", "apply", "--server-side", "-f", filepath.Join(clone, "records"))
	all := c.AwaitJudged(t, "evidence", 0)
	if v := all["ClauseAssessment/acme-software"].Verdict; v != "Conforming" {
		t.Errorf("the samples are %q on %s", v, cluster.SampleDay)
	}
	c.Kubectl(t, "", "-n", "evidence", "apply", "--server-side", "--dry-run=server", "-f", filepath.Join(clone, "records"))
	cluster.Eventually(t, time.Minute, "one status was written for each record", func() error {
		writes := c.Writes(t, "evidence", began)
		own := cluster.By(cluster.Operator, writes)
		if applied := len(writes) - len(own); applied != len(all) {
			return fmt.Errorf("%d writes by who applied %d records", applied, len(all))
		}
		if len(own) < len(all) {
			return fmt.Errorf("%d statuses of %d records", len(own), len(all))
		}
		return nil
	})
	c.SetDay("2026-06-20")
	cluster.Eventually(t, 2*time.Minute, "the day lets a maintenance lapse", func() error {
		if r := c.Records(t, "evidence")["InfrastructureAsset/product-cluster"]; r.Reason != "MaintenanceOverdue" {
			return fmt.Errorf("%+v", r)
		}
		return nil
	})
}

// TestAProgramThatEndsFails: a server that is gone is told of, with its last words.
func TestAProgramThatEndsFails(t *testing.T) {
	for _, row := range []struct{ script, want, why string }{
		{"echo last words; exit 3", "exit status 3", "it fails at its start"},
		{"echo last words", "ended by itself", "it ends without an error"},
	} {
		c := &cluster.Cluster{Logs: t.TempDir()}
		failed := &recorder{TB: t}
		func() {
			defer func() { _ = recover() }()
			c.Run(failed, &cluster.Program{Name: "server", Path: "/bin/sh", Args: []string{"-c", row.script},
				Ready: func() error { return fmt.Errorf("not ready") }})
		}()
		if !strings.Contains(failed.said, row.want) || !strings.Contains(failed.said, "last words") {
			t.Errorf("%s: %q, want %q and the log", row.why, failed.said, row.want)
		}
	}
}

// recorder notes the first failure and goes no further.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.said = fmt.Sprintf(format, args...)
	panic("stop")
}

func (r *recorder) Cleanup(func()) {}
