package convert

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/expr"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/table"
)

// slashed is a day in a form that most countries write with the day first, and some with the
// month.
var slashed = regexp.MustCompile(`^\d{1,2}([./-])\d{1,2}[./-]\d{4}$`)

// field reads what stands in a column.
type field struct {
	*mapping.Field
	slot     int
	titles   []string // folded, the preferred first
	formats  []value.Format
	pattern  *regexp.Regexp
	numbers  value.Numbers
	values   map[string]*string
	words    map[string]string
	missing  map[string]bool
	computed *expr.Template
	// used says that something is made of it.
	used bool
}

// fault is why a cell cannot be used.
type fault struct{ found, message, nearest string }

// reading is what a cell says.
type reading struct {
	value any
	// word is what a word in a cell of dates stands for.
	word string
	// unmapped are words without counterpart, and became what they became.
	unmapped []string
	became   string
}

func newField(def *mapping.Field, slot int, missing []string) (*field, error) {
	f := &field{Field: def, slot: slot, numbers: value.Numbers{DecimalChar: def.DecimalChar, GroupChar: def.GroupChar}, missing: map[string]bool{"": true}}
	for _, title := range append([]string{def.Name}, def.Titles...) {
		f.titles = append(f.titles, value.Fold(title))
	}
	if len(def.Titles) > 0 { // the name is the least that a column is called by
		f.titles = append(f.titles[1:], f.titles[0])
	}
	for _, m := range slices.Concat(missing, def.MissingValues) {
		f.missing[table.Fold(m)] = true
	}
	formats := def.Format
	if len(formats) == 0 {
		formats = []string{value.ISO}
	}
	for _, name := range formats {
		format, err := value.NewFormat(name)
		if err != nil {
			return nil, err
		}
		f.formats = append(f.formats, format)
	}
	if p := def.Constraints.Pattern; p != "" {
		var err error
		if f.pattern, err = regexp.Compile("^(?:" + p + ")$"); err != nil {
			return nil, err
		}
	}
	if def.Values != nil {
		f.values = map[string]*string{}
	}
	for word, meaning := range def.Values {
		f.values[value.Fold(word)] = meaning
	}
	f.words = map[string]string{}
	for word, meaning := range def.Words {
		f.words[value.Fold(word)] = meaning
	}
	return f, nil
}

// cell reads a cell of a table.
func (f *field) cell(c *table.Cell) (reading, *fault) {
	switch c.Kind {
	case table.Empty:
		return f.text("")
	case table.Unreadable, table.Covered:
		return reading{}, &fault{c.Text, c.Why, ""}
	case table.Day:
		if f.Type == "date" {
			day, err := c.AsDay()
			if err != nil {
				return reading{}, &fault{c.Text, err.Error(), ""}
			}
			return reading{value: day}, nil
		}
	case table.Number:
		switch f.Type {
		case "date":
			return reading{}, &fault{c.Text, "it is a number; allowed is a day: give the cell the format of a date, or write the day as text", ""}
		case "integer", "number":
			text, err := c.AsNumber()
			if err != nil {
				return reading{}, &fault{c.Text, err.Error(), ""}
			}
			if f.missing[text] {
				return f.text("")
			}
			return number(f.Type, value.Numbers{}, text)
		}
	}
	text, err := c.AsText()
	if err != nil {
		return reading{}, &fault{c.Text, err.Error(), ""}
	}
	return f.text(text)
}

// entry reads a value of JSON, YAML or TOML.
func (f *field) entry(v any) (reading, *fault) {
	if f.Type == "any" && v != nil {
		return reading{value: v}, nil
	}
	switch v := v.(type) {
	case nil:
		return f.text("")
	case bool:
		return f.text(strconv.FormatBool(v))
	case int64:
		return f.text(strconv.FormatInt(v, 10))
	case string:
		return f.text(v)
	case []any:
		if f.Type != "list" {
			return reading{}, &fault{"a list", "allowed is one value; make the type list", ""}
		}
		var texts []string
		for _, item := range v {
			switch item.(type) {
			case map[string]any, []any:
				return reading{}, &fault{"a list of objects", "allowed are texts; make the type any", ""}
			case nil:
			default:
				texts = append(texts, fmt.Sprint(item))
			}
		}
		return f.list(texts)
	}
	return reading{}, &fault{"an object", "allowed is one value; make the type any, or name a path in it", ""}
}

