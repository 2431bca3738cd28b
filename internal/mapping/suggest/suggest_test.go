package suggest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/convert"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
)

func files(t testing.TB, all map[string]string) []source.File {
	t.Helper()
	dir := t.TempDir()
	for name, content := range all {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := source.List(t.Context(), []string{dir})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestSuggestion(t *testing.T) {
	for _, c := range []struct {
		why, name, content string
		want, not          []string
		records            int
	}{
		{
			"a register in German", "lieferanten.csv", "Lieferant;Leistung;Verantwortlich;Vertragsende;Kritikalität;Bemerkung\nAcme;Cloud;IT;31.12.2027;Hoch;x\nBcme;Mail;IT;30.06.2026;High;\n",
			[]string{"kind: OutsourcedService", `supplier: ${lieferant}`, `format: ["%d.%m.%Y"]`, "German registers call owner so", `"Hoch" (1 cells); allowed are Low, Medium, High, Critical`, `"High": High`, `Not mapped`, `"Bemerkung" (1 cells)`, "values of \"Leistung\" are all different"},
			nil, 1,
		},
		{
			"days that are two", "tools.csv", "Product,Vendor,Contract end\nA,Acme,09/12/2025\nB,Acme,01/02/2026\n",
			[]string{`Days of it are two each, such as "09/12/2025"`, `format: "%d/%m/%Y"} # or "%m/%d/%Y"`, "kind: ToolLicense"}, []string{"end: ${contract_end}"}, 2,
		},
		{
			"days of which one cannot be the other", "tools.csv", "Product,Vendor,Contract end\nA,Acme,31/12/2025\nB,Acme,30/06/2026\n",
			[]string{`format: ["%d/%m/%Y"]`, "end: ${contract_end}"}, nil, 2,
		},
		{
			"words among days", "tools.csv", "Product,Vendor,Contract end\nA,Acme,2025-12-31\nB,Acme,Rolling\n",
			[]string{"are no days", `"Rolling" (1 cells)`}, []string{"evergreen]"}, 1,
		},
		{
			"a list", "risks.json", `{"data":{"risks":[{"Risk ID":"R1","title":"x","owner":"A","treatment":"mitigate"}]}}`,
			[]string{`items: "data.risks"`, "kind: Risk", `"mitigate": Mitigate`, "name: ${risk_id}"}, nil, 1,
		},
		{
			"no key", "assets.csv", "Description,Owner\nx,A\nx,A\n",
			[]string{"No column tells all rows apart"}, nil, 0,
		},
		{
			"headings with marks and underscores", "l.csv", "PRODUCT *,vendor:,contract_end\nA,b,2026-01-01\n",
			[]string{"kind: ToolLicense", "end: ${contract_end}"}, nil, 1,
		},
	} {
		list := files(t, map[string]string{c.name: c.content})
		text, err := Mapping(t.Context(), list)
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: nothing says %q:\n%s", c.why, want, text)
			}
		}
		for _, not := range c.not {
			if strings.Contains(text, not) {
				t.Errorf("%s: %q is guessed:\n%s", c.why, not, text)
			}
		}
		m, err := mapping.Parse("m.yaml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v:\n%s", c.why, err, text)
			continue
		}
		plan, err := convert.New(m)
		if err != nil {
			t.Errorf("%s: %v:\n%s", c.why, err, text)
			continue
		}
		r, err := plan.Run(t.Context(), list, convert.Options{})
		if err != nil || len(r.Records) != c.records {
			t.Errorf("%s: %d records, want %d: %v, rejected %+v\n%s", c.why, len(r.Records), c.records, err, r.Report.Rejected, text)
		}
	}
}

// TestNothingToSuggest: a register in words that nobody listed is shown with its headings, so
// that a mapping can be written by hand.
func TestNothingToSuggest(t *testing.T) {
	text, err := Mapping(t.Context(), files(t, map[string]string{"x.csv": "Fornecedor;Dono\nAcme;Ana\n", "y.bin": "x"}))
	if err == nil || !strings.Contains(err.Error(), `x.csv with "Fornecedor" (1 cells), "Dono" (1 cells)`) {
		t.Errorf("got %q, %v", text, err)
	}
}

// FuzzMapping holds that what is suggested for any table can be read as a mapping.
func FuzzMapping(f *testing.F) {
	f.Add("Product,Vendor,Contract end\nA,Acme,09/12/2025\n")
	f.Add("Lieferant;Leistung\n\"a\"\"b\";${x}\n")
	f.Add("title\towner\trating\n#\t- x: y\t{}\n")
	f.Fuzz(func(t *testing.T, content string) {
		text, err := Mapping(t.Context(), files(t, map[string]string{"x.csv": content}))
		if err != nil {
			return
		}
		m, err := mapping.Parse("m.yaml", []byte(text))
		if err == nil {
			_, err = convert.New(m)
		}
		if err != nil {
			t.Errorf("%v:\n%s", err, text)
		}
	})
}
