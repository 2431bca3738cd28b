package controllers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	openreports "github.com/openreports/reports-api/apis/openreports.io/v1alpha1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	published "github.com/isms-operator/isms-operator/internal/openreports"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// installOpenReports installs the CRD that the project publishes, until the test ends.
func installOpenReports(t *testing.T) {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/openreports/reports-api").Output()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(strings.TrimSpace(string(dir)), "config/crd/openreports.io_reports.yaml")
	crds, err := envtest.InstallCRDs(cluster.Config(), envtest.CRDInstallOptions{Paths: []string{path}, ErrorIfPathMissing: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		must(envtest.UninstallCRDs(cluster.Config(), envtest.CRDInstallOptions{CRDs: crds}))
		gone := &unstructured.Unstructured{}
		gone.SetAPIVersion("apiextensions.k8s.io/v1")
		gone.SetKind("CustomResourceDefinition")
		eventually(t, 30*time.Second, func() error {
			if err := admin.Get(context.Background(), client.ObjectKeyFromObject(crds[0]), gone); !apierrors.IsNotFound(err) {
				return fmt.Errorf("the CRD is still there: %w", err)
			}
			return nil
		})
	})
}

// leastRights returns a client of a service account that has the operator's roles.
func leastRights(t *testing.T, ns string) *rest.Config {
	t.Helper()
	for _, file := range []string{"../config/rbac/role.yaml", "../config/components/open-reports/role.yaml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var role rbacv1.ClusterRole
		if err := yaml.UnmarshalStrict(text, &role); err != nil {
			t.Fatal(err)
		}
		role.Name += "-" + ns
		binding := &rbacv1.ClusterRoleBinding{
			RoleRef:  rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role.Name},
			Subjects: []rbacv1.Subject{{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: userOf(ns)}},
		}
		binding.Name = role.Name
		create(t, &role, binding)
	}
	cfg, err := cluster.AddUser(userOf(ns))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func userOf(ns string) string { return "operator-" + ns }

// reportRequests counts requests for Reports in the namespace, with one of the verbs where some are given.
func reportRequests(t *testing.T, ns string, verbs ...string) int {
	t.Helper()
	n, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
		return strings.Contains(e.RequestURI, "openreports.io/v1alpha1/namespaces/"+ns+"/reports") &&
			(len(verbs) == 0 || strings.Contains(strings.Join(verbs, " "), e.Verb))
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// assertRightsUsed: each verb of the component was used, so none is too many. Only
// an API server that cannot stream a first list is asked for one by "list".
func assertRightsUsed(t *testing.T, ns string) {
	t.Helper()
	for _, verb := range []string{"get", "watch", "patch", "delete"} {
		n, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
			return e.Verb == verb && e.User.Username == userOf(ns) && strings.Contains(e.RequestURI, "openreports.io/v1alpha1/namespaces/"+ns+"/reports")
		})
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Errorf("the right to %s Reports is granted and was not used", verb)
		}
	}
}

func storedReport(ns string) *unstructured.Unstructured {
	o := &unstructured.Unstructured{}
	o.SetAPIVersion(published.APIVersion)
	o.SetKind("Report")
	o.SetNamespace(ns)
	o.SetName(published.Name)
	return o
}

// readReport reads the Report into the type that the project publishes, strictly.
func readReport(t *testing.T, ns string) *openreports.Report {
	t.Helper()
	o := storedReport(ns)
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(o), o); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(o.Object)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var typed openreports.Report
	if err := decoder.Decode(&typed); err != nil {
		t.Fatal(err)
	}
	return &typed
}

// isPublished compares the stored Report with the judgement of the stored records.
func isPublished(ns string) func() error {
	return func() error {
		stored := storedReport(ns)
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(stored), stored); err != nil {
			return err
		}
		made := published.New(mustRun(rules.Registry(), assess.NewWorld(ns, storedRecords(ns)), api.MustDate(reportDay)), 0)
		if have, want := stored.GetAnnotations()[published.PolicyAnnotation], made.Metadata.Annotations[published.PolicyAnnotation]; have != want {
			return fmt.Errorf("of the policy the Report says %q, want %q", have, want)
		}
		for field, want := range map[string]any{"source": made.Source, "scope": made.Scope, "summary": made.Summary, "results": made.Results} {
			have, err := json.Marshal(stored.Object[field])
			must(err)
			text, err := json.Marshal(want)
			must(err)
			var a, b any
			must(json.Unmarshal(have, &a))
			must(json.Unmarshal(text, &b))
			if fmt.Sprint(a) != fmt.Sprint(b) {
				return fmt.Errorf("%s of the Report is\n%s\nwant\n%s", field, have, text)
			}
		}
		return nil
	}
}

func storedRecords(ns string) []api.Record {
	var records []api.Record
	var people api.PersonList
	var roles api.SecurityRoleList
	var tools api.ToolLicenseList
	var assessments api.ClauseAssessmentList
	for _, list := range []client.ObjectList{&people, &roles, &tools, &assessments} {
		must(admin.List(context.Background(), list, client.InNamespace(ns)))
	}
	for i := range people.Items {
		records = append(records, &people.Items[i])
	}
	for i := range roles.Items {
		records = append(records, &roles.Items[i])
	}
	for i := range tools.Items {
		records = append(records, &tools.Items[i])
	}
	for i := range assessments.Items {
		records = append(records, &assessments.Items[i])
	}
	return records
}

// honest: no rule passes that was asked of no record.
func honest(t *testing.T, ns string) {
	t.Helper()
	asked := map[string]bool{}
	for _, kind := range rules.Registry().Kinds {
		for _, rule := range kind.Rules {
			switch kind.Name {
			case "Person", "SecurityRole", "ToolLicense", "ClauseAssessment": // the last is asked of the ISMS itself
				asked[rule.ID] = true
			}
		}
	}
	for _, doc := range assess.RollupDocs() {
		asked[doc.ID] = true
	}
	skipped := 0
	for _, result := range readReport(t, ns).Results {
		if result.Result == "pass" && !asked[result.Policy] {
			t.Errorf("%s passes, and was asked of no record", result.Policy)
		}
		if result.Result == "skip" {
			skipped++
		}
	}
	if skipped == 0 {
		t.Error("no rule is skipped, in a register of three kinds")
	}
}

func holdsOther(ns string) func() error {
	return func() error {
		o := storedReport(ns)
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		if text := fmt.Sprint(o.Object["results"]); !strings.Contains(text, "name:other") {
			return errors.New("the Report does not name the new record")
		}
		return nil
	}
}

func hasNoReport(ns string) func() error {
	return func() error {
		o := storedReport(ns)
		switch err := admin.Get(context.Background(), client.ObjectKeyFromObject(o), o); {
		case apierrors.IsNotFound(err):
			return nil
		case err != nil:
			return err
		}
		return fmt.Errorf("a namespace without records has a Report: %v", o.Object["summary"])
	}
}

func patchReport(t *testing.T, ns, patch string) {
	t.Helper()
	if err := admin.Patch(t.Context(), storedReport(ns), client.RawPatch(types.MergePatchType, []byte(patch)), client.FieldOwner("somebody")); err != nil {
		t.Fatal(err)
	}
}

func deleteRecords(t *testing.T, ns string) {
	t.Helper()
	for _, o := range []client.Object{&api.ToolLicense{}, &api.SecurityRole{}, &api.Person{}, &api.ClauseAssessment{}} {
		if err := admin.DeleteAllOf(t.Context(), o, client.InNamespace(ns)); err != nil {
			t.Fatal(err)
		}
	}
}
