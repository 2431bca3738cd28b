package docs

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

var update = flag.Bool("update", false, "write what the commands print into the pages")

// walks are the pages whose commands are run: those of one walk one after the other,
// in one folder and against one control plane.
var walks = map[string][]string{
	"adoption":  {"docs/adoption.md", "docs/security.md", "docs/operations.md"},
	"install":   {"docs/install.md"},
	"observe":   {"docs/declared-and-real.md"},
	"approvals": {"docs/approvals.md"},
	"gitops":    {"docs/gitops.md", "docs/open-reports.md"},
}

// programs are what a walk needs beyond Go, make and git. Where one is absent the walk is
// skipped; make test-pack installs them and runs it.
var programs = map[string][]string{
	"approvals": {"jq", "openssl", "ssh-keygen"},
}

// notRun lists the sh blocks of these pages by their first line, and why each cannot
// run here. Whatever can run belongs into a console block.
var notRun = map[string]map[string]string{
	"docs/adoption.md": {
		"git clone https://github.com/isms-operator/isms-operator":                                   "it is the checkout that is tested, which lies in the folder already",
		"docker build -t registry.example.com/isms-operator:v0.1.0 ../isms-operator":                 "there is no Docker engine and no registry; make test-image builds the image and runs it",
		"kubectl -n isms-operator-system rollout status deployment/isms-operator-controller-manager": "no node runs the pod; make e2e-node has one",
		"kubectl apply -f application.yaml":                                                          "there is no Argo CD here; make e2e-gitops delivers by the same example",
		"helm upgrade isms-operator ../isms-operator/charts/isms-operator -n isms-operator-system --reset-then-reuse-values --set serviceMonitor.enabled=true,prometheusRule.enabled=true": "the CRDs of the Prometheus Operator are not installed",
	},
	"docs/declared-and-real.md": {
		`kubectl isms observe -R -f evidence --observe-workloads apps/v1/StatefulSet \`:            "nothing runs in the cluster of the page; TestWhatRuns of the plugin observes Nodes, images and Certificates",
		"gh api repos/acme/isms/rulesets/42 > rules.json":                                          "GitHub has no such repository; TestReviewers of the plugin reads rules as it writes them",
		"kubectl isms assess -R -f evidence --observations seen.yaml --lifecycles kubernetes.json": "the file is to be had from endoflife.date; TestLifecyclesOfEveryCommand of the plugin judges by such files",
	},
	"docs/gitops.md": {
		"kubectl -n isms get toollicense scanner -o yaml > scanner.yaml": "Argo CD's program takes long to build; test/modules/argocd runs its interpreter on the same",
	},
	"docs/operations.md": {
		"kubectl -n isms-operator-system logs deployment/isms-operator-controller-manager": "no node runs the pod",
	},
}

// mostNotRun keeps the list from growing until nothing is run.
const mostNotRun = 10

func TestPagesPrintWhatTheySay(t *testing.T) {
	for name, paths := range walks {
		t.Run(name, func(t *testing.T) {
			for _, program := range programs[name] {
				if _, err := exec.LookPath(program); err != nil {
					t.Skipf("NOT TESTED: the commands of %s. %s is absent; make test-pack installs it", paths, program)
				}
			}
			w := newWalker(t)
			for _, path := range paths {
				w.walk(t, path)
			}
		})
	}
}

func TestWhatIsNotRunIsListed(t *testing.T) {
	total := 0
	for _, paths := range walks {
		for _, path := range paths {
			page, err := ReadPage(root(t), path)
			if err != nil {
				t.Fatal(err)
			}
			left := map[string]bool{}
			for first := range notRun[path] {
				left[first] = true
			}
			for _, b := range page.Blocks() {
				first, _, _ := strings.Cut(b.content, "\n")
				switch {
				case b.Language == "bash" || b.Language == "shell":
					t.Errorf("%s:%d: commands are in console or sh blocks, not %s", path, b.Line, b.Language)
				case b.Language != "sh":
				case notRun[path][first] == "":
					t.Errorf("%s:%d: %q is not run, and notRun does not say why", path, b.Line, first)
				default:
					total++
					delete(left, first)
				}
			}
			for first := range left {
				t.Errorf("%s: notRun lists %q, which the page does not have", path, first)
			}
		}
	}
	if total > mostNotRun {
		t.Errorf("%d blocks are not run, more than %d", total, mostNotRun)
	}
}

// walker is somebody who does what pages say.
type walker struct {
	shell     *Shell
	cluster   *controlplane.Cluster
	operators map[string]*Operator // by release
	manager   string
	state     string
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	w := &walker{state: t.TempDir(), operators: map[string]*Operator{}}
	w.manager = filepath.Join(w.state, "manager")
	build(t, root(t), "-o", w.manager, "./cmd/manager")
	cluster, err := controlplane.Start(t.Context(), controlplane.Options{ControllerManager: true})
	if err != nil {
		t.Fatal(err)
	}
	w.cluster = cluster
	t.Cleanup(func() {
		for release := range w.operators {
			if err := w.stopOperator(release); err != nil {
				t.Error(err)
			}
		}
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	// The clean folder, with the checkout in it as "git clone" would leave it.
	folder := t.TempDir()
	if err := os.Symlink(root(t), filepath.Join(folder, "isms-operator")); err != nil {
		t.Fatal(err)
	}
	if w.shell, err = NewShell(folder, w.state, w.environment(t)); err != nil {
		t.Fatal(err)
	}
	return w
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := controlplane.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func build(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"build"}, args...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// environment is that of somebody new to all of this: a home folder of their own, a
// name for Git, and the programs that the guide asks for.
func (w *walker) environment(t *testing.T) []string {
	t.Helper()
	tools, home := t.TempDir(), t.TempDir()
	for name, path := range map[string]string{"kubectl": w.cluster.Bin("kubectl"), "helm": helm(t), "go": look(t, "go"), "git": look(t, "git")} {
		if err := os.Symlink(path, filepath.Join(tools, name)); err != nil {
			t.Fatal(err)
		}
	}
	securityKey := filepath.Join(tools, "ssh-sk-helper")
	build(t, root(t), "-o", securityKey, "./test/docs/securitykey")
	env := []string{
		"SSH_SK_HELPER=" + securityKey, // who reads the page has a security key, and touches it
		"PATH=" + tools + ":/usr/bin:/bin", "HOME=" + home, "TZ=UTC", "LC_ALL=C.UTF-8", "CGO_ENABLED=0", "GOFLAGS=-trimpath",
		"KUBECONFIG=" + w.cluster.Kubeconfig(), "KUBERC=off", "KUBECACHEDIR=" + filepath.Join(home, "cache"),
		"GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A Reader", "GIT_AUTHOR_EMAIL=reader@example.org",
		"GIT_COMMITTER_NAME=A Reader", "GIT_COMMITTER_EMAIL=reader@example.org",
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+strings.TrimSpace(string(out)))
	}
	return env
}

func look(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// helm returns the program, which takes minutes to build the first time.
func helm(t *testing.T) string {
	t.Helper()
	path := filepath.Join(root(t), ".local", "bin", "helm")
	build(t, filepath.Join(root(t), "hack", "tools", "helm"), "-o", path, "helm.sh/helm/v4/cmd/helm")
	return path
}

// walk runs the commands of a page and compares what they print.
func (w *walker) walk(t *testing.T, path string) {
	t.Helper()
	page, err := ReadPage(root(t), path)
	if err != nil {
		t.Fatal(err)
	}
	walked, err := page.Walk(time.Now().UTC().Truncate(24*time.Hour), func(c Command) (string, int, error) { return w.run(t.Context(), c.Typed) })
	if err != nil {
		t.Fatal(err)
	}
	for _, failure := range walked.Failures {
		t.Error(failure)
	}
	if !*update {
		for _, difference := range walked.Differences {
			t.Error(difference)
		}
	} else if len(walked.Differences) > 0 {
		if err := os.WriteFile(filepath.Join(root(t), path), walked.Source, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// release finds the release that a command installs, changes or removes.
var release = regexp.MustCompile(`^helm (install|upgrade|rollback|uninstall) (\S+)`)

// run runs a command, and does around it what a cluster with nodes does.
func (w *walker) run(ctx context.Context, typed string) (string, int, error) {
	for _, operator := range w.operators {
		if err := operator.Settle(ctx, w.cluster); err != nil {
			return "", 0, fmt.Errorf("before $ %s: %w", typed, err)
		}
	}
	printed, code, err := w.shell.Run(ctx, typed)
	found := release.FindStringSubmatch(typed)
	if err != nil || code != 0 || found == nil {
		return printed, code, err
	}
	if err := w.stopOperator(found[2]); err != nil {
		return "", 0, err
	}
	if found[1] != "uninstall" {
		// Somebody who types is slower than the API server, a script may not be.
		if err := w.cluster.AwaitCRDs(ctx); err != nil {
			return "", 0, err
		}
		if w.operators[found[2]], err = StartOperator(ctx, w.cluster, w.manager, w.state, found[2]); err != nil {
			return "", 0, fmt.Errorf("after $ %s: %w", typed, err)
		}
	}
	return printed, code, nil
}

func (w *walker) stopOperator(release string) error {
	operator := w.operators[release]
	delete(w.operators, release)
	if operator == nil {
		return nil
	}
	return operator.Stop()
}
