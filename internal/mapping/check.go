package mapping

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/mapping/expr"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// Words that are allowed.
var (
	fieldTypes  = []string{"string", "integer", "number", "boolean", "date", "control", "list", "any"}
	itemTypes   = []string{"string", "integer", "number", "date", "control"}
	otherwises  = []string{"reject", "absent", "keep"}
	dateMeaning = []string{"evergreen", "recurring", "absent"}
)

// at tells of something that is wrong in a line.
func (d *decoder) at(line int, field, format string, a ...any) {
	d.problems = append(d.problems, input.Problem{Position: input.Position{File: d.file, Line: line}, Field: field, Message: fmt.Sprintf(format, a...)})
}

// oneOf tells of a word that is none of those allowed; "" is always one.
func (d *decoder) oneOf(line int, field, found string, allowed []string) {
	if found == "" || slices.Contains(allowed, found) {
		return
	}
	d.at(line, field, "found %q; allowed are %s", found, strings.Join(allowed, ", "))
	d.problems[len(d.problems)-1].Remedy = meant(found, allowed)
}

// check tells what is wrong with a mapping that could be read. What is wrong with its
// expressions is told when they are compiled.
func (d *decoder) check(m *Mapping, root *yaml.Node) {
	if m.APIVersion != Version || m.Kind != Kind {
		d.at(root.Line, "apiVersion", "found %q of kind %q; allowed is %s of kind %s", m.APIVersion, m.Kind, Version, Kind)
	}
	if len(m.Resources) == 0 {
		d.at(root.Line, "resources", "there is none, so nothing is read")
	}
	var names []string
	for i := range m.Resources {
		r := &m.Resources[i]
		at := fmt.Sprintf("resources[%d]", i)
		d.name(r.line, at+".name", r.Name, names)
		names = append(names, r.Name)
		d.resource(r, at)
	}
	for i := range m.Resources {
		d.keys(m, &m.Resources[i], fmt.Sprintf("resources[%d].schema", i))
	}
	for i := range m.Records {
		d.record(m, &m.Records[i], fmt.Sprintf("records[%d]", i))
	}
}

// name tells of a name that expressions cannot use, or that is there twice.
func (d *decoder) name(line int, field, name string, others []string) {
	if err := expr.ValidName(name); err != nil {
		d.at(line, field, "found %q; %s", name, err)
	} else if slices.Contains(others, name) {
		d.at(line, field, "the name %q is there twice", name)
	}
}

func (d *decoder) resource(r *Resource, at string) {
	d.oneOf(r.line, at+".format", r.Format, source.Formats)
	format := r.Format
	if format == "" && len(r.Path) > 0 {
		format = source.FormatOf(r.Path[0])
	}
	tabular := format == "" || source.Tabular(format)
	if r.Items != "" && tabular {
		d.at(r.line, at+".items", "only JSON, YAML, TOML and front matter have items; say which format it is")
	}
	if (r.Unpivot != nil || r.Transpose) && !tabular {
		d.at(r.line, at, "only tables have columns to turn into rows")
	}
	if _, err := ParseRange(r.Range); err != nil {
		d.at(r.line, at+".range", "%s", err)
	}
	if len([]rune(r.Dialect.Delimiter)) > 1 {
		d.at(r.line, at+".dialect.delimiter", "found %q; one character is allowed", r.Dialect.Delimiter)
	}
	if rows := r.Dialect.HeaderRows; !slices.IsSorted(rows) || len(rows) > 0 && rows[0] < 1 {
		d.at(r.line, at+".dialect.headerRows", "found %v; allowed are numbers of rows from 1, in their order", rows)
	}
	var names []string
	for i := range r.Schema.Fields {
		f := &r.Schema.Fields[i]
		field := fmt.Sprintf("%s.schema.fields[%d]", at, i)
		d.name(f.line, field+".name", f.Name, names)
		names = append(names, f.Name)
		d.field(f, field, tabular)
	}
	if u := r.Unpivot; u != nil {
		for _, f := range []string{u.Column, u.Cell} {
			if !slices.Contains(names, f) {
				d.at(r.line, at+".unpivot", "%q is no field of the schema; declare the fields that take the heading and the cell", f)
			}
		}
	}
}

