package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/test/oddfiles"
)

// oddFiles is how many generated files the real kubectl reads.
const oddFiles = 400

// TestKubectlCreatesTheSameOfOddFiles has the real kubectl and the real API server read
// generated files in one go.
func TestKubectlCreatesTheSameOfOddFiles(t *testing.T) {
	s := apiServer(t)
	if err := s.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir, g := t.TempDir(), oddfiles.New(1)
	names, texts, until := make([]string, oddFiles), make([]string, oddFiles), make([]int, oddFiles)
	for i := range oddFiles {
		names[i] = filepath.Join(dir, fmt.Sprintf("odd%03d.yaml", i))
		texts[i], until[i] = g.File(), g.Records()
		writeTo(t, names[i], texts[i])
	}
	theirs := s.dryRun(t, nil, "-f", dir)
	byFile := make([]created, oddFiles)
	for id, record := range theirs.records {
		_, number, _ := strings.Cut(id, "/p")
		n, err := strconv.Atoi(number)
		if err != nil {
			continue // text that was put into the name made it another
		}
		i, _ := slices.BinarySearch(until, n)
		if byFile[i].records == nil {
			byFile[i].records = map[string]string{}
		}
		byFile[i].records[id] = record
	}
	read := 0
	for i, name := range names {
		byFile[i].refused = theirs.refused
		set, err := manifest.Load(t.Context(), []string{name}, manifest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if problem := agrees(t, byFile[i], set, name); problem != "" {
			t.Errorf("%s: %s\n%q\n%+v", filepath.Base(name), problem, texts[i], set.Problems)
		}
		for _, n := range set.Namespaces {
			read += len(n.Records)
		}
	}
	t.Logf("kubectl creates %d records, and the plugin reads %d", len(theirs.records), read)
	if len(theirs.records) < oddFiles/5 {
		t.Errorf("kubectl creates %d records of %d files: the test shows too little", len(theirs.records), oddFiles)
	}
}

// agrees says how what was read of a file is other than what kubectl makes of it.
// kubectl reads no further where a file is bad; the plugin does, and tells a problem.
func agrees(t *testing.T, theirs created, set *manifest.Set, name string) string {
	t.Helper()
	ours := created{records: map[string]string{}}
	for _, n := range set.Namespaces {
		for _, r := range n.Records {
			ours.add(t, r.GetObjectKind().GroupVersionKind().Kind, r)
		}
	}
	told := ""
	for _, p := range set.Problems {
		told += p.Message
	}
	for id := range theirs.records {
		if ours.records[id] == "" && !strings.Contains(told, "kubectl") {
			return "kubectl reads " + id
		}
	}
	for id, record := range ours.records {
		switch stored, is := theirs.records[id]; {
		case is && stored != record:
			return "the record is " + stored + ", and is read as " + record
		case !is && len(set.Problems) == 0:
			return "kubectl does not read " + id
		}
	}
	if len(set.Problems)+len(set.Foreign) == 0 && strings.Contains(theirs.refused, name) && !few(name) {
		return "kubectl refuses it: " + theirs.refused
	}
	return ""
}

// few reports whether fewer than four bytes stand behind JSON. kubectl refuses them,
// whatever they are, when all has been read.
func few(name string) bool {
	text, err := os.ReadFile(name)
	end := bytes.LastIndexByte(text, '}') + 1
	return err == nil && len(text)-end < 4*2
}
