package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExportOfACluster: the sheets of a cluster hold what the sheets of its files hold, though
// the API server adds fields of its own, in another order; and they are merged back into the
// files without a change.
func TestExportOfACluster(t *testing.T) {
	s, dir, out := apiServer(t), folder(t, people), t.TempDir()
	records, ns := filepath.Join(dir, "isms"), s.namespace(t)
	if _, problem, err := s.Kubectl(t.Context(), nil, "apply", "-R", "-n", ns, "-f", records); err != nil {
		t.Fatalf("%v %s", err, problem)
	}
	ofCluster, ofFiles := filepath.Join(out, "cluster"), filepath.Join(out, "files")
	book := filepath.Join(out, "isms.xlsx")
	s.isms(t, "export", "-n", ns, "-o", "csv="+ofCluster, "-o", "xlsx="+book).must(t, 0)
	isms(t, "export", "-R", "-f", records, "-n", ns, "-o", "csv="+ofFiles).must(t, 0)
	sheets, err := filepath.Glob(filepath.Join(ofFiles, "*.csv"))
	if err != nil || len(sheets) < 3 {
		t.Fatalf("%q %v", sheets, err)
	}
	for _, sheet := range sheets {
		name := filepath.Base(sheet)
		if name == "_isms.csv" { // which names the file of each record, and the commit
			continue
		}
		if cluster, files := content(t, filepath.Join(ofCluster, name)), content(t, sheet); cluster != files {
			t.Errorf("%s of the cluster:\n%s\nof the files:\n%s", name, cluster, files)
		}
	}
	for _, sheets := range []string{ofCluster, book} {
		p := isms(t, "import", sheets, "-R", "-f", records, "-n", ns).must(t, 0)
		if !strings.Contains(p.out, ": 0 created, 0 updated, 0 deleted,") || !strings.Contains(p.out, " 0 gone, 0 conflict, 0 refused") {
			t.Errorf("%s is not merged back as it was: %s", sheets, p.out)
		}
	}
}

// TestExportOfAnEmptyCluster says so, and writes sheets to begin with where kinds are named.
func TestExportOfAnEmptyCluster(t *testing.T) {
	s, out := apiServer(t), t.TempDir()
	ns := s.namespace(t)
	s.isms(t, "export", "-n", ns, "-o", "csv="+filepath.Join(out, "none")).must(t, exitUnusable).says(t, "no record of", ns, "--kinds writes empty sheets")
	if _, err := os.Stat(filepath.Join(out, "none")); err == nil {
		t.Error("it writes a folder all the same")
	}
	s.isms(t, "export", "-n", ns, "--kinds", "Person", "-o", "csv="+filepath.Join(out, "person")).must(t, 0)
	if text := content(t, filepath.Join(out, "person", "Person.csv")); !strings.Contains(text, "Display name") {
		t.Errorf("the sheet to begin with has no headings: %q", text)
	}
}
