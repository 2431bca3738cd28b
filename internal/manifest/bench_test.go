package manifest_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		dir := b.TempDir()
		one, many := filepath.Join(dir, "all.yaml"), ""
		if n <= 10_000 {
			many = filepath.Join(dir, "each")
		}
		writeRegister(b, register(b, n), one, many)
		b.Run(fmt.Sprintf("records=%d/files=1", n), func(b *testing.B) { load(b, one, n) })
		if many != "" {
			b.Run(fmt.Sprintf("records=%d/files=%d", n, n), func(b *testing.B) { load(b, many, n) })
		}
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
