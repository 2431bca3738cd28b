package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestHouseNamesEveryFolder holds the table of CONTRIBUTING.md against the folders: one
// is named by its path, or by its name in the row of the folder that holds it.
func TestHouseNamesEveryFolder(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root(t), "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, parent := range []string{"internal", "test", "hack"} {
		row := regexp.MustCompile("(?m)^\\| `" + parent + "` \\|.*$").FindString(string(page))
		entries, err := os.ReadDir(filepath.Join(root(t), parent))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if !entry.IsDir() {
				continue
			}
			count++
			if path := parent + "/" + entry.Name(); !strings.Contains(string(page), "`"+path+"`") && !strings.Contains(row, "`"+entry.Name()+"`") {
				t.Errorf("the table of CONTRIBUTING.md does not name %s", path)
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d folders found", count)
	}
}

var explained = regexp.MustCompile(`(?m)^([^\s:#]+):.*## (.+)$`)

// TestMakeHelpShowsEveryTarget compares what "make help" prints with the targets that
// have an explanation.
func TestMakeHelpShowsEveryTarget(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root(t), "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "make", "-s", "--no-print-directory", "-C", root(t), "help").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	targets := explained.FindAllStringSubmatch(string(makefile), -1)
	if len(targets) < 20 {
		t.Fatalf("only %d targets found", len(targets))
	}
	for _, target := range targets {
		if !regexp.MustCompile(`(?m)^  make ` + regexp.QuoteMeta(target[1]) + ` +` + regexp.QuoteMeta(target[2]) + `$`).Match(out) {
			t.Errorf("make help does not show %s", target[1])
		}
	}
}
