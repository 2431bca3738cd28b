package manifest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

var nameLine = regexp.MustCompile(`(?m)^(  name: \S+)$`)

// register returns n documents of every kind: copies of the samples, each copy with
// names of its own.
func register(tb testing.TB, n int) []string {
	tb.Helper()
	files, err := filepath.Glob(samples + "/*.yaml")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no samples: %v", err)
	}
	var documents []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		documents = append(documents, strings.Split(string(text), "\n---\n")...)
	}
	all := make([]string, n)
	for i := range all {
		copied := fmt.Sprintf("${1}-%d", i/len(documents))
		all[i] = nameLine.ReplaceAllString(documents[i%len(documents)], copied) + "\n"
	}
	return all
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		documents := register(b, n)
		one := filepath.Join(b.TempDir(), "all.yaml")
		if err := os.WriteFile(one, []byte(strings.Join(documents, "---\n")), 0o644); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("records=%d/files=1", n), func(b *testing.B) { load(b, one, n) })
		if n > 10_000 {
			continue
		}
		many := b.TempDir()
		for i, d := range documents {
			if err := os.WriteFile(filepath.Join(many, fmt.Sprintf("%05d.yaml", i)), []byte(d), 0o644); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprintf("records=%d/files=%d", n, n), func(b *testing.B) { load(b, many, n) })
	}
}

func load(b *testing.B, path string, n int) {
	b.ReportAllocs()
	for b.Loop() {
		set, err := manifest.Load(context.Background(), []string{path}, manifest.Options{})
		if err != nil || len(set.Problems) > 0 || set.Documents != n {
			b.Fatalf("%v, %v, %d documents", err, set.Problems, set.Documents)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/record")
}
