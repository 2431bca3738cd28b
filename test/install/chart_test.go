package install_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/running"
)

// TestRightsFollowWhatIsEnabled checks that a part that is off leaves no right behind.
func TestRightsFollowWhatIsEnabled(t *testing.T) {
	for _, c := range []struct {
		why, set   string
		has, lacks []string
	}{
		{"the default judges all namespaces", "",
			[]string{"ClusterRole/manager-role", "ClusterRole/metrics-auth-role", "Role/leader-election-role", "ClusterRole/viewer-role"},
			[]string{"Role/manager-role"}},
		{"without metrics nobody's token is reviewed", "metrics.enabled=false",
			[]string{"ClusterRole/manager-role"}, []string{"ClusterRole/metrics-auth-role", "ClusterRole/metrics-reader"}},
		{"metrics without TLS are open, and need no review", "metrics.secure=false",
			nil, []string{"ClusterRole/metrics-auth-role", "ClusterRole/metrics-reader"}},
		{"one writer alone needs no lease", "leaderElection.enabled=false", nil, []string{"Role/leader-election-role"}},
		{"namespaced mode has no right beyond", "namespaced=true", []string{"Role/manager-role"}, []string{"ClusterRole/manager-role"}},
		{"nothing of the cluster is left", "namespaced=true,crd.enable=false,rbac.userRoles=false,metrics.secure=false",
			nil, []string{"ClusterRole/", "ClusterRoleBinding/", "CustomResourceDefinition/"}},
		{"rights that somebody else gives", "rbac.create=false,rbac.userRoles=false", nil, []string{"Role", "ClusterRole"}},
	} {
		objects := render(t, "--set", c.set)
		has := func(wanted string) bool {
			kind, name, _ := strings.Cut(wanted, "/")
			return slices.ContainsFunc(objects, func(o *unstructured.Unstructured) bool {
				return o.GetKind() == kind && (name == "" || o.GetName() == "isms-operator-"+name)
			})
		}
		for _, wanted := range c.has {
			if !has(wanted) {
				t.Errorf("%q lacks %s: %s", c.set, wanted, c.why)
			}
		}
		for _, unwanted := range c.lacks {
			if has(unwanted) {
				t.Errorf("%q has %s: %s", c.set, unwanted, c.why)
			}
		}
	}
}

// TestObservedKindsAreTheOnlyOnesGiven checks the rights that observing adds.
func TestObservedKindsAreTheOnlyOnesGiven(t *testing.T) {
	observed := render(t, "--set", "observeWorkloads[0].group=apps,observeWorkloads[0].version=v1,observeWorkloads[0].kind=Deployment,observeWorkloads[0].resource=deployments",
		"--set", "observeWorkloads[1].version=v1,observeWorkloads[1].kind=Node,observeWorkloads[1].resource=nodes")
	added := difference(grants(t, observed), grants(t, render(t)))
	want := []string{"*: /nodes list", "*: /nodes watch", "*: apps/deployments list", "*: apps/deployments watch"}
	if !slices.Equal(added, want) {
		t.Errorf("added rights: %q, want %q", added, want)
	}
	args := deployment(t, observed).Spec.Template.Spec.Containers[0].Args
	if !slices.Contains(args, "--observe-workloads=apps/v1/Deployment,v1/Node") {
		t.Errorf("arguments: %q", args)
	}
}

// TestKindsOfVersionsAreTheOnlyOnesGiven checks that each kind of which more than metadata is
// looked at can be chosen, and gives the right to it alone.
func TestKindsOfVersionsAreTheOnlyOnesGiven(t *testing.T) {
	none := grants(t, render(t))
	observed := render(t, "--set", "observeVersions={"+strings.Join(running.Names(), ",")+"}")
	var want []string
	for _, resource := range []string{
		"/nodes", "/services", "apps/daemonsets", "apps/deployments", "apps/statefulsets", "argoproj.io/applications", "batch/cronjobs", "cert-manager.io/certificates",
	} {
		want = append(want, "*: "+resource+" list", "*: "+resource+" watch")
	}
	if added := difference(grants(t, observed), none); !slices.Equal(added, want) {
		t.Errorf("added rights: %q, want %q", added, want)
	}
	if args := deployment(t, observed).Spec.Template.Spec.Containers[0].Args; !slices.Contains(args, "--observe-versions="+strings.Join(running.Names(), ",")) {
		t.Errorf("arguments: %q", args)
	}
	schema, err := os.ReadFile(filepath.Join(chart(), "values.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if list := `"enum": ["` + strings.Join(running.Names(), `", "`) + `"]`; !strings.Contains(string(schema), list) {
		t.Errorf("the chart takes other kinds than %s", list)
	}
}

// TestNoWildcards checks every role that either way of installing makes.
func TestNoWildcards(t *testing.T) {
	everything := filepath.Join("testdata", "everything")
	objects := slices.Concat(render(t), render(t, "-f", filepath.Join(everything, "values.yaml")),
		kustomize(t, filepath.Join(root, "config", "default")), kustomize(t, everything))
	for _, o := range objects {
		if !strings.HasSuffix(o.GetKind(), "Role") {
			continue
		}
		data, err := yaml.Marshal(o.Object["rules"])
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "*") {
			t.Errorf("%s has a wildcard:\n%s", key(o), data)
		}
	}
}

