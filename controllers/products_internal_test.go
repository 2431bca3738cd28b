package controllers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	clocktesting "k8s.io/utils/clock/testing"

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
	began := time.Unix(1e9, 0)
	clk := clocktesting.NewFakePassiveClock(began)
	if _, err := newProducts([]string{folder}, funcr.New(nil, funcr.Options{}), clk, nil); err == nil || !strings.Contains(err.Error(), "the folder has no file") {
		t.Errorf("an empty folder: %v", err)
	}
	swap("1", `[{"cycle": "1", "eol": "2026-01-31"}]`)
	if err := os.Symlink("..data/tool.json", filepath.Join(folder, "tool.json")); err != nil {
		t.Fatal(err)
	}
	var said []string
	asked := 0
	p, err := newProducts([]string{folder}, funcr.New(func(_, text string) { said = append(said, text) }, funcr.Options{}), clk, func() { asked++ })
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range []struct {
		why, content string // "" where nothing is swapped
		end          string
		asked, said  int
		refused      int // minutes after the start since when it cannot be used; 0 while it can
	}{
		{"nothing has changed", "", "2026-01-31", 0, 0, 0},
		{"another day", `[{"cycle": "1", "eol": "2026-02-28"}]`, "2026-02-28", 1, 1, 0},
		{"nothing has changed since", "", "2026-02-28", 0, 0, 0},
		{"what cannot be used", `{"result": 1}`, "2026-02-28", 0, 1, 3},
		{"it still cannot, which was told", "", "2026-02-28", 0, 0, 3},
		{"nor can another, which is told, and is no news to when", `{"result": [`, "2026-02-28", 0, 1, 3},
		{"what was before", `[{"cycle": "1", "eol": "2026-02-28"}]`, "2026-02-28", 0, 0, 0},
		{"another day again", `[{"cycle": "1", "eol": "2026-03-31"}]`, "2026-03-31", 1, 1, 0},
		{"a second time", `[{"cycle": "1"`, "2026-03-31", 0, 1, 8},
		{"and mended", `[{"cycle": "1", "eol": "2026-03-31"}]`, "2026-03-31", 0, 0, 0},
	} {
		if row.content != "" {
			swap(string(rune('a'+i)), row.content)
		}
		asked, said = 0, nil
		clk.SetTime(began.Add(time.Duration(i) * time.Minute))
		p.look()
		since, named := p.refusedSince()
		if want := began.Add(time.Duration(row.refused) * time.Minute); !named || since.IsZero() != (row.refused == 0) || row.refused > 0 && !since.Equal(want) {
			t.Errorf("%s: refused since %s", row.why, since)
		}
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
	p, err := newProducts(nil, funcr.New(nil, funcr.Options{}), nil, nil)
	n := &gather.Namespace{}
	if err != nil {
		t.Fatal(err)
	}
	if p.observe(n); n.Observation.Lifecycles != nil {
		t.Error("there are life cycles of no file")
	}
	if _, named := p.refusedSince(); named {
		t.Error("files are named, and none are")
	}
	if _, err := newProducts([]string{filepath.Join(t.TempDir(), "gone.json")}, funcr.New(nil, funcr.Options{}), nil, nil); err == nil {
		t.Error("a file that is not there is taken")
	}
}
