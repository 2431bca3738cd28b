// Package suggest writes a first mapping for registers that it has never seen, by what
// registers usually call the fields of the kinds. It says why it takes a column for a field,
// and what it does not know.
package suggest

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/synonyms"
)

// target is a field that a column may be.
type target struct {
	kind, path string
	// is what the field holds: text, day, integer, choice, controls, texts, actor or ref.
	is      string
	choices []string
	refKind string
	// needs are the fields without which the object that it is in cannot be.
	needs    []string
	required bool
}

// match is a field that a heading names, and in which language.
type match struct {
	*target
	language string
	// rank of the heading among those of the field: the first is the usual one.
	rank int
}

// kind is a kind with what registers call its fields.
type kind struct {
	name    string
	targets []*target
	// called are the fields by folded headings.
	called map[string][]match
}

var languageNames = map[string]string{"en": "English", "de": "German", "fr": "French"}

// kinds are all kinds that registers hold, by name.
var kinds = sync.OnceValue(func() []*kind {
	var all []*kind
	for _, d := range manifest.Definitions() {
		if d.Kind == "ClauseAssessment" {
			continue // a question, and no fact
		}
		k := &kind{name: d.Kind, called: map[string][]match{}}
		k.walk(d.Spec, "", nil, true)
		for _, t := range k.targets {
			own := value.Slug(spaced(t.path[strings.LastIndex(t.path, ".")+1:]))
			k.called[own] = append(k.called[own], match{t, "", ownRank})
			listed := t.path
			if t.is == "texts" || t.is == "controls" {
				listed += "[]"
			}
			for language, headings := range synonyms.Of(k.name, listed) {
				for rank, heading := range headings {
					folded := value.Slug(heading)
					k.called[folded] = append(k.called[folded], match{t, language, rank})
				}
			}
		}
		for _, found := range k.called {
			slices.SortFunc(found, func(a, b match) int {
				return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.path, b.path), cmp.Compare(a.language, b.language))
			})
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b *kind) int { return cmp.Compare(a.name, b.name) })
	return all
})

// ownRank is that of the field's own name, below what registers are known to call it.
const ownRank = 8