func (d *decoder) field(f *Field, at string, tabular bool) {
	d.oneOf(f.line, at+".type", f.Type, fieldTypes)
	d.oneOf(f.line, at+".itemType", f.ItemType, itemTypes)
	d.oneOf(f.line, at+".otherwise", f.Otherwise, otherwises)
	for _, word := range slices.Sorted(maps.Keys(f.Words)) {
		d.oneOf(f.line, at+".words["+word+"]", f.Words[word], dateMeaning)
	}
	for _, name := range f.Format {
		if _, err := value.NewFormat(name); err != nil {
			d.at(f.line, at+".format", "%s", err)
		}
	}
	if _, err := regexp.Compile(f.Constraints.Pattern); err != nil {
		d.at(f.line, at+".constraints.pattern", "found %q, which is no regular expression: %s", f.Constraints.Pattern, err)
	}
	is := f.Type
	if f.Type == "list" {
		is = f.ItemType
	}
	for _, c := range []struct {
		there bool
		name  string
		right bool
		only  string
	}{
		{len(f.Format) > 0, "format", is == "date", "dates have formats"},
		{len(f.Words) > 0, "words", f.Type == "date", "dates say words instead"},
		{f.ItemType != "", "itemType", f.Type == "list", "lists have items"},
		{len(f.Delimiter) > 0, "delimiter", f.Type == "list", "lists are parted"},
		{f.Otherwise != "", "otherwise", f.Values != nil, "fields with values lack one"},
		{f.Path != "", "path", !tabular, "JSON, YAML and TOML have paths; a column has titles"},
		{f.FillDown, "fillDown", tabular, "tables have a row above"},
		{f.Type == "any", "type", !tabular, "JSON, YAML and TOML hold anything; a cell is a text, or a list"},
		{f.Value.Text != "", "value", len(f.Titles) == 0 && f.Path == "", "fields without column are computed"},
	} {
		if c.there && !c.right {
			d.at(f.line, at+"."+c.name, "only %s", c.only)
		}
	}
}

// keys checks the keys of a schema.
func (d *decoder) keys(m *Mapping, r *Resource, at string) {
	has := func(r *Resource, line int, field string, names []string) {
		var known []string
		for i := range r.Schema.Fields {
			known = append(known, r.Schema.Fields[i].Name)
		}
		for _, n := range names {
			if n == "" {
				d.at(line, field, "a name of a field is missing")
			}
			d.oneOf(line, field, n, known)
		}
	}
	has(r, r.line, at+".primaryKey", r.Schema.PrimaryKey)
	for i := range r.Schema.ForeignKeys {
		k := &r.Schema.ForeignKeys[i]
		field := fmt.Sprintf("%s.foreignKeys[%d]", at, i)
		has(r, k.line, field+".fields", k.Fields)
		other := m.Resource(k.Reference.Resource)
		if other == nil {
			d.at(k.line, field+".reference.resource", "there is no resource %q", k.Reference.Resource)
			continue
		}
		has(other, k.line, field+".reference.fields", k.Reference.Fields)
		if len(k.Fields) == 0 || len(k.Fields) != len(k.Reference.Fields) {
			d.at(k.line, field, "it has %d fields and refers to %d; each refers to one", len(k.Fields), len(k.Reference.Fields))
		}
		if other == r {
			d.at(k.line, field, "it refers to its own resource; a row would be both what names and what is named")
		}
	}
}

func (d *decoder) record(m *Mapping, r *Record, at string) {
	if m.Resource(r.From) == nil {
		var names []string
		for i := range m.Resources {
			names = append(names, m.Resources[i].Name)
		}
		d.at(r.line, at+".from", "found %q; allowed are the resources %s", r.From, strings.Join(names, ", "))
	}
	if r.Kind == "" {
		d.at(r.line, at+".kind", "the kind of the record is missing")
	}
	if r.Name.Text == "" {
		d.at(r.line, at+".name", "the name of the record is missing; make one of its key, such as ${id}")
	}
	if len(r.Each) > 1 {
		d.at(r.line, at+".each", "found %d lists; one is allowed", len(r.Each))
	}
	for name := range r.Each {
		d.name(r.line, at+".each", name, nil)
	}
	if r.Spec.Kind != yaml.MappingNode {
		d.at(r.line, at+".spec", "the fields of the record are missing")
	}
}

// Resource is the resource of a name, or nil.
func (m *Mapping) Resource(name string) *Resource {
	for i := range m.Resources {
		if m.Resources[i].Name == name {
			return &m.Resources[i]
		}
	}
	return nil
}

// Range of a sheet: columns count from 0, rows from 1; 0 is no end.
type Range struct{ FirstRow, LastRow, FirstColumn, LastColumn int }

var rangeForm = regexp.MustCompile(`^([A-Z]{1,3})([1-9]\d{0,6})?(?::([A-Z]{1,3})([1-9]\d{0,6})?)?$`)

// ParseRange reads a range such as B3:H40, B3:H (to the end) or B:H; "" is everything.
func ParseRange(text string) (*Range, error) {
	if text == "" {
		return nil, nil
	}
	m := rangeForm.FindStringSubmatch(text)
	if m == nil || m[3] == "" {
		return nil, fmt.Errorf("found %q; allowed is a range such as B3:H40, or B3:H to the end of the sheet", text)
	}
	number := func(s string) (n int) {
		for _, c := range s {
			n = n*10 + int(c-'0')
		}
		return n
	}
	column := func(s string) (n int) {
		for _, c := range s {
			n = n*26 + int(c-'A') + 1
		}
		return n - 1
	}
	r := &Range{number(m[2]), number(m[4]), column(m[1]), column(m[3])}
	if r.LastColumn < r.FirstColumn || r.LastRow > 0 && r.LastRow < r.FirstRow {
		return nil, fmt.Errorf("found %q, which ends before it begins", text)
	}
	return r, nil
}