// text reads a text.
func (f *field) text(text string) (reading, *fault) {
	if f.missing[table.Fold(text)] {
		if f.Constraints.Required {
			return reading{}, &fault{text, "nothing stands there, and a value is required", ""}
		}
		if f.Type == "list" { // a list of nothing, so that expressions can go through it
			return reading{value: []any{}}, nil
		}
		return reading{}, nil
	}
	if _, whole := f.values[value.Fold(text)]; f.FirstWord && !whole {
		text = value.FirstWord(text)
	}
	if f.pattern != nil && !f.pattern.MatchString(text) {
		return reading{}, &fault{text, "allowed is what matches " + f.Constraints.Pattern, ""}
	}
	if f.Type == "list" {
		delimiters := f.Delimiter
		if len(delimiters) == 0 {
			delimiters = []string{",", ";", "\n"}
		}
		return f.list(value.Split(text, delimiters))
	}
	if meaning, known := f.words[value.Fold(text)]; known {
		return reading{word: meaning}, nil
	}
	return f.one(f.Type, text)
}

// one reads one value of a type.
func (f *field) one(kind, text string) (reading, *fault) {
	if f.values != nil {
		return f.mapped(kind, text)
	}
	return f.typed(kind, text)
}

// mapped reads a word that means another in records.
func (f *field) mapped(kind, text string) (reading, *fault) {
	meaning, known := f.values[value.Fold(text)]
	switch {
	case known && meaning == nil:
		return reading{}, nil
	case known:
		return f.typed(kind, *meaning)
	case f.Otherwise == "absent":
		return reading{unmapped: []string{text}, became: "absent"}, nil
	case f.Otherwise == "keep":
		r, wrong := f.typed(kind, text)
		r.unmapped, r.became = []string{text}, "kept"
		return r, wrong
	}
	words := slices.Sorted(maps.Keys(f.Values))
	return reading{unmapped: []string{text}, became: "rejected"}, &fault{text, "allowed are " + strings.Join(words, ", "), value.Nearest(text, words)}
}

func (f *field) typed(kind, text string) (reading, *fault) {
	switch kind {
	case "integer", "number":
		return number(kind, f.numbers, text)
	case "boolean":
		return f.boolean(text)
	case "date":
		if day, ok := value.Date(text, f.formats); ok {
			return reading{value: day}, nil
		}
		allowed := "allowed is a day that exists, written as " + value.Names(f.formats)
		if m := slashed.FindStringSubmatch(text); m != nil {
			allowed += fmt.Sprintf(", or as the mapping declares, such as format: [default, \"%%d%s%%m%s%%Y\"]", m[1], m[1])
		}
		return reading{}, &fault{text, allowed, value.Nearest(text, slices.Sorted(maps.Keys(f.Words)))}
	case "control":
		if id, ok := value.Control(text); ok {
			return reading{value: id}, nil
		}
		near, _ := annexa.Nearest(strings.ToUpper(text))
		return reading{}, &fault{text, "allowed is a control of Annex A, such as A.5.15", near}
	}
	return reading{value: text}, nil
}

func (f *field) boolean(text string) (reading, *fault) {
	yes, no := f.TrueValues, f.FalseValues
	if len(yes) == 0 {
		yes = []string{"true", "1"}
	}
	if len(no) == 0 {
		no = []string{"false", "0"}
	}
	same := func(word string) bool { return value.Fold(word) == value.Fold(text) }
	switch {
	case slices.ContainsFunc(yes, same):
		return reading{value: true}, nil
	case slices.ContainsFunc(no, same):
		return reading{value: false}, nil
	}
	words := slices.Concat([]string(yes), []string(no))
	return reading{}, &fault{text, "allowed are " + strings.Join(words, ", "), value.Nearest(text, words)}
}

// list reads several values.
func (f *field) list(texts []string) (reading, *fault) {
	all := reading{}
	list := []any{}
	for _, text := range texts {
		if f.missing[table.Fold(text)] {
			continue
		}
		if f.ItemType == "control" && f.values == nil {
			ids, err := value.Controls(text)
			if err != nil {
				return all, &fault{text, err.Error(), ""}
			}
			for _, id := range ids {
				list = append(list, id)
			}
			continue
		}
		r, wrong := f.one(f.ItemType, text)
		if len(r.unmapped) > 0 {
			all.unmapped, all.became = append(all.unmapped, r.unmapped...), r.became
		}
		if wrong != nil {
			return all, wrong
		}
		if r.value != nil {
			list = append(list, r.value)
		}
	}
	if all.value = list; len(list) == 0 && f.Constraints.Required {
		return all, &fault{strings.Join(texts, ", "), "nothing stands there, and a value is required", ""}
	}
	return all, nil
}
