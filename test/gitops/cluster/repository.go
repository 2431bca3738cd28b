package cluster

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// Branch is the branch that repositories have.
const Branch = "main"

// Repository is a Git repository of evidence in a folder.
type Repository struct {
	// Dir holds its working tree.
	Dir string
}

// NewRepository makes an empty one, which is removed with the test.
func NewRepository(t testing.TB) *Repository {
	t.Helper()
	r := &Repository{Dir: t.TempDir()}
	r.git(t, "init", "--quiet", "--initial-branch="+Branch)
	return r
}

// URL of the repository, for a tool on this machine.
func (r *Repository) URL() string { return "file://" + r.Dir }

// Write sets a file. The path is one inside of the repository.
func (r *Repository) Write(t testing.TB, path, text string) {
	t.Helper()
	file := filepath.Join(r.Dir, filepath.FromSlash(path))
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, []byte(text), 0o644))
}

// Copy sets a file for each record in the files of a folder, not of its subfolders, with
// its comments. Records that are copied later replace those of the same kind and name.
func (r *Repository) Copy(t testing.TB, from, to string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(from, "*.yaml"))
	must(t, err)
	count := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(t, err)
		for document := range strings.SplitSeq(string(text), "\n---\n") {
			var record struct {
				Kind     string
				Metadata struct{ Name string }
			}
			must(t, yaml.Unmarshal([]byte(document), &record))
			if record.Kind == "" || record.Metadata.Name == "" {
				t.Fatalf("%s has a document that is no record:\n%s", file, document)
			}
			name := strings.ToLower(record.Kind) + "-" + record.Metadata.Name + ".yaml"
			r.Write(t, to+"/"+name, strings.TrimRight(document, "\n")+"\n")
			count++
		}
	}
	if count == 0 {
		t.Fatalf("%s has no records", from)
	}
}

// Remove removes files and folders.
func (r *Repository) Remove(t testing.TB, path string) {
	t.Helper()
	must(t, os.RemoveAll(filepath.Join(r.Dir, filepath.FromSlash(path))))
}

// Commit commits all that changed and returns the revision.
func (r *Repository) Commit(t testing.TB, message string) string {
	t.Helper()
	r.git(t, "add", "--all")
	r.git(t, "commit", "--quiet", "--message="+message)
	return r.git(t, "rev-parse", "HEAD")
}

// git runs it without the settings of the user of this machine.
func (r *Repository) git(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = r.Dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Evidence", "GIT_AUTHOR_EMAIL=evidence@example.org",
		"GIT_COMMITTER_NAME=Evidence", "GIT_COMMITTER_EMAIL=evidence@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}
