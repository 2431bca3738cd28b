package argocd

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const page = "../../../docs/gitops.md"

// TestPageShowsWhatWasSeen: what Argo CD printed in the campaign stands on the page as it
// was printed.
func TestPageShowsWhatWasSeen(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing was seen: %v", err)
	}
	for _, file := range files {
		seen, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "```text\n"+string(seen)+"```\n") {
			t.Errorf("docs/gitops.md does not show %s as it is:\n%s", file, seen)
		}
	}
}

// TestPageNamesTheVersionThatIsTried: the release that the page installs is the one that
// campaign and health checks run.
func TestPageNamesTheVersionThatIsTried(t *testing.T) {
	find := func(file, pattern string) string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(pattern).FindSubmatch(text)
		if found == nil {
			t.Fatalf("%s names no version of Argo CD", file)
		}
		return string(found[1])
	}
	installed := find(page, `argoproj/argo-cd/(v[0-9.]+)/manifests`)
	if tried := find("../../modules/argocd/go.mod", `argo-cd/v3 (v[0-9.]+)`); installed != tried {
		t.Errorf("docs/gitops.md installs %s, and %s is tried", installed, tried)
	}
}
