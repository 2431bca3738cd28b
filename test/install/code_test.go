package install_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notInChart are flags of the operator that no value sets, with the reason.
var notInChart = map[string]string{
	"kubeconfig":                "a pod finds the API server by its service account",
	"leader-election-namespace": "a pod's own namespace is the right one",
	"zap-devel":                 "for who works on the operator",
	"zap-encoder":               "logs are JSON, which collectors read",
	"zap-stacktrace-level":      "for who works on the operator",
	"zap-time-encoding":         "logs are in ISO 8601",
}

// TestEveryFlagCanBeSet compares the flags of the program with what the chart passes
// to it: a flag that is added needs a value, or a reason, and one that is gone must go
// from the chart.
func TestEveryFlagCanBeSet(t *testing.T) {
	help, err := exec.CommandContext(t.Context(), manager, "-h").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, help)
	}
	args := deployment(t, render(t, "--set=namespaced=true,metrics.certificateSecret=tls,metrics.series=aggregate,metrics.seriesLimit=5000,openReports.enabled=true,observeRights.enabled=true,writers=4,logging.level=debug",
		"--set=observeWorkloads[0].version=v1,observeWorkloads[0].kind=Secret,observeWorkloads[0].resource=secrets,observeVersions={v1/Node},lifecycles=products,trustRoots={SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU}")).Spec.Template.Spec.Containers[0].Args
	args = append(args, deployment(t, render(t, "--set=metrics.secure=false")).Spec.Template.Spec.Containers[0].Args...)
	var passed, known []string
	for _, arg := range args {
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		passed = append(passed, name)
	}
	for _, match := range regexp.MustCompile(`(?m)^  -(\S+)`).FindAllStringSubmatch(string(help), -1) {
		known = append(known, match[1])
		switch why := notInChart[match[1]]; {
		case why == "" && !slices.Contains(passed, match[1]):
			t.Errorf("no value of the chart sets --%s; add one, or say in notInChart why there is none", match[1])
		case why != "" && slices.Contains(passed, match[1]):
			t.Errorf("the chart sets --%s, and notInChart says that it does not", match[1])
		}
	}
	if len(known) < 10 {
		t.Fatalf("only %d flags in\n%s", len(known), help)
	}
	for _, name := range passed {
		if !slices.Contains(known, name) {
			t.Errorf("the chart passes --%s, which the operator does not know", name)
		}
	}
}

// shownRefused are the values that docs/install.md shows to be refused.
const shownRefused = "replicas=2,leaderElection.enabled=false"

// TestDocumentedValuesExist renders the chart with each value that a page sets.
func TestDocumentedValuesExist(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	sets := map[string]string{}
	for _, page := range append(pages, filepath.Join(root, "README.md")) {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`--set[ =]('[^']+'|[^\s`+"`"+`]+)`).FindAllStringSubmatch(string(content), -1) {
			sets[strings.Trim(match[1], "'")] = filepath.Base(page)
		}
	}
	if len(sets) < 5 {
		t.Fatalf("only %d values in pages: %q", len(sets), sets)
	}
	for set, page := range sets {
		// What only goes together is shown together; here each stands alone.
		if _, err := helm(t, "template", release, chart(), "--set=namespaced=true,leaderElection.enabled=true", "--set", set); (err != nil) != (set == shownRefused) {
			t.Errorf("%s sets %s: %v", page, set, err)
		}
	}
}
