package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkImport imports a register by a mapping into an empty folder, shows and writes it,
// imports it again where nothing is new and where each tenth row is, and imports sheets of which
// each tenth row was edited. What it reports is of one import: time, CPU time and the most memory.
func BenchmarkImport(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) { benchImports(b, n) })
	}
}

func benchImports(b *testing.B, n int) {
	b.Chdir(b.TempDir())
	for _, dir := range []string{"evidence", "first", "second"} {
		if err := os.Mkdir(dir, 0o750); err != nil {
			b.Fatal(err)
		}
	}
	putFile(b, "mapping.yaml", busyMapping)
	putFile(b, "first/assets.csv", busyRegister(n, "High"))
	putFile(b, "second/assets.csv", busyRegister(n, "Low"))
	created, unchanged, updated := fmt.Sprintf("%d created", n), fmt.Sprintf("%d unchanged", n), fmt.Sprintf("%d updated", n/10)
	bench := func(name, want string, args ...string) {
		b.Run(name, func(b *testing.B) { benchImport(b, want, append(args, "-f", "evidence")...) })
	}
	bench("mapping-shows", created, "--mapping", "mapping.yaml", "first/assets.csv")
	runImport(b, created, "--mapping", "mapping.yaml", "first/assets.csv", "-f", "evidence", "--write")
	bench("mapping-again", unchanged, "--mapping", "mapping.yaml", "first/assets.csv", "--write")
	bench("mapping-edited", updated, "--mapping", "mapping.yaml", "second/assets.csv")
	runPlugin(b, "export", "-f", "evidence", "-o", "csv=sheets")
	editSheet(b, "sheets/InfrastructureAsset.csv")
	bench("sheets-edited", updated, "sheets")
	runPlugin(b, "export", "-f", "evidence", "-o", "xlsx=sheets.xlsx")
	bench("workbook-unchanged", unchanged, "sheets.xlsx")
}

const busyMapping = `apiVersion: mapping.isms-operator.io/v1alpha1
kind: Mapping
resources:
- name: assets
  schema:
    primaryKey: id
    fields: [{name: id}, {name: title}, {name: owner}, {name: level}, {name: ends, type: date, format: "%d.%m.%Y"}, {name: controls, type: list, itemType: control}]
records:
- from: assets
  kind: InfrastructureAsset
  name: ${id}
  spec: {type: Hardware, description: "${title}", owner: "${actor(owner)}", criticality: "${level}", supportEndsOn: "${ends}", controls: "${controls}"}
`

// busyRegister are rows of assets, of which each tenth is of a level.
func busyRegister(rows int, level string) string {
	var text strings.Builder
	text.WriteString("id,title,owner,level,ends,controls\n")
	for i := range rows {
		of := "Medium"
		if i%10 == 0 {
			of = level
		}
		fmt.Fprintf(&text, "A-%d,Server %d,Team %d,%s,%02d.%02d.2027,\"A.8.1, A.8.13-15\"\n", i, i, i%50, of, 1+i%28, 1+i%12)
	}
	return text.String()
}

// editSheet gives each tenth record another level.
func editSheet(b *testing.B, name string) {
	b.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	putFile(b, name, strings.ReplaceAll(string(text), "High", "Low"))
}

func putFile(b *testing.B, name, text string) {
	b.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

// benchImport measures a process for each import, so that none has what another held.
func benchImport(b *testing.B, want string, args ...string) {
	b.Helper()
	var peak, cpu float64
	for b.Loop() {
		used := runImport(b, want, args...)
		peak, cpu = max(peak, float64(used.Maxrss)/1024), cpu+time.Duration(used.Utime.Nano()+used.Stime.Nano()).Seconds()
	}
	b.ReportMetric(cpu/float64(b.N), "cpu-s")
	b.ReportMetric(peak, "MiB")
}

func runImport(b *testing.B, want string, args ...string) *syscall.Rusage {
	b.Helper()
	out, used := runPlugin(b, append([]string{"import"}, args...)...)
	if !strings.Contains(out, want) {
		b.Fatalf("nothing says %q:\n%s", want, out[max(0, len(out)-500):])
	}
	return used
}

// runPlugin runs the plugin in a process of its own, and tells what that used. A process begins
// with the peak of the one that starts it, so that nothing large may be held here.
func runPlugin(b *testing.B, args ...string) (string, *syscall.Rusage) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := exec.CommandContext(b.Context(), self, args...)
	c.Env = append(os.Environ(), asPlugin+"=1")
	out, err := c.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out[max(0, len(out)-500):])
	}
	return string(out), c.ProcessState.SysUsage().(*syscall.Rusage)
}