// spaced parts the words of a field's name: assessedOn is assessed On.
func spaced(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// walk lists the fields of a schema that a cell can fill.
func (k *kind) walk(s *schema.Structural, path string, needs []string, required bool) {
	for name := range s.Properties {
		property := s.Properties[name]
		at := strings.TrimPrefix(path+"."+name, ".")
		must := required && slices.Contains(requiredOf(s), name)
		t := &target{kind: k.name, path: at, needs: needs, required: must}
		switch {
		case has(&property, "statedAs"):
			t.is = "actor"
		case property.Type == "object" && len(property.Properties) == 1 && has(&property, "name"):
			t.is, t.refKind = "ref", refKinds[name]
		case property.Type == "object":
			below := slices.Clone(needs)
			for _, n := range requiredOf(&property) {
				below = append(below, at+"."+n)
			}
			k.walk(&property, at, below, must)
			continue
		case property.Type == "array":
			switch items := property.Items; {
			case items == nil || items.Type != "string":
				continue
			case name == "controls":
				t.is = "controls"
			default:
				t.is, t.choices = "texts", choices(items)
			}
		case property.Type == "integer":
			t.is = "integer"
		case isDay(&property):
			t.is = "day"
		case property.Type == "string":
			t.is = "text"
			if t.choices = choices(&property); t.choices != nil {
				t.is = "choice"
			}
		default:
			continue
		}
		if t.is == "ref" && t.refKind == "" {
			continue // nobody can tell of which kind it is
		}
		k.targets = append(k.targets, t)
	}
}

// refKinds are the kinds that references name.
var refKinds = map[string]string{"personRef": "Person", "managerRef": "Person", "serviceRef": "OutsourcedService", "accountableRoleRef": "SecurityRole", "reportsToRef": "SecurityRole", "chairRef": "Person", "reviewRef": "ManagementReview", "auditRef": "InternalAudit"}

// isDay says whether a schema is that of days, which have a rule of their own.
func isDay(s *schema.Structural) bool {
	return slices.ContainsFunc(s.XValidations, func(r apiextensionsv1.ValidationRule) bool { return strings.Contains(r.Rule, "format.date()") })
}

func has(s *schema.Structural, name string) bool {
	_, ok := s.Properties[name]
	return ok
}

func requiredOf(s *schema.Structural) []string {
	if s.ValueValidation == nil {
		return nil
	}
	return s.ValueValidation.Required
}

func choices(s *schema.Structural) []string {
	if s.ValueValidation == nil {
		return nil
	}
	var all []string
	for _, v := range s.ValueValidation.Enum {
		if text, ok := v.Object.(string); ok && text != "" {
			all = append(all, text)
		}
	}
	return all
}

// guess is a column taken for a field.
type guess struct {
	*column
	match
}

// columnsOf takes columns for fields of the kind, each field once: the column with the most
// usual heading first.
func (k *kind) columnsOf(columns []*column) []guess {
	var found []guess
	for _, c := range columns {
		for _, m := range k.called[value.Slug(c.heading)] {
			found = append(found, guess{c, m})
		}
	}
	slices.SortStableFunc(found, func(a, b guess) int { return cmp.Compare(a.rank, b.rank) })
	fields, taken := map[string]bool{}, map[*column]bool{}
	var kept []guess
	for _, g := range found {
		if !fields[g.path] && !taken[g.column] {
			fields[g.path], taken[g.column] = true, true
			kept = append(kept, g)
		}
	}
	slices.SortFunc(kept, func(a, b guess) int { return cmp.Compare(a.path, b.path) })
	// Without what else an object needs, a part of it makes a record that is refused.
	return slices.DeleteFunc(kept, func(g guess) bool {
		return slices.ContainsFunc(g.needs, func(n string) bool {
			return !slices.ContainsFunc(kept, func(other guess) bool { return other.path == n || strings.HasPrefix(other.path, n+".") })
		})
	})
}

// registersOf are what registers of a kind are called, as parts of their names.
var registersOf = map[string][]string{
	"Risk": {"risk", "risi", "risque"}, "InfrastructureAsset": {"asset", "actif", "inventar", "inventaire"},
	"OutsourcedService": {"supplier", "vendor", "lieferant", "fournisseur", "dienstleist"}, "ToolLicense": {"licen", "lizenz", "tool", "software", "logiciel"},
	"CompetencyRecord": {"training", "schulung", "formation", "competenc", "kompetenz"}, "SecurityRole": {"role", "rolle"},
	"Person": {"people", "person", "mitarbeit", "staff"}, "Improvement": {"improvement", "capa", "verbesserung", "amelioration"},
	"SecurityException": {"exception", "ausnahme", "derogation"}, "InternalAudit": {"audit"},
}

// best are the kinds that have the most columns of a register, the best first; none where no
// kind has two. The usual heading of a field says more than one that others have, too.
func best(of string, columns []*column) (all []*kind, taken map[*kind][]guess) {
	taken = map[*kind][]guess{}
	score := map[*kind]int{}
	for _, k := range kinds() {
		found := k.columnsOf(columns)
		if len(found) < 2 {
			continue
		}
		taken[k] = found
		for _, g := range found {
			score[k] += 10 - min(g.rank, 5)
			if g.required {
				score[k] += 5
			}
		}
		if slices.ContainsFunc(registersOf[k.name], func(word string) bool { return strings.Contains(of, word) }) {
			score[k] += 10
		}
		all = append(all, k)
	}
	slices.SortStableFunc(all, func(a, b *kind) int { return cmp.Compare(score[b], score[a]) })
	return all, taken
}