// TestAlertsCanBeChanged checks each override on what is rendered, and that the
// schema names the alerts that exist.
func TestAlertsCanBeChanged(t *testing.T) {
	alerts := func(set ...string) map[string]map[string]any {
		o := find(render(t, append([]string{"--set=prometheusRule.enabled=true"}, set...)...), "PrometheusRule", "isms-operator-alerts")
		all := map[string]map[string]any{}
		groups, _, _ := unstructured.NestedSlice(o.Object, "spec", "groups")
		for _, g := range groups {
			for _, r := range g.(map[string]any)["rules"].([]any) {
				rule := r.(map[string]any)
				all[rule["alert"].(string)] = rule
			}
		}
		return all
	}
	before := alerts()
	var schema struct {
		Properties struct {
			PrometheusRule struct {
				Properties struct {
					Alerts struct {
						Properties map[string]any `json:"properties"`
					} `json:"alerts"`
				} `json:"properties"`
			} `json:"prometheusRule"`
		} `json:"properties"`
	}
	data, err := os.ReadFile(filepath.Join(chart(), "values.schema.json"))
	if err == nil {
		err = yaml.Unmarshal(data, &schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	known := schema.Properties.PrometheusRule.Properties.Alerts.Properties
	for name := range before {
		if known[name] == nil {
			t.Errorf("values.schema.json does not know the alert %s", name)
		}
		if after := alerts("--set=prometheusRule.alerts." + name + ".enabled=false"); after[name] != nil || len(after) != len(before)-1 {
			t.Errorf("%s cannot be turned off alone", name)
		}
	}
	for name := range known {
		if before[name] == nil {
			t.Errorf("values.schema.json knows an alert %s that does not exist", name)
		}
	}
	for _, c := range []struct{ alert, set, field, want string }{
		{"IsmsRecordLapsed", "severity=critical", "labels", "severity:critical"},
		{"IsmsRecordLapsed", "for=1h", "for", "1h"},
		{"IsmsRecordLapsing", "days=60", "expr", "<= time() + 60 * 86400"},
		{"IsmsRecordLapsing", "days=60", "expr", `days="60"`},
		{"IsmsRecordLapsing", "days=60", "annotations", "within 60 days"},
		{"IsmsNoticeDeadlinePassing", "days=90", "expr", "<= time() + 90 * 86400"},
		{"IsmsNoticeDeadlinePassing", "days=90", "expr", `days="90"`},
		{"IsmsNoticeDeadlinePassing", "days=90", "annotations", "90 days or is over"},
		{"IsmsAssessmentStale", "seconds=1200", "expr", "next_change_timestamp_seconds) > 1200"},
		{"IsmsAssessmentStale", "seconds=1200", "expr", "waiting_since_timestamp_seconds) > 1200"},
	} {
		after := fmt.Sprint(alerts("--set=prometheusRule.alerts." + c.alert + "." + c.set)[c.alert][c.field])
		if !strings.Contains(after, c.want) {
			t.Errorf("%s with %s: %s is %s, want %q in it", c.alert, c.set, c.field, after, c.want)
		}
		if strings.Contains(fmt.Sprint(before[c.alert][c.field]), c.want) {
			t.Errorf("%s has %q without %s", c.alert, c.want, c.set)
		}
	}
}

// TestLifecyclesAreMounted checks that the files are where the operator looks for them, be there a
// certificate beside them or not, and that they give no right.
func TestLifecyclesAreMounted(t *testing.T) {
	for set, mounts := range map[string]string{
		"lifecycles=products": "lifecycles", "lifecycles=products,metrics.certificateSecret=tls": "metrics-certificate lifecycles", "metrics.certificateSecret=tls": "metrics-certificate", "replicas=1": "",
	} {
		objects := render(t, "--set", set)
		pod := deployment(t, objects).Spec.Template.Spec
		var mounted, volumes []string
		for _, m := range pod.Containers[0].VolumeMounts {
			mounted = append(mounted, m.Name)
			if m.Name == "lifecycles" && !slices.Contains(pod.Containers[0].Args, "--lifecycles="+m.MountPath) {
				t.Errorf("%s: arguments %q", set, pod.Containers[0].Args)
			}
		}
		for i := range pod.Volumes {
			volumes = append(volumes, pod.Volumes[i].Name)
			if v := &pod.Volumes[i]; v.Name == "lifecycles" && (v.ConfigMap == nil || v.ConfigMap.Name != "products") {
				t.Errorf("%s: %+v", set, v)
			}
		}
		if strings.Join(mounted, " ") != mounts || strings.Join(volumes, " ") != mounts {
			t.Errorf("%s: mounted %q of %q, want %q", set, mounted, volumes, mounts)
		}
		if added := difference(grants(t, objects), grants(t, render(t))); len(added) > 0 {
			t.Errorf("%s gives rights: %q", set, added)
		}
	}
}
