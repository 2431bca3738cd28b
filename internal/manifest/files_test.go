package manifest_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/test/oddfiles"
)

func named(name string) string { return strings.ReplaceAll(good, "good", name) }

func inNamespace(text, namespace string) string {
	return strings.Replace(text, "metadata:\n", "metadata:\n  namespace: "+namespace+"\n", 1)
}

// TestInput is what may look odd and is right, each with the records it holds.
func TestInput(t *testing.T) {
	list := "apiVersion: v1\nkind: List\nitems:\n- " + strings.ReplaceAll(strings.TrimSuffix(named("ada"), "\n"), "\n", "\n  ") + "\n"
	for _, row := range []struct {
		name, input string
		want        []string
		foreign     int
	}{
		{"empty file", "", nil, 0},
		{"only comments", "# nothing yet\n\n", nil, 0},
		{"empty documents", "---\n---\n" + named("ada") + "---\n\n---\n# end\n", []string{"default/ada"}, 0},
		{"null document", "---\nnull\n---\n~\n", nil, 0},
		{"CRLF", strings.ReplaceAll(named("ada")+"---\n"+named("ben"), "\n", "\r\n"), []string{"default/ada", "default/ben"}, 0},
		{"byte order mark", "\ufeff" + named("ada"), []string{"default/ada"}, 0},
		{"end of document", named("ada") + "...\n---\n" + named("ben") + "... # end\n", []string{"default/ada", "default/ben"}, 0},
		{"lines that end with a carriage return alone", strings.ReplaceAll("# exported\n"+named("ada"), "\n", "\r"), []string{"default/ada"}, 0},
		{"line separator behind a comment", "# exported\u2028" + named("ada"), []string{"default/ada"}, 0},
		{"UTF-16", oddfiles.UTF16(named("ada"), false, true), []string{"default/ada"}, 0},
		{"UTF-16, the other way round", oddfiles.UTF16(named("ada"), true, true), []string{"default/ada"}, 0},
		{"byte order mark of a file that was appended", named("ada") + "---\n\ufeff" + named("ben"), []string{"default/ada", "default/ben"}, 0},
		{"field beside a merge that has it", "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\nspec:\n  <<: {displayName: Ada}\n  displayName: A\n", []string{"default/ada"}, 0},
		{"JSON and then YAML", `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"ada"},"spec":{}}` + "\n---\n" + named("ben"), []string{"default/ada", "default/ben"}, 0},
		{"List of the group", strings.Replace(list, "v1\n", "isms-operator.io/v1alpha1\n", 1), []string{"default/ada"}, 0},
		{"no line at the end", strings.TrimSuffix(named("ada"), "\n"), []string{"default/ada"}, 0},
		{"anchor and alias", strings.Replace(named("ada"), "displayName: Ada", "displayName: &n Ada\n  sourcing: Internal\n  managerRef: {name: *n}", 1), []string{"default/ada"}, 0},
		{"a few aliases", "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: &n ada\nspec:\n  displayName: *n\n", []string{"default/ada"}, 0},
		{"merge key", "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\nspec:\n  <<: {displayName: Ada}\n", []string{"default/ada"}, 0},
		{"List", list, []string{"default/ada"}, 0},
		{"List of one kind", strings.Replace(list, "v1\nkind: List", "isms-operator.io/v1alpha1\nkind: PersonList", 1), []string{"default/ada"}, 0},
		{"List of one kind whose entries leave it out, as the API server writes it", "apiVersion: isms-operator.io/v1alpha1\nkind: PersonList\nitems:\n- metadata:\n    name: ada\n  spec: {}\n", []string{"default/ada"}, 0},
		{"list of another kind", strings.Replace(list, "v1\nkind: List", "config.kubernetes.io/v1\nkind: ResourceList", 1), []string{"default/ada"}, 0},
		{"List with others", list + "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: x}\n", []string{"default/ada"}, 1},
		{"empty List", "apiVersion: v1\nkind: List\nitems: []\n", nil, 0},
		{"JSON", `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"ada"},"spec":{"displayName":"\ud83d\ude00 \/"}}`, []string{"default/ada"}, 0},
		{"JSON stream", `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"ada"},"spec":{}}` + "\n" + `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"ben"},"spec":{}}`, []string{"default/ada", "default/ben"}, 0},
		{"mixed namespaces", inNamespace(named("ada"), "b") + "---\n" + inNamespace(named("ada"), "a") + "---\n" + named("ada"), []string{"a/ada", "b/ada", "default/ada"}, 0},
		{"status", named("ada") + "status:\n  verdict: whatever\n  conditions: none\n", []string{"default/ada"}, 0},
		{"as kubectl prints it", strings.Replace(named("ada"), "  name: ada\n", "  name: ada\n  uid: 0f0e\n  resourceVersion: \"7\"\n  creationTimestamp: \"2026-01-02T03:04:05Z\"\n  generation: 2\n", 1), []string{"default/ada"}, 0},
		{"as kustomize prints a day", named("ada") + "  engagedFrom: \"2026-10-31T00:00:00Z\"\n", []string{"default/ada"}, 0},
		{"day without quotes", named("ada") + "  engagedFrom: 2026-10-31\n", []string{"default/ada"}, 0},
		{"null field", named("ada") + "  engagedFrom:\n", []string{"default/ada"}, 0},
		{"others", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\n---\nresources: [a.yaml]\n---\n- a list\n", nil, 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			set := mustLoad(t, manifest.Options{Stdin: strings.NewReader(row.input)}, "-")
			if got := names(set); !slices.Equal(got, row.want) || len(set.Problems) > 0 || len(set.Foreign) != row.foreign {
				t.Errorf("got %q and %d foreign, want %q and %d\n%s", got, len(set.Foreign), row.want, row.foreign, say(set))
			}
		})
	}
}

