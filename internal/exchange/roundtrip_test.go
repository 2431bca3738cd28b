package exchange_test

import (
	"bytes"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/table"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// stories are the records of all stories, each in a namespace of its own.
func stories(t testing.TB) []exchange.Record {
	t.Helper()
	all, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	var records []exchange.Record
	for _, s := range all {
		for _, r := range s.Records {
			record, err := exchange.RecordOf(r, s.Name, input.Position{})
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, record)
		}
	}
	return records
}

// registers are records to go out and in again.
func registers(t testing.TB) map[string][]exchange.Record {
	return map[string][]exchange.Record{
		"samples": read(t, "../../config/samples"),
		"stories": stories(t),
		"random":  dice{rand.New(rand.NewSource(1))}.records(8),
	}
}

// TestRoundTrip holds that an import of what was exported changes nothing.
func TestRoundTrip(t *testing.T) {
	for name, records := range registers(t) {
		for format, via := range formats {
			unchanged(t, name+" via "+format, merged(t, via(t, records), records, true), len(records))
		}
	}
}

// TestEveryKindIsLaidOut holds that a record of every kind goes out, and every field of it.
func TestEveryKindIsLaidOut(t *testing.T) {
	d := dice{rand.New(rand.NewSource(2))}
	seen := map[string]bool{}
	for range 6 {
		for _, r := range d.records(1) {
			bare := exchange.Record{Record: r.Record, Spec: map[string]any{}}
			for _, l := range merged(t, viaXLSX(t, []exchange.Record{r}), []exchange.Record{bare}, false) {
				for _, c := range l.Conflicts {
					t.Errorf("%s: %+v: what the sheet did not edit is no conflict", r.Record, c)
				}
			}
			seen[r.Kind] = true
		}
	}
	for _, def := range manifest.Definitions() {
		if !seen[def.Kind] || len(layout.Of(def.Kind)) == 0 || len(layout.Of(def.Kind)[0].Columns) == 0 {
			t.Errorf("%s is not laid out", def.Kind)
		}
	}
}

// TestSameBytes holds that the same records give the same bytes, in whatever order they come.
func TestSameBytes(t *testing.T) {
	records := dice{rand.New(rand.NewSource(3))}.records(3)
	want := workbook(t, slices.Clone(records))
	for range 3 {
		rand.New(rand.NewSource(4)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		if !bytes.Equal(workbook(t, slices.Clone(records)), want) {
			t.Fatal("other bytes")
		}
	}
}

// TestNoFormula holds that no cell of an export is calculated, here or where a CSV is opened.
func TestNoFormula(t *testing.T) {
	records := dice{rand.New(rand.NewSource(5))}.records(10)
	for _, tab := range viaXLSX(t, records) {
		for i := range tab.Rows {
			for _, c := range tab.Rows[i].Cells {
				if c.Formula {
					t.Errorf("%s has a formula", tab.RowPlace(&tab.Rows[i]))
				}
			}
		}
	}
	files, err := (&exchange.Export{Layout: layout, Records: records}).CSV()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		tab, err := table.ReadCSV(f.Name, f.Content, table.CSVOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range tab.Rows {
			for _, c := range tab.Rows[i].Cells {
				if strings.IndexAny(c.Text, "=+-@|%") == 0 {
					t.Errorf("%s: %q", tab.RowPlace(&tab.Rows[i]), c.Text)
				}
			}
		}
	}
}

// TestLibreOffice holds that an import of what another program saved again changes nothing,
// whatever the country that the program is set to.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("SKIPPED: workbooks are not saved again, because soffice is not installed (package libreoffice-calc-nogui); make test-pack installs it")
	}
	var records []exchange.Record
	for _, some := range registers(t) {
		records = append(records, some...)
	}
	data := workbook(t, records)
	for _, locale := range []string{"en-US", "de-DE", "fr-FR"} {
		unchanged(t, locale, merged(t, tablesOf(t, resaved(t, office, locale, data)), records, true), len(records))
	}
}

// resaved is a workbook as LibreOffice saves it.
func resaved(t *testing.T, office, locale string, data []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	settings := filepath.Join(dir, "profile", "user")
	if err := os.MkdirAll(settings, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		filepath.Join(settings, "registrymodifications.xcu"): `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>` + locale + `</value></prop></item>
</oor:items>`,
		filepath.Join(dir, "isms.xlsx"): string(data),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	cmd := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", out, filepath.Join(dir, "isms.xlsx"))
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	saved, err := os.ReadFile(filepath.Join(out, "isms.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return saved
}
