package convert

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/mapping/source"
)

// BenchmarkRun reads 10,000 rows of ten columns into records; time and memory are linear in
// the rows.
func BenchmarkRun(b *testing.B) {
	var text strings.Builder
	text.WriteString("id,type,owner,ends,level,controls,site\n")
	for i := range 10000 {
		fmt.Fprintf(&text, "A-%d,Server,Team %d,%02d.%02d.2027,High,\"A.8.1, A.8.13-15\",Bern\n", i, i%50, 1+i%28, 1+i%12)
	}
	file := filepath.Join(b.TempDir(), "assets.csv")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	p := plan(b, assets)
	b.ReportAllocs()
	for b.Loop() {
		r, err := p.Run(b.Context(), []source.File{{Path: file, Name: "assets.csv"}}, Options{})
		if err != nil || len(r.Records) != 10000 {
			b.Fatalf("%d records, %v", len(r.Records), err)
		}
	}
}
