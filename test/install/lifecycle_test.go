package install_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

const crdName = "toollicenses.isms-operator.io"

// TestInstallUpgradeUninstall goes through the life of a release: installed with a
// CRD that lacks a field, upgraded, uninstalled with CRDs and records kept, installed
// again over them, and removed with all of them.
func TestInstallUpgradeUninstall(t *testing.T) {
	c := startCluster(t)
	c.install("install", release, olderChart(t), "-n", namespace, "--create-namespace")
	const withField = `{apiVersion: isms-operator.io/v1alpha1, kind: ToolLicense, metadata: {name: scanner}, spec: {product: Scanner, criticality: Low}}`
	if why := c.refused(withField, "create", "-f", "-"); !strings.Contains(why, `unknown field "spec.criticality"`) {
		t.Fatalf("the older CRD knows the field: %s", why)
	}
	c.kubectl(strings.Replace(withField, ", criticality: Low", "", 1), "create", "-f", "-")
	uid := func() string { return c.kubectl("", "get", "toollicense", "scanner", "-o=jsonpath={.metadata.uid}") }
	crdUID := func() string { return c.kubectl("", "get", "crd", crdName, "-o=jsonpath={.metadata.uid}") }
	record, definition := uid(), crdUID()

	c.install("upgrade", release, chart(), "-n", namespace)
	c.eventually("the upgraded CRD takes the field", func() error {
		_, _, err := c.Kubectl(c.Context(), strings.NewReader(withField), "apply", "--server-side", "-f", "-")
		return err
	})

	c.helm("uninstall", release, "-n", namespace)
	if left := c.kubectl("", "-n", namespace, "get", "deployment,serviceaccount,role,rolebinding,service", "-l", "app.kubernetes.io/instance="+release, "-o", "name"); left != "" {
		t.Errorf("uninstall left %s", left)
	}
	if left := c.kubectl("", "get", "clusterrole,clusterrolebinding", "-l", "app.kubernetes.io/instance="+release, "-o", "name"); left != "" {
		t.Errorf("uninstall left %s", left)
	}
	if uid() != record || crdUID() != definition {
		t.Error("uninstall did not keep the record and its CRD")
	}

	c.helm("install", release, chart(), "-n", namespace)
	if uid() != record || crdUID() != definition {
		t.Error("installing again did not keep the record and its CRD")
	}
	// A second release shares the CRDs of the first, and must say so.
	if _, err := helm(t, "install", "second", chart(), "-n", "second", "--create-namespace", "--kubeconfig="+c.Kubeconfig()); err == nil {
		t.Error("a second release takes the CRDs of the first")
	}
	c.helm("install", "second", chart(), "-n", "second", "--create-namespace",
		"--set=crd.enable=false,rbac.userRoles=false,namespaced=true,metrics.secure=false")

	// Who asks for it is rid of everything, and was told so.
	notes := c.helm("upgrade", release, chart(), "-n", namespace, "--set=crd.keep=false")
	if !strings.Contains(notes, "removes the custom resource definitions AND EVERY RECORD") {
		t.Errorf("the notes do not warn: %s", notes)
	}
	c.helm("uninstall", release, "-n", namespace)
	c.eventually("the definitions are gone", func() error {
		if left := c.kubectl("", "get", "crd", "-o", "name"); strings.Contains(left, "isms-operator.io") {
			return errString(left)
		}
		return nil
	})
}

type errString string

func (e errString) Error() string { return string(e) }

// olderChart is this chart as an earlier version: the CRD of ToolLicense lacks a field.
func olderChart(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "isms-operator")
	if err := os.CopyFS(dir, os.DirFS(chart())); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "Chart.yaml"), func(o map[string]any) { o["version"] = "0.0.1" })
	edit(t, filepath.Join(dir, "files", "crd", "isms-operator.io_toollicenses.yaml"), func(o map[string]any) {
		version := o["spec"].(map[string]any)["versions"].([]any)[0].(map[string]any)
		schema := version["schema"].(map[string]any)["openAPIV3Schema"].(map[string]any)
		spec := schema["properties"].(map[string]any)["spec"].(map[string]any)
		delete(spec["properties"].(map[string]any), "criticality")
	})
	return dir
}

func edit(t *testing.T, path string, change func(map[string]any)) {
	t.Helper()
	data, err := os.ReadFile(path)
	o := map[string]any{}
	if err == nil {
		err = yaml.Unmarshal(data, &o)
	}
	if err == nil {
		change(o)
		data, err = yaml.Marshal(o)
	}
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestUserRoles installs what kustomize renders and asks the API server who may do
// what, by the built-in roles and by those of the operator.
func TestUserRoles(t *testing.T) {
	c := startCluster(t)
	c.kubectl("", "apply", "--server-side", "-f", filepath.Join(root, "dist", "install.yaml"))
	c.kubectl("", "create", "namespace", "acme-isms")
	for _, role := range []string{"view", "edit", "admin", "isms-operator-people-viewer-role"} {
		c.kubectl("", "-n", "acme-isms", "create", "rolebinding", role, "--clusterrole="+role, "--user="+role)
	}
	may := func(user, verb, resource string) bool {
		resource, subresource, _ := strings.Cut(resource, "/")
		out, _, _ := c.Kubectl(c.Context(), nil, "-n", "acme-isms", "auth", "can-i", verb, resource, "--subresource="+subresource, "--as="+user)
		return strings.TrimSpace(out) == "yes"
	}
	c.eventually("the roles are aggregated", func() error {
		if !may("view", "list", "toollicenses") || !may("admin", "list", "people") {
			return errString("not yet")
		}
		return nil
	})
	for _, r := range []struct {
		user, verb, resource string
		want                 bool
		why                  string
	}{
		{"view", "list", "clauseassessments", true, "the verdict is for everybody who may look"},
		{"view", "list", "people", false, "who works here is not"},
		{"view", "get", "competencyrecords", false, "nor who failed what"},
		{"view", "create", "toollicenses", false, "looking is not writing"},
		{"edit", "patch", "toollicenses", true, "evidence is kept by those who do the work"},
		{"edit", "list", "toollicenses", true, "edit has what view has"},
		{"edit", "list", "competencyrecords", false, "editing a namespace is no reason to read of people"},
		{"edit", "create", "people", false, "nor to write of them"},
		{"edit", "deletecollection", "toollicenses", false, "evidence goes one by one"},
		{"admin", "create", "competencyrecords", true, "somebody must be able to give the right to others"},
		{"isms-operator-people-viewer-role", "list", "competencyrecords", true, "what the role is for"},
		{"isms-operator-people-viewer-role", "update", "competencyrecords", false, "looking is not writing"},
		{"isms-operator-people-viewer-role", "list", "toollicenses", false, "nothing else"},
		{"admin", "patch", "toollicenses/status", false, "a judgement is the operator's alone"},
		{"edit", "patch", "clauseassessments/status", false, "a judgement is the operator's alone"},
	} {
		if have := may(r.user, r.verb, r.resource); have != r.want {
			t.Errorf("%s may %s %s: %v, want %v: %s", r.user, r.verb, r.resource, have, r.want, r.why)
		}
	}
}
