package argocd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	appv1 "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

func decode(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// TestExampleIsValid: the example has no field that Argo CD does not know, and the
// project allows what the application brings and nothing else.
func TestExampleIsValid(t *testing.T) {
	var app appv1.Application
	var project appv1.AppProject
	decode(t, "../../../config/argocd/example/application.yaml", &app)
	decode(t, "../../../config/argocd/example/appproject.yaml", &project)
	if app.Spec.Project != project.Name {
		t.Errorf("the application is in project %q, the example is %q", app.Spec.Project, project.Name)
	}
	if err := project.ValidateProject(); err != nil {
		t.Error(err)
	}
	if !project.IsSourcePermitted(app.Spec.GetSource()) {
		t.Errorf("the project does not permit the source %s", app.Spec.GetSource().RepoURL)
	}
	server := &appv1.Cluster{Server: app.Spec.Destination.Server}
	none := func(string) ([]*appv1.Cluster, error) { return nil, nil }
	if ok, err := project.IsDestinationPermitted(server, app.Spec.Destination.Namespace, none); !ok || err != nil {
		t.Errorf("the project does not permit the destination: %v", err)
	}
	for _, c := range []struct {
		gk         schema.GroupKind
		namespaced bool
		allowed    bool
	}{
		{schema.GroupKind{Group: "isms-operator.io", Kind: "ToolLicense"}, true, true},
		{schema.GroupKind{Group: "isms-operator.io", Kind: "ClauseAssessment"}, true, true},
		{schema.GroupKind{Kind: "Namespace"}, false, true},
		{schema.GroupKind{Kind: "Secret"}, true, false},
		{schema.GroupKind{Group: "apps", Kind: "Deployment"}, true, false},
		{schema.GroupKind{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"}, false, false},
	} {
		if got := project.IsGroupKindPermitted(c.gk, c.namespaced); got != c.allowed {
			t.Errorf("%s permitted: %v, want %v", c.gk, got, c.allowed)
		}
	}
}

// contributed is the layout in which Argo CD takes health checks into its own sources.
const contributed = "../../../config/argocd/resource_customizations/isms-operator.io/_"

// contributedTests is health_test.yaml.
type contributedTests struct {
	Tests []contributedTest `json:"tests"`
}

type contributedTest struct {
	InputPath    string              `json:"inputPath"`
	HealthStatus health.HealthStatus `json:"healthStatus"`
}

// TestContributedLayout does what Argo CD's own test of contributed checks does.
func TestContributedLayout(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(contributed, "health.lua"))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		writeContributed(t, string(script))
	}
	var tests contributedTests
	decode(t, filepath.Join(contributed, "health_test.yaml"), &tests)
	if len(tests.Tests) == 0 {
		t.Fatal("no tests")
	}
	for _, test := range tests.Tests {
		got, err := lua.VM{}.ExecuteHealthLua(read(t, filepath.Join(contributed, test.InputPath)), string(script))
		if err != nil || *got != test.HealthStatus {
			t.Errorf("%s: %+v %v, want %+v", test.InputPath, got, err, test.HealthStatus)
		}
	}
}

// writeContributed copies a few statuses, and notes what the check says of them.
func writeContributed(t *testing.T, script string) {
	t.Helper()
	var tests contributedTests
	for _, name := range []string{"toollicense/unjudged", "toollicense/edited", "toollicense/conforming", "toollicense/lapsed", "competencyrecord/unknown", "clauseassessment/lacking"} {
		from, to := filepath.Join(written, name+".yaml"), "testdata/"+strings.ReplaceAll(name, "/", "-")+".yaml"
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(contributed, "testdata"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(contributed, to), text, 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := lua.VM{}.ExecuteHealthLua(read(t, from), script)
		if err != nil {
			t.Fatal(err)
		}
		tests.Tests = append(tests.Tests, contributedTest{to, *got})
	}
	text, err := yaml.Marshal(tests)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(contributed, "health_test.yaml"), text, 0o644); err != nil {
		t.Fatal(err)
	}
}
