package manifest_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/test/oddfiles"
)

// TestKubectlReadsTheSameFolders generates folders, names some of what is in them, and
// compares which records kubectl reads.
func TestKubectlReadsTheSameFolders(t *testing.T) {
	read, failed := 0, 0
	for seed := range *kubectlFiles / 10 {
		o := oddfiles.New(int64(seed))
		dir := t.TempDir()
		all, err := o.Folder(dir)
		if err != nil {
			t.Fatal(err)
		}
		paths := []string{dir}
		switch o.Intn(4) {
		case 0:
			paths = []string{filepath.Join(dir, "*.yaml")}
		case 1:
			paths = append(paths, oddfiles.Pick(o, all), dir+"/./")
		case 2:
			paths = []string{oddfiles.Pick(o, all), oddfiles.Pick(o, all)}
		}
		if difference, n := differsIn(t, paths, o.Intn(2) == 0); difference == "" {
			read += n
		} else if failed++; failed < 10 {
			t.Errorf("seed %d: %s\n%q of %q", seed, strings.ReplaceAll(difference, dir, "DIR"), paths, all)
		}
	}
	if read < *kubectlFiles/10 {
		t.Errorf("kubectl reads %d records of %d folders: the test shows too little", read, *kubectlFiles/10)
	}
}

// differsIn compares what is read of paths.
func differsIn(t *testing.T, paths []string, recursive bool) (difference string, read int) {
	t.Helper()
	objects, refused := kubectlReads(recursive, paths...)
	want, _ := expected(t, objects) // one file may be read under two names
	set, err := manifest.Load(t.Context(), paths, manifest.Options{Recursive: recursive})
	if err != nil {
		if refused == nil {
			return fmt.Sprintf("the plugin says %v", err), 0
		}
		return "", 0
	}
	have := readingOf(t, set)
	told := len(set.Problems) > 0
	switch {
	case linked(paths):
		// A link to a folder is followed where it is named itself. kubectl says that it cannot read it.
	case !told && refused != nil && len(set.Foreign) == 0 && set.Documents > 0:
		difference = "no problem is told"
	case !contains(have.records, want.records) || refused == nil && !maps.Equal(have.records, want.records):
		difference = "other records are read"
	case strings.Contains(have.problems, "there already"):
		difference = "a file is read twice"
	}
	if difference != "" {
		difference = fmt.Sprintf("%s\nkubectl: %v\n%v\nplugin: %v\n%s", difference, keys(want.records), refused, keys(have.records), have.problems)
	}
	return difference, len(want.records)
}

// linked reports whether a path is a link to a folder.
func linked(paths []string) bool {
	for _, p := range paths {
		matches, err := filepath.Glob(p)
		if _, gone := os.Stat(p); gone == nil || err != nil {
			matches = []string{p}
		}
		for _, m := range matches {
			link, err := os.Lstat(m)
			info, gone := os.Stat(m)
			if err == nil && gone == nil && link.Mode()&os.ModeSymlink != 0 && info.IsDir() {
				return true
			}
		}
	}
	return false
}
