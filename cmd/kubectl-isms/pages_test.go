package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/docs"
)

// TestPages runs what the pages of the plugin show, and compares what is printed. With
// -update it writes that into the pages.
func TestPages(t *testing.T) {
	bin, err := controlplane.Binaries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	withSamples := func(t *testing.T, dir string) {
		if err := os.Symlink(filepath.Join(root, "config"), filepath.Join(dir, "config")); err != nil {
			t.Fatal(err)
		}
	}
	for page, prepare := range map[string]func(t *testing.T, dir string){
		"README.md":               withSamples,
		"docs/reminders.md":       withSamples,
		"docs/compliance-lead.md": withSamples,
		"docs/top-management.md":  withSamples,
		"docs/plugin.md": func(t *testing.T, dir string) {
			withSamples(t, dir)
			shownRegister(t, filepath.Join(dir, "register"))
			writeTo(t, filepath.Join(dir, "ada.yaml"), "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\nspec:\n  sourcing: Intern\n  engagedFrom: \"2026-02-01\"\n")
		},
		"docs/from-spreadsheets.md": func(t *testing.T, dir string) {
			writeTo(t, filepath.Join(dir, ".gitignore"), "isms-operator\n")
			newRepo(t, dir)
			if err := os.Symlink(root, filepath.Join(dir, "isms-operator")); err != nil {
				t.Fatal(err)
			}
		},
		"docs/pull-requests.md": func(t *testing.T, dir string) {
			if err := os.CopyFS(filepath.Join(dir, "evidence"), os.DirFS(copyOfSamples(t))); err != nil {
				t.Fatal(err)
			}
			writeTo(t, filepath.Join(dir, ".gitignore"), "isms.*\n")
			newRepo(t, dir)
		},
		"docs/auditor.md": func(t *testing.T, dir string) {
			if err := os.CopyFS(filepath.Join(dir, "evidence"), os.DirFS(copyOfSamples(t))); err != nil {
				t.Fatal(err)
			}
			writeTo(t, filepath.Join(dir, ".gitignore"), "pack.zip\nisms.key*\n")
			newRepo(t, dir)
		},
	} {
		t.Run(page, func(t *testing.T) {
			dir, tools := t.TempDir(), t.TempDir()
			prepare(t, dir)
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			git, err := exec.LookPath("git")
			if err != nil {
				t.Fatal(err)
			}
			writeTo(t, filepath.Join(tools, completionFile), completionScript)
			if err := os.Chmod(filepath.Join(tools, completionFile), 0o755); err != nil {
				t.Fatal(err)
			}
			for name, path := range map[string]string{"kubectl-isms": self, "kubectl": filepath.Join(bin, "kubectl"), "git": git} {
				if err := os.Symlink(path, filepath.Join(tools, name)); err != nil {
					t.Fatal(err)
				}
			}
			shell, err := docs.NewShell(dir, t.TempDir(), []string{
				"PATH=" + tools + ":/usr/bin:/bin", "HOME=" + t.TempDir(), "LC_ALL=C.UTF-8", asPlugin + "=1", "KUBERC=off", "KUBECONFIG=/dev/null",
			})
			if err != nil {
				t.Fatal(err)
			}
			printsWhatItSays(t, shell, root, page)
		})
	}
}

// printsWhatItSays runs the commands of a page.
func printsWhatItSays(t *testing.T, shell *docs.Shell, root, path string) {
	t.Helper()
	page, err := docs.ReadPage(root, path)
	if err != nil {
		t.Fatal(err)
	}
	walked, err := page.Walk(time.Now().UTC().Truncate(24*time.Hour), func(c docs.Command) (string, int, error) { return shell.Run(t.Context(), c.Typed) })
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
		writeTo(t, filepath.Join(root, path), string(walked.Source))
	}
}
