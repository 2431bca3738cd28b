package exchange_test

import (
	"fmt"
	"math/rand"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// hostile are texts that programs of tables take for something else.
var hostile = []string{
	"=1+1", "+1", "-2+3", "@SUM(A1:A2)", "'=1", "'", "''quoted''", `=HYPERLINK("http://example.org","x")`, "|calc", "%", "1.10", "00123", "1e5", "1,5",
	"2026-02-03", "09/12/2025", "12-09-25", "TRUE", "false", "#REF!", "_x0041_", "_x005F_x0041_", "  between  ", "\u00a0no break\u00a0here\u202f", "a\u00a0b", "“smart” ‘quotes’ – dash",
	"a;b", "a,b", "a\tb", `a"b`, `a\b`, `a\nb`, "a\nb", "a\r\nb\n", "a\n\n  b", "a/b", `a\/b`, "<b>&amp;</b>", "\x1b[2J\u202e", "Ægir 🙂 日本", "\ufffe", "\u200bx\ufeff", "ＦＵＬＬ", "＝1",
	strings.Repeat("long ", 800), "sep=,", "No.", "ID", "(too long for a cell: edit it in its file)x",
}

// dice make records of everything that a definition allows, and of much that it does not.
type dice struct{ *rand.Rand }

func (d dice) text() string {
	if d.Intn(3) == 0 {
		return hostile[d.Intn(len(hostile))]
	}
	return fmt.Sprintf("text %d", d.Intn(1000))
}

// value of a field; nil of one that is absent.
func (d dice) value(s *schema.Structural, isDay func(*schema.Structural) bool) any {
	if d.Intn(3) == 0 {
		return nil
	}
	switch s.Type {
	case "object":
		m := map[string]any{}
		for name := range s.Properties {
			p := s.Properties[name]
			if v := d.value(&p, isDay); v != nil {
				m[name] = v
			}
		}
		return m
	case "array":
		return d.list(s, isDay)
	case "integer":
		return []int64{0, 1, -1, 12, 2147483647}[d.Intn(5)]
	}
	switch {
	case isDay(s):
		return []string{"2026-10-31", "0001-01-01", "1899-12-31", "1900-02-28", "1900-03-01", "9999-12-31"}[d.Intn(6)]
	case s.ValueValidation != nil && len(s.ValueValidation.Enum) > 0:
		return s.ValueValidation.Enum[d.Intn(len(s.ValueValidation.Enum))].Object
	}
	return d.text()
}

// list has entries of which no two have the same keys.
func (d dice) list(s *schema.Structural, isDay func(*schema.Structural) bool) any {
	var all []any
	seen := map[string]bool{}
	for i := range d.Intn(4) {
		item := d.value(s.Items, isDay)
		if item == nil {
			continue
		}
		if m, ok := item.(map[string]any); ok {
			for _, key := range s.XListMapKeys {
				m[key] = fmt.Sprintf("%s/%d", d.text(), i)
				if p := s.Items.Properties[key]; p.ValueValidation != nil && len(p.ValueValidation.Enum) > 0 {
					m[key] = p.ValueValidation.Enum[i%len(p.ValueValidation.Enum)].Object
				}
			}
		}
		id := fmt.Sprint(item)
		if m, ok := item.(map[string]any); ok && len(s.XListMapKeys) > 0 {
			id = ""
			for _, key := range s.XListMapKeys {
				id += fmt.Sprintf("%q", m[key])
			}
		}
		if !seen[id] {
			seen[id] = true
			all = append(all, item)
		}
	}
	return all
}

// records of every kind.
func (d dice) records(each int) []exchange.Record {
	isDay := func(s *schema.Structural) bool {
		for _, v := range s.XValidations {
			if strings.Contains(v.Rule, "format.date()") {
				return true
			}
		}
		return false
	}
	var all []exchange.Record
	for _, def := range manifest.Definitions() {
		for i := range each {
			spec := map[string]any{}
			for name := range def.Spec.Properties {
				p := def.Spec.Properties[name]
				if v := d.value(&p, isDay); v != nil {
					spec[name] = v
				}
			}
			all = append(all, exchange.Record{Record: input.Record{Kind: def.Kind, Namespace: []string{"default", "other"}[d.Intn(2)], Name: fmt.Sprintf("r-%d", i)}, Spec: spec})
		}
	}
	return all
}
