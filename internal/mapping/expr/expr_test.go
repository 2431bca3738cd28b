package expr

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/cel-go/cel"
	"go.yaml.in/yaml/v3"
)

func scope(t testing.TB, vars map[string]any) Scope {
	t.Helper()
	s, err := cel.NewActivation(vars)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var vars = map[string]any{
	"title": "Größe", "owner": "Ada Lovelace", "owners": []any{"Ada", "", "Bob"}, "ends": "2026-01-31", "seats": int64(3), "empty": nil,
	"roles": []any{map[string]any{"name": "A"}}, "tags": map[string]any{"owner": "x"},
}

func names() []string {
	var all []string
	for n := range vars {
		all = append(all, n)
	}
	return all
}

func TestTemplate(t *testing.T) {
	env, err := NewEnv(names())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want any
		why  string
	}{
		{"Software", "Software", "a constant"},
		{"1.10", "1.10", "no digit is lost"},
		{"12", int64(12), "a whole number"},
		{"2026-10-31", "2026-10-31", "a day is a text"},
		{"${title}", "Größe", "a variable"},
		{"${slug(title)}", "groesse", "umlauts are written out"},
		{"${slug(empty)}", nil, "null stays null"},
		{"the ${title} of ${owner}", "the Größe of Ada Lovelace", "a text with values"},
		{"the ${empty} of ${owner}", nil, "half a text says something else"},
		{"${title}: ${ {'a': '}'}.a }", "Größe: }", "braces of CEL"},
		{"{a: '${empty}', b: {c: '${empty}'}}", nil, "an object of nothing is nothing"},
		{"{a: '${empty}', b: {c: '${title}'}}", map[string]any{"b": map[string]any{"c": "Größe"}}, "null is left out"},
		{"['${owners}', x, '${empty}']", []any{"Ada", "Bob", "x"}, "a list in a list is spread, null left out"},
		{"${actor(owner)}", Mention{"", "Ada Lovelace"}, "somebody"},
		{"${refs('Person', owners)}", []any{Mention{"Person", "Ada"}, Mention{"Person", "Bob"}}, "each of several"},
		{"${ref('Person', empty)}", nil, "nobody"},
		{"${first(owners)}", "Ada", "the first"},
		{"${rest(owners)}", []any{"Bob"}, "the others"},
		{"${first(owner)}", "Ada Lovelace", "one is a list of one"},
		{"${when(seats > 2, 'many')}", "many", "true"},
		{"${when(seats > 3, 'many')}", nil, "false is absent"},
		{"${joined([title, empty, seats], '-')}", "Größe-3", "what is there"},
		{"${joined([empty], '-')}", nil, "nothing is there"},
		{"${either(empty, title)}", "Größe", "the first that is there"},
		{"${addMonths(ends, 1)}", "2026-02-28", "the last day of a shorter month"},
		{"${addMonths(empty, 1)}", nil, "no day"},
		{"${controls('A.5.15-16')}", []any{"A.5.15", "A.5.16"}, "a range"},
		{"${tags.?owner}", "x", "an optional field"},
		{"${ref('Person', tags.?owner)}", Mention{"Person", "x"}, "an optional field in a function"},
		{"${tags.?other}", nil, "an optional field that is not there"},
		{"${roles.map(r, r.name)}", []any{"A"}, "a macro"},
		{"${seats}", int64(3), "a number"},
	} {
		var n yaml.Node
		if err := yaml.Unmarshal([]byte(quotedScalar(c.text)), &n); err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		template, faults := env.Template(n.Content[0], "spec")
		if len(faults) > 0 {
			t.Errorf("%s: %v", c.text, faults)
			continue
		}
		if got, err := template.Eval(scope(t, vars)); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s = %#v, %v, want %#v: %s", c.text, got, err, c.want, c.why)
		}
	}
}

// quotedScalar writes a text as YAML has it where it is no collection.
func quotedScalar(text string) string {
	if strings.Contains(text, "${") && !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"`
	}
	return text
}

func TestErrorsNameWhatIsMeant(t *testing.T) {
	env, err := NewEnv([]string{"owner", "title"})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"${onwer}": `nothing is called "onwer" here; there are owner, title; the nearest is "owner"`, "${owner": "no closing }", "${owner +}": "is no CEL", "${slug()}": "is no CEL",
	} {
		if _, err := env.Text(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestEvalErrors(t *testing.T) {
	env, err := NewEnv(names())
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"${empty + 'x'}": "no such overload", "${controls('A.9.9')}": "no control of Annex A", "${tags.other}": "no such key", "${slug(seats)}": "a text is needed", "${b'x'}": "x",
		"a ${owners} b": "no text that could stand in another",
		"${[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3,4,5,6,7,8,9,10].map(b, [1,2,3,4,5,6,7,8,9,10].map(c, [1,2,3,4,5,6,7,8,9,10].map(d, [1,2,3,4,5,6,7,8,9,10].map(e, [1,2,3,4,5,6,7,8,9,10].map(f, [1,2,3,4,5,6,7,8,9,10].map(g, a)))))))}": "cost limit",
	} {
		template, err := env.Text(text)
		if err == nil {
			_, err = template.Eval(scope(t, vars))
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	env, err := NewEnv(names())
	if err != nil {
		b.Fatal(err)
	}
	template, err := env.Text("${when(seats > 2, slug(title) + '-' + ends)}")
	if err != nil {
		b.Fatal(err)
	}
	in := scope(b, vars)
	for b.Loop() {
		if _, err := template.Eval(in); err != nil {
			b.Fatal(err)
		}
	}
}
