package table_test

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/internal/table"
)

// manyRows and manyColumns are a register as large as any that is kept in a sheet.
const (
	manyRows    = 100_000
	manyColumns = 20
)

// TestManyRows holds that a large sheet is read in little time and memory.
func TestManyRows(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: a large sheet takes seconds")
	}
	var b strings.Builder
	b.WriteString("<sheetData>")
	for r := 1; r <= manyRows; r++ {
		fmt.Fprintf(&b, `<row r="%d">`, r)
		for c := range manyColumns {
			name := fmt.Sprintf("%s%d", table.Column(c), r)
			if c%2 == 0 {
				fmt.Fprintf(&b, `<c r="%s" s="1"><v>%d</v></c>`, name, 40000+r%9000)
			} else {
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>text of row %d</t></is></c>`, name, r)
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData>")
	data := zipped(t, parts(b.String()))
	b.Reset()
	runtime.GC()
	began := processorTime(t)
	tables, err := table.ReadXLSX("many.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	took := processorTime(t) - began
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	t.Logf("%d rows of %d cells: %v, %d MiB kept", len(tables[0].Rows), manyColumns, took, memory.HeapAlloc>>20)
	if took > 20*time.Second || memory.HeapAlloc > 400<<20 || len(tables[0].Rows) != manyRows {
		t.Errorf("%v, %d MiB, %d rows", took, memory.HeapAlloc>>20, len(tables[0].Rows))
	}
	runtime.KeepAlive(tables)
}

// processorTime is what this process has used so far, which others on the machine do not slow.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
