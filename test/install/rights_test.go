package install_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/running"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// license is a record that lapsed, or not.
func license(end string) string {
	return `{apiVersion: isms-operator.io/v1alpha1, kind: ToolLicense, metadata: {name: scanner},
		spec: {product: Scanner, criticality: Low, owner: {roleRef: {name: information-security-manager}}, term: {end: "` + end + `"}}}`
}

// scrapers are an account that may scrape and one that may not.
const scrapers = `
{apiVersion: v1, kind: ServiceAccount, metadata: {name: scraper}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: stranger}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: scraper}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: isms-operator-metrics-reader}
subjects: [{kind: ServiceAccount, name: scraper, namespace: isms-operator-system}]
`

// TestOperatorHasTheRightsThatItUses installs the chart, runs the operator with the
// token of its service account, has it do all that it does, and compares the audit
// log of the API server with the roles: nothing that it asked for was forbidden, and
// each right was used.
func TestOperatorHasTheRightsThatItUses(t *testing.T) {
	for _, mode := range []struct {
		name, why string
		args      []string
		records   []string // namespaces whose records are judged
		reports   bool     // Reports of openreports.io are published too
	}{
		{"cluster-wide", "a ClusterRole, and the records of any namespace",
			[]string{"--set=openReports.enabled=true,observeRights.enabled=true", "--set=observeWorkloads[0].version=v1,observeWorkloads[0].kind=ConfigMap,observeWorkloads[0].resource=configmaps,observeVersions={apps/v1/Deployment,v1/Service,argoproj.io/v1alpha1/Application}"}, []string{"acme-isms"}, true},
		{"namespaced", "a Role, and the records of the operator's namespace", []string{"--set=namespaced=true,openReports.enabled=true,observeRights.enabled=true"}, []string{namespace}, true},
		{"without the rights of others", "what --observe-rights reads is not granted, and not asked for", nil, []string{"acme-isms"}, false},
		{"other namespaces", "a Role in each", []string{"--set=namespaced=true,namespaces={team-a,team-b},observeRights.enabled=true"}, []string{"team-a", "team-b"}, false},
	} {
		t.Run(mode.name, func(t *testing.T) {
			c := startCluster(t)
			for _, ns := range []string{namespace, "acme-isms", "team-a", "team-b"} {
				c.kubectl("", "create", "namespace", ns)
			}
			c.define(t, mode.reports, slices.ContainsFunc(mode.args, func(arg string) bool { return strings.Contains(arg, "argoproj.io") }))
			objects := render(t, mode.args...)
			c.install(append([]string{"install", release, chart(), "-n", namespace}, mode.args...)...)
			for _, ns := range mode.records {
				c.kubectl("", "-n", ns, "apply", "-f", filepath.Join(root, "config", "samples"))
			}
			c.kubectl(license("2020-01-01"), "-n", "acme-isms", "apply", "-f", "-")
			c.kubectl(scrapers, "-n", namespace, "apply", "-f", "-")
			user := "system:serviceaccount:" + namespace + ":isms-operator-controller-manager"
			t.Cleanup(func() {
				if _, forbidden := c.requests(user); t.Failed() && len(forbidden) > 0 {
					t.Logf("forbidden to the operator: %q", forbidden)
				}
			})
			c.exercise(objects, mode.records, mode.reports)
			if mode.records[0] != "acme-isms" {
				if seen := c.kubectl("", "-n", "acme-isms", "get", "toollicense", "scanner", "-o=jsonpath={.status.observedGeneration}"); seen != "-1" {
					t.Errorf("a record outside the namespaces is judged, observedGeneration %s", seen)
				}
			}
			granted := grants(t, objects)
			used, forbidden := c.requests(user)
			if len(forbidden) > 0 {
				t.Errorf("forbidden to the operator: %q", forbidden)
			}
			if len(used) < 19*3 {
				t.Errorf("the audit log has only %d rights used", len(used))
			}
			if unused := difference(granted, covering(granted, used)); len(unused) > 0 {
				t.Errorf("granted and never used (%d of %d): %q", len(unused), len(granted), unused)
			}
			t.Logf("%d rights granted, %d different requests seen, %d forbidden", len(granted), len(used), len(forbidden))
		})
	}
}

// define has the API server serve kinds of others: Reports, and Applications of Argo CD.
func (c cluster) define(t *testing.T, reports, applications bool) {
	t.Helper()
	if reports {
		c.kubectl("", "apply", "--server-side", "-f", reportCRD(t))
	}
	if !applications {
		return
	}
	crd, err := yaml.Marshal(controlplane.ForeignCRD(running.ApplicationKind))
	if err != nil {
		t.Fatal(err)
	}
	c.kubectl(string(crd), "apply", "-f", "-")
}

