package manifest_test

import (
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

// oddNames are names of files and folders.
var oddNames = []string{
	"a.yaml", "b.yml", "c.json", "d.YAML", "e.Yml", "f.txt", "g", ".yaml", ".hidden.yaml", "..data", "..2026_11_29", "h.yaml.bak", "i.yaml~", "j k.yaml", "l,m.yaml", "ü.yaml", "u\u0308.yaml", "\xff.yaml", "[n].yaml", "o*.yaml",
	"kustomization.yaml", "-", "-.yaml", "\n.yaml", ".git", "sub", "sub.yaml", "p.yaml.yaml",
}

// folder fills a folder with odd files, folders and links, and returns the names of all
// that it made.
func (o *odd) folder(t *testing.T, dir string, depth int) (all []string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, i := range o.Perm(len(oddNames))[:4+o.Intn(6)] {
		name := filepath.Join(dir, oddNames[i])
		switch kind := o.Intn(10); {
		case kind < 4:
			must(os.WriteFile(name, []byte(named(o.name())), 0o600))
		case kind < 5:
			must(os.WriteFile(name, []byte(pick(o, oddDocuments)), 0o600))
		case kind < 7 && depth < 2:
			must(os.Mkdir(name, 0o700))
			all = append(all, o.folder(t, name, depth+1)...)
		case kind < 9 && len(all) > 0:
			target := pick(o, all)
			if o.seldom(2) {
				relative, err := filepath.Rel(dir, target)
				must(err)
				target = relative
			}
			must(os.Symlink(target, name))
		default:
			must(os.Symlink(pick(o, []string{oddNames[i], "gone", ".", "..", "/dev/null"}), name))
		}
		all = append(all, name)
	}
	return all
}

// TestKubectlReadsTheSameFolders generates folders, names some of what is in them, and
// compares which records kubectl reads.
func TestKubectlReadsTheSameFolders(t *testing.T) {
	read, failed := 0, 0
	for seed := range *kubectlFiles / 10 {
		o := &odd{Rand: rand.New(rand.NewSource(int64(seed)))}
		dir := t.TempDir()
		all := o.folder(t, dir, 0)
		paths := []string{dir}
		switch o.Intn(4) {
		case 0:
			paths = []string{filepath.Join(dir, "*.yaml")}
		case 1:
			paths = append(paths, pick(o, all), dir+"/./")
		case 2:
			paths = []string{pick(o, all), pick(o, all)}
		}
		if difference, n := differsIn(t, paths, o.seldom(2)); difference == "" {
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
