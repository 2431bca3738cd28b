package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestKubectlFindsTheSame is which files are read, with the real kubectl.
func TestKubectlFindsTheSame(t *testing.T) {
	s := apiServer(t)
	if err := s.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"a.yaml", "b.yml", "c.json", "d.YAML", "e.txt", ".f.yaml", "g,h.yaml", "i.yaml/j.yaml", "\xff.yaml", "mount/..2026_11_29/k.yaml", "sub/l.yaml"} {
		id := strings.Map(func(r rune) rune {
			if r < 'a' || r > 'z' {
				return '-'
			}
			return r
		}, strings.ToLower(name))
		writeTo(t, filepath.Join(dir, name), strings.ReplaceAll(record("x"), "NAME", "f"+id))
	}
	writeTo(t, filepath.Join(dir, "kustomization.yaml"), "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n")
	writeTo(t, filepath.Join(dir, "none", "readme.txt"), "no manifest\n")
	for link, target := range map[string]string{"mount/..data": "..2026_11_29", "mount/k.yaml": "..data/k.yaml", "link": "sub", "sub/loop": "..", "links/a.yaml": "../a.yaml", "links/nothing.yaml": "gone", "links/sub.yaml": "../sub", "links/self.yaml": "self.yaml"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, link)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	in := func(names ...string) []string {
		for i := range names {
			names[i] = filepath.Join(dir, names[i])
		}
		return names
	}
	for _, row := range []struct {
		why       string
		paths     []string
		recursive bool
		stdin     string
		want      outcome
	}{
		{"a folder, in which a kustomization is none of our business", in("."), false, "", lenient},
		{"a folder and all below it, links to folders and to nothing among them", in("."), true, "", refused},
		{"a volume of Kubernetes", in("mount"), false, "", same},
		{"a volume of Kubernetes, which has each file twice", in("mount"), true, "", same},
		{"a file of any name", in("e.txt", "d.YAML", "\xff.yaml"), false, "", same},
		{"a name with a comma", in("g,h.yaml"), false, "", same},
		{"the same file twice", in("a.yaml", "sub/../a.yaml"), false, "", same},
		{"a pattern that no shell has expanded", in("*.y*ml"), false, "", lenient},
		{"a pattern that matches nothing", in("*.toml"), false, "", refused},
		{"a path that does not exist", in("a.yaml", "gone.yaml"), false, "", refused},
		{"a folder that is named as a file", in("i.yaml"), false, "", same},
		{"links in a folder", in("links"), false, "", refused},
		{"a link to a file", in("links/a.yaml"), false, "", same},
		{"a link to a folder, which kubectl follows with a slash at its end only", in("link"), false, "", lenient},
		{"a link to a folder, with a slash at its end", []string{dir + "/link/"}, false, "", same},
		{"a folder without manifests", in("none"), false, "", refused},
		{"standard input", []string{"-"}, false, strings.ReplaceAll(record("a"), "NAME", "stdin"), same},
		{"standard input beside a file", append(in("a.yaml"), "-"), false, strings.ReplaceAll(record("a"), "NAME", "stdin"), same},
		{"standard input as lines that end with a carriage return alone", []string{"-"}, false, strings.ReplaceAll("# c\n"+strings.ReplaceAll(record("a"), "NAME", "stdin"), "\n", "\r"), same},
		{"a list in a list", []string{"-"}, false, strings.ReplaceAll(listOf("v1\nkind: List", listOf("v1\nkind: List", record("a"))), "NAME", "stdin"), refused},
		{"a record of another namespace beside one of none", []string{"-"}, false, strings.ReplaceAll(record("a")+"---\n"+strings.Replace(record("b"), "}", ", namespace: kube-system}", 1), "NAME", "stdin"), same},
	} {
		args := []string{}
		if row.recursive {
			args = append(args, "-R")
		}
		for _, p := range row.paths {
			args = append(args, "--filename="+asOne(p))
		}
		theirs := s.dryRun(t, strings.NewReader(row.stdin), args...)
		ours := read(t, row.stdin, row.recursive, row.paths...)
		if len(ours.records) == 0 && ours.refused == "" {
			ours.refused = "nothing can be judged" // the command says so, and ends with 2
		}
		if problem := row.want.unmet(theirs, ours); problem != "" {
			t.Errorf("%s: %s\nkubectl: %v\n%s\nplugin: %v\n%s", row.why, problem, slices.Sorted(maps.Keys(theirs.records)), theirs.refused, slices.Sorted(maps.Keys(ours.records)), ours.refused)
		}
		if row.want == lenient && !contained(theirs.records, ours.records) {
			t.Errorf("%s: a record that kubectl reads is missing or another", row.why)
		}
	}
}

// contained reports whether records are among others.
func contained(some, all map[string]string) bool {
	for name, record := range some {
		if all[name] != record {
			return false
		}
	}
	return true
}
