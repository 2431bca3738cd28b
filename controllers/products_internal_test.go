package controllers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-logr/logr/funcr"

	"github.com/isms-operator/isms-operator/internal/gather"
)

// TestLifecyclesAreReadAgain has a folder as a kubelet keeps it for a ConfigMap, whose files are
// links by a link that is swapped, say something else.
func TestLifecyclesAreReadAgain(t *testing.T) {
	folder := t.TempDir()
	swap := func(version, content string) {
		t.Helper()
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		must(os.Mkdir(filepath.Join(folder, ".."+version), 0o755))
		must(os.WriteFile(filepath.Join(folder, ".."+version, "tool.json"), []byte(content), 0o600))
		must(os.Symlink(".."+version, filepath.Join(folder, "..data_tmp")))
		must(os.Rename(filepath.Join(folder, "..data_tmp"), filepath.Join(folder, "..data")))
	}
	if _, err := newProducts([]string{folder}, funcr.New(nil, funcr.Options{}), nil); err == nil || !strings.Contains(err.Error(), "the folder has no file") {
		t.Errorf("an empty folder: %v", err)
	}
	swap("1", `[{"cycle": "1", "eol": "2026-01-31"}]`)
	if err := os.Symlink("..data/tool.json", filepath.Join(folder, "tool.json")); err != nil {
		t.Fatal(err)
	}
	var said []string
	asked := 0
	p, err := newProducts([]string{folder}, funcr.New(func(_, text string) { said = append(said, text) }, funcr.Options{}), func() { asked++ })
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range []struct {
		why, content string // "" where nothing is swapped
		end          string
		asked, said  int
	}{
		{"nothing has changed", "", "2026-01-31", 0, 0},
		{"another day", `[{"cycle": "1", "eol": "2026-02-28"}]`, "2026-02-28", 1, 1},
		{"nothing has changed since", "", "2026-02-28", 0, 0},
		{"what cannot be used", `{"result": 1}`, "2026-02-28", 0, 1},
		{"it still cannot, which was told", "", "2026-02-28", 0, 0},
		{"what was before", `[{"cycle": "1", "eol": "2026-02-28"}]`, "2026-02-28", 0, 0},
		{"another day again", `[{"cycle": "1", "eol": "2026-03-31"}]`, "2026-03-31", 1, 1},
	} {
		if row.content != "" {
			swap(string(rune('a'+i)), row.content)
		}
		asked, said = 0, nil
		p.look()
		n := &gather.Namespace{}
		p.observe(n)
		cycle, _ := n.Observation.Lifecycles.Cycle("tool", "1")
		if cycle.EndsOn.String() != row.end || asked != row.asked || len(said) != row.said {
			t.Errorf("%s: it ends on %s, passes asked for %d times, said %q", row.why, cycle.EndsOn, asked, said)
		}
	}
	if err := os.Remove(filepath.Join(folder, "tool.json")); err != nil {
		t.Fatal(err)
	}
	said = nil
	p.look()
	n := &gather.Namespace{}
	if p.observe(n); len(said) != 1 || n.Observation.Lifecycles == nil {
		t.Errorf("files that are gone: said %q", said)
	}
}

// TestNoLifecycles: without a file nobody has looked anything up.
func TestNoLifecycles(t *testing.T) {
	p, err := newProducts(nil, funcr.New(nil, funcr.Options{}), nil)
	n := &gather.Namespace{}
	if err != nil {
		t.Fatal(err)
	}
	if p.observe(n); n.Observation.Lifecycles != nil {
		t.Error("there are life cycles of no file")
	}
	if _, err := newProducts([]string{filepath.Join(t.TempDir(), "gone.json")}, funcr.New(nil, funcr.Options{}), nil); err == nil {
		t.Error("a file that is not there is taken")
	}
}
