package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// files returns the files of the checkout whose names end so, by their paths in it.
// What tests compare with is left out.
func files(t *testing.T, ending string) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(os.DirFS(root(t)), ".", func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == "testdata" || name != "." && strings.HasPrefix(name, ".")):
			return fs.SkipDir
		case !entry.IsDir() && strings.HasSuffix(path, ending):
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func pages(t *testing.T) map[string]*Page {
	t.Helper()
	all := map[string]*Page{}
	for _, path := range files(t, ".md") {
		page, err := ReadPage(root(t), path)
		if err != nil {
			t.Fatal(err)
		}
		all[path] = page
	}
	return all
}

func TestLinksLeadSomewhere(t *testing.T) {
	all, anchors := pages(t), map[string]map[string]bool{}
	count := 0
	for _, path := range sortedKeys(all) {
		for _, link := range all[path].Links() {
			count++
			if trouble := follow(t, all, anchors, path, link.Target); trouble != "" {
				t.Errorf("%s:%d: %s: %s", path, link.Line, link.Target, trouble)
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d links were found: they are not read any more", count)
	}
}

// follow says what is wrong with a link; "" if nothing is.
func follow(t *testing.T, all map[string]*Page, anchors map[string]map[string]bool, path, target string) string {
	file, anchor, ok := Local(path, target)
	if !ok {
		return ""
	}
	if _, err := os.Stat(filepath.Join(root(t), file)); err != nil {
		return "there is no " + file
	}
	page := all[file]
	if anchor == "" || page == nil {
		return ""
	}
	if anchors[file] == nil {
		anchors[file] = page.Anchors()
	}
	if !anchors[file][anchor] {
		return file + " has no heading or anchor " + anchor
	}
	return ""
}

func sortedKeys(m map[string]*Page) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Who starts at the README or the index of the pages comes to every page.
func TestEveryPageIsReached(t *testing.T) {
	all := pages(t)
	reached, next := map[string]bool{}, []string{"README.md", "docs/README.md"}
	for len(next) > 0 {
		path := next[0]
		next = next[1:]
		if reached[path] || all[path] == nil {
			continue
		}
		reached[path] = true
		for _, link := range all[path].Links() {
			file, _, ok := Local(path, link.Target)
			if !ok {
				continue
			}
			next = append(next, file)
			// A link to a folder shows what is in it.
			for other := range all {
				if strings.HasPrefix(other, strings.TrimSuffix(file, "/")+"/") {
					next = append(next, other)
				}
			}
		}
	}
	for _, path := range sortedKeys(all) {
		if strings.HasPrefix(path, "docs/") && !reached[path] {
			t.Errorf("%s: no page links to it: add it to docs/README.md", path)
		}
	}
}

var toRunbook = regexp.MustCompile(`runbook_url:\s*["']?([^\s"']+)`)

// An alert that sends somebody to a page which is not there helps nobody.
func TestRunbooksOfAlertsExist(t *testing.T) {
	all, anchors := pages(t), map[string]map[string]bool{}
	count := 0
	for _, path := range files(t, ".yaml") {
		source, err := os.ReadFile(filepath.Join(root(t), path))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range toRunbook.FindAllSubmatch(source, -1) {
			count++
			target := string(m[1])
			if _, _, ok := Local(path, target); !ok {
				t.Errorf("%s: the runbook %s is not in this repository", path, target)
			} else if trouble := follow(t, all, anchors, path, target); trouble != "" {
				t.Errorf("%s: %s: %s", path, target, trouble)
			}
		}
	}
	if count == 0 {
		t.Error("no alert names a runbook")
	}
}

func TestSlug(t *testing.T) {
	for heading, want := range map[string]string{
		"Where to look next":         "where-to-look-next",
		"P2-11 TrainingOverdue":      "p2-11-trainingoverdue",
		"Who may write: roles, RBAC": "who-may-write-roles-rbac",
		"a_b - c":                    "a_b---c",
	} {
		if got := slug(heading); got != want {
			t.Errorf("%q: %q, want %q", heading, got, want)
		}
	}
}

func TestLocal(t *testing.T) {
	for _, test := range []struct {
		path, target, file, anchor string
		ok                         bool
	}{
		{"docs/a.md", "b.md", "docs/b.md", "", true},
		{"docs/a.md", "../test/x#y", "test/x", "y", true},
		{"docs/a.md", "#here", "docs/a.md", "here", true},
		{"docs/a.md", Project + "blob/main/docs/runbooks/X.md#z", "docs/runbooks/X.md", "z", true},
		{"docs/a.md", "https://keepachangelog.com/en/1.1.0/", "", "", false},
		{"docs/a.md", "mailto:x@example.org", "", "", false},
	} {
		file, anchor, ok := Local(test.path, test.target)
		if file != test.file || anchor != test.anchor || ok != test.ok {
			t.Errorf("%s on %s: %s # %s, %t", test.target, test.path, file, anchor, ok)
		}
	}
}