// TestFiles reads a folder as kubectl does.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/a.yaml", named("a"))
	write(t, dir+"/b.yml", named("b"))
	write(t, dir+"/c.json", `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"c"},"spec":{}}`)
	write(t, dir+"/d.txt", named("d"))
	write(t, dir+"/sub/e.yaml", named("e"))
	write(t, dir+"/mount/..2026_11_29/f.yaml", named("f"))
	for link, target := range map[string]string{"sub/loop": "..", "mount/..data": "..2026_11_29", "mount/f.yaml": "..data/f.yaml", "link": "mount"} {
		if err := os.Symlink(target, dir+"/"+link); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		name  string
		paths []string
		o     manifest.Options
		want  string
	}{
		{"folder", []string{dir}, manifest.Options{}, "a b c"},
		{"folder and those below", []string{dir}, manifest.Options{Recursive: true}, "a b c e f"},
		{"volume of Kubernetes", []string{dir + "/mount"}, manifest.Options{}, "f"},
		{"volume of Kubernetes, which has each file twice", []string{dir + "/mount"}, manifest.Options{Recursive: true}, "f"},
		{"link to a folder", []string{dir + "/link"}, manifest.Options{}, "f"},
		{"pattern that no shell has expanded", []string{dir + "/*.y*ml"}, manifest.Options{}, "a b"},
		{"file of any name", []string{dir + "/d.txt"}, manifest.Options{}, "d"},
		{"pattern in a file system", []string{"*/e.yaml"}, manifest.Options{FS: os.DirFS(dir)}, "e"},
		{"named twice", []string{dir + "/a.yaml", dir, dir + "/./a.yaml"}, manifest.Options{}, "a b c"},
		{"file system", []string{".", "sub"}, manifest.Options{FS: os.DirFS(dir)}, "a b c e"},
	} {
		set := mustLoad(t, row.o, row.paths...)
		if got := strings.ReplaceAll(strings.Join(names(set), " "), "default/", ""); got != row.want || len(set.Problems) > 0 {
			t.Errorf("%s: got %q, want %q\n%s", row.name, got, row.want, say(set))
		}
	}
}

// TestUnreadableFiles: what cannot be read is said, and the rest is read.
func TestUnreadableFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/good.yaml", good)
	write(t, dir+"/folder/x.yaml", good)
	for link, target := range map[string]string{"loop.yaml": "loop.yaml", "nothing.yaml": "gone", "folder.yaml": "folder"} {
		if err := os.Symlink(target, dir+"/"+link); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(dir+"/pipe.yaml", 0o644); err != nil {
		t.Fatal(err)
	}
	large, err := os.Create(dir + "/large.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(large.Truncate(200<<20), large.Close()); err != nil {
		t.Fatal(err)
	}
	set := mustLoad(t, manifest.Options{}, dir)
	const want = `folder.yaml:0:0
  it is a link to a folder, which is not followed.
  -> Name the folder itself.
large.yaml:0:0
  the file has 209715200 bytes; at most 134217728 (128 MiB) are read.
  -> Split it, or leave it out if it is no manifest.
loop.yaml:0:0
  the link leads back to itself.
  -> Correct the link, or leave it out.
nothing.yaml:0:0
  the file is gone, or a link to nothing.
  -> Correct the link, or read again.
pipe.yaml:0:0
  the file cannot be read: it is a pipe or a device.
  -> Make the file readable, or leave it out.
`
	if got := strings.ReplaceAll(say(set), dir+"/", ""); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := names(set); !slices.Equal(got, []string{"default/good"}) {
		t.Errorf("read %q", got)
	}
}

