package pack

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

const products = `{"result": {"name": "scanner", "releases": [{"name": "1.0", "eolFrom": "2026-01-31"}]}}`

// TestLifecyclesInThePack: a pack holds the files of life cycles that it names, is judged by them
// again, and finds one that was changed or is gone.
func TestLifecyclesInThePack(t *testing.T) {
	all := repository()
	all["records/tool.yaml"] = &fstest.MapFile{Data: []byte(tool + "  version: \"1.0\"\n  lifecycleRef: {product: scanner, cycle: \"1.0\"}\n")}
	all["products/scanner.json"] = &fstest.MapFile{Data: []byte(products)}
	of := func(names ...string) (*Contents, error) {
		p := predicate()
		p.Lifecycles = names
		return Gather(t.Context(), all, p)
	}
	contents, err := of("products/scanner.json")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := contents.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	o := opened(t, b.Bytes())
	if string(o.content("lifecycles/products/scanner.json")) != products || !strings.Contains(string(o.content(reportEntry)), "products/scanner.json") {
		t.Errorf("it is not judged by the life cycles:\n%s", o.content(reportEntry))
	}
	if found := differences(t, o); found != nil {
		t.Error(found)
	}
	if guide := string(o.content(guideEntry)); !strings.Contains(guide, "for folder in manifests lifecycles evidence/documents;") {
		t.Error(guide)
	}
	changed := remade(t, b.Bytes(), func(all map[string][]byte, _ *Predicate) {
		all["lifecycles/products/scanner.json"] = []byte(strings.Replace(products, "2026-01-31", "2027-01-31", 1))
	})
	if found := strings.Join(differences(t, opened(t, changed)), "\n"); !strings.Contains(found, "and made again") {
		t.Errorf("another end of support: %s", found)
	}
	gone := remade(t, b.Bytes(), func(all map[string][]byte, _ *Predicate) { delete(all, "lifecycles/products/scanner.json") })
	if _, err := opened(t, gone).Check(t.Context()); !Unusable(err) || !strings.Contains(err.Error(), "products/scanner.json") {
		t.Errorf("it is gone: %v", err)
	}
	for name, says := range map[string]string{`products/a\b.json`: "backslash", "../scanner.json": "no plain relative path", "products/none.json": "commit it first", "records/ada.yaml": "records/ada.yaml"} {
		if _, err := of(name); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