// exercise has the operator do all that it does: judge records of every kind, record
// events, notice that a record is gone, lead, let go and lead again, and serve metrics. The second run is that of a
// client whose API server cannot stream lists.
func (c cluster) exercise(objects []*unstructured.Unstructured, namespaces []string, reports bool) {
	c.Helper()
	operator := c.startOperator(objects)
	for _, ns := range namespaces {
		c.eventually("all records are judged", func() error { return c.judged(ns) })
		// The first pass over many records tells no events: that is an import.
		for _, step := range []struct{ end, current string }{{"2199-01-01", "True"}, {"2020-01-01", "False"}} {
			c.kubectl(license(step.end), "-n", ns, "apply", "-f", "-")
			c.kubectl("", "-n", ns, "wait", "--for=condition=Current="+step.current, "toollicense/scanner", "--timeout=60s")
		}
		c.kubectl("", "-n", ns, "wait", "--for=create", "events", "--field-selector=involvedObject.name=scanner", "--timeout=60s")
		c.removeOne(ns)
	}
	if holder := c.kubectl("", "-n", namespace, "get", "lease", "isms-operator.io", "-o=jsonpath={.spec.holderIdentity}"); holder != "operator-0_c0ffee" {
		c.Errorf("the lease is held by %q, want the pod's name and UID", holder)
	}
	records := namespaces[0]
	if reports {
		c.kubectl("", "-n", records, "wait", "--for=create", "reports.openreports.io", "--all", "--timeout=60s")
	}
	for account, want := range map[string]int{"": http.StatusUnauthorized, "stranger": http.StatusForbidden, "scraper": http.StatusOK} {
		if have, body := c.scrape(operator, account); have != want {
			c.Errorf("metrics for %q answer %d, want %d", account, have, want)
		} else if want == http.StatusOK && !strings.Contains(body, "isms_") {
			c.Errorf("no metric of the operator in %q", body)
		}
	}
	operator.stop(c.T)
	// Changed while nobody watched.
	c.kubectl(license("2199-01-01"), "-n", records, "apply", "-f", "-")
	operator = c.startOperator(objects, "KUBE_FEATURE_WatchListClient=false")
	c.kubectl("", "-n", records, "wait", "--for=condition=Current=True", "toollicense/scanner", "--timeout=60s")
	if reports {
		c.kubectl("", "-n", records, "delete", "isms", "--all")
		c.kubectl("", "-n", records, "wait", "--for=delete", "reports.openreports.io", "--all", "--timeout=60s")
	}
	operator.stop(c.T)
}

// removeOne deletes a record and waits until the verdict is one without it. A namespace
// of which a record is gone may be one that is being deleted, so the operator asks.
func (c cluster) removeOne(namespace string) {
	c.Helper()
	const records = "-o=jsonpath={.items[0].status.records}"
	before, err := strconv.Atoi(c.kubectl("", "-n", namespace, "get", "clauseassessments", records))
	if err != nil {
		c.Fatal(err)
	}
	c.kubectl("", "-n", namespace, "delete", "improvements", "automatic-patching")
	c.eventually("the verdict is without the record", func() error {
		if now := c.kubectl("", "-n", namespace, "get", "clauseassessments", records); now != strconv.Itoa(before-1) {
			return fmt.Errorf("of %s records, want %d", now, before-1)
		}
		return nil
	})
}

// scrape reads the metrics with an account's token.
func (c cluster) scrape(o *operator, account string) (code int, body string) {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), http.MethodGet, "https://"+o.metrics+"/metrics", nil)
	if err != nil {
		c.Fatal(err)
	}
	if account != "" {
		config, err := c.ServiceAccountConfig(c.Context(), namespace, account)
		if err != nil {
			c.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+config.BearerToken)
	}
	// The operator makes its certificate up, so that there is nothing to verify it with.
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // see above
	answer, err := client.Do(request)
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		c.Fatal(err)
	}
	return answer.StatusCode, string(data)
}

// requests are what a user asked the API server for, in the form of grants with the
// namespace that was asked about, and those that were forbidden.
func (c cluster) requests(user string) (used, forbidden []string) {
	c.Helper()
	_, err := c.CountRequests(func(e controlplane.AuditEvent) bool {
		if e.User.Username != user {
			return false
		}
		if e.ResponseStatus.Code == http.StatusForbidden {
			forbidden = append(forbidden, e.Verb+" "+e.RequestURI)
		}
		if e.ObjectRef.Resource == "" {
			return false // discovery, which every account may do
		}
		resource := e.ObjectRef.Resource
		if e.ObjectRef.Subresource != "" {
			resource += "/" + e.ObjectRef.Subresource
		}
		right := fmt.Sprintf("%s: %s/%s %s", e.ObjectRef.Namespace, e.ObjectRef.APIGroup, resource, e.Verb)
		used = append(used, right)
		if e.Verb == "patch" && e.ResponseStatus.Code == http.StatusCreated {
			// An apply that creates, for which the API server asks for that right too.
			used = append(used, strings.TrimSuffix(right, "patch")+"create")
		}
		return true
	})
	if err != nil {
		c.Fatal(err)
	}
	slices.Sort(used)
	return slices.Compact(used), forbidden
}

// covering are the rights that some request needed. A right in all namespaces is
// needed by a request about one, or about all.
func covering(granted, used []string) []string {
	var all []string
	for _, right := range granted {
		scope, what, _ := strings.Cut(right, ": ")
		if slices.ContainsFunc(used, func(u string) bool {
			where, asked, _ := strings.Cut(u, ": ")
			return asked == what && (scope == "*" || scope == where)
		}) {
			all = append(all, right)
		}
	}
	return all
}