// vanishing is a file system whose files are gone when they are opened, or cannot be
// read, as with a file of another user.
type vanishing struct {
	fstest.MapFS
	err error
}

func (v vanishing) Open(name string) (fs.File, error) {
	if name == "." {
		return v.MapFS.Open(name)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: v.err}
}

func TestVanishingFile(t *testing.T) {
	for _, row := range []struct {
		err  error
		want string
	}{
		{fs.ErrNotExist, "the file is gone, or a link to nothing"},
		{syscall.EACCES, "the file cannot be read: permission denied"},
		{syscall.EIO, "the file cannot be read: input/output error"},
	} {
		set := mustLoad(t, manifest.Options{FS: vanishing{fstest.MapFS{"a.yaml": &fstest.MapFile{}}, row.err}}, ".")
		if len(set.Problems) != 1 || set.Problems[0].Message != row.want || set.Problems[0].File != "a.yaml" {
			t.Errorf("got %+v, want %q", set.Problems, row.want)
		}
	}
}

func TestErrors(t *testing.T) {
	if _, err := manifest.Load(context.Background(), []string{t.TempDir() + "/gone"}, manifest.Options{}); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("a path that does not exist gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := manifest.Load(ctx, []string{samples}, manifest.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that is done gives %v", err)
	}
}

// TestLargeDocument: a stream and a document have limits as well.
func TestLargeDocument(t *testing.T) {
	set := mustLoad(t, manifest.Options{Stdin: strings.NewReader(good + "---\nx: " + strings.Repeat("y", manifest.MaxDocument) + "\n")}, "-")
	const want = "-:8:1\n  the document has 16777220 bytes; at most 16777216 are read.\n  -> Split it into documents.\n"
	if got := say(set); got != want || len(names(set)) != 1 {
		t.Errorf("got %q and %q, want %q", names(set), got, want)
	}
}

func TestLocate(t *testing.T) {
	set := mustLoad(t, manifest.Options{Stdin: strings.NewReader(`# A tool.
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata:
  name: backup
  labels:
    app.kubernetes.io/name: backup
spec:
  product: Backup
  term:
    end: "2027-12-31"
  evidence:
  - name: contract
    uri: https://example.org/contract
  controls: [A.8.13, A.8.14]
  workloadRefs:
  - apiVersion: apps/v1
    kind: Deployment
    name: agent
`)}, "-")
	for field, want := range map[string]input.Position{
		"":                                    {File: "-", Line: 2, Column: 1},
		"spec":                                {File: "-", Line: 8, Column: 1},
		"spec.term.end":                       {File: "-", Line: 11, Column: 5},
		"spec.term.start":                     {File: "-", Line: 10, Column: 3},
		"spec.owner":                          {File: "-", Line: 8, Column: 1},
		"spec.evidence[contract].uri":         {File: "-", Line: 14, Column: 5},
		"spec.evidence[0].uri":                {File: "-", Line: 14, Column: 5},
		"spec.evidence[gone].uri":             {File: "-", Line: 12, Column: 3},
		"spec.controls[A.8.14]":               {File: "-", Line: 15, Column: 22},
		"spec.workloadRefs[Deployment/agent]": {File: "-", Line: 17, Column: 5},
		"metadata.labels[app.kubernetes.io/name]": {File: "-", Line: 7, Column: 5},
		"status.verdict": {File: "-", Line: 2, Column: 1},
	} {
		if got := set.Locate("default", assess.Ref{Kind: "ToolLicense", Name: "backup"}, field); got != want {
			t.Errorf("%s is at %+v, want %+v", field, got, want)
		}
	}
	if got := set.Locate("default", assess.Ref{Kind: "ToolLicense", Name: "gone"}, ""); got != (input.Position{}) {
		t.Errorf("a record that was not read is at %+v", got)
	}
}
