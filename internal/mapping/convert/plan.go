// Package convert makes records of foreign registers, by a mapping. It changes no file.
package convert

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/expr"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// Plan is a mapping whose expressions are compiled.
type Plan struct {
	mapping   *mapping.Mapping
	resources []*resource
	records   []*record
}

// resource is a resource whose fields know where they stand in a row.
type resource struct {
	*mapping.Resource
	fields []*field
	slots  map[string]int
	rng    *mapping.Range
	skip   []*expr.Template
	// keys are its foreign keys, and named those of others that refer to it.
	keys, named []*foreignKey
	ignored     map[string]string
	folded      map[string]string
	rows        []*row
	// wholes says that an expression asks for all of a row, and texts for what its cells say.
	wholes, texts bool
}

// foreignKey joins the rows of two resources.
type foreignKey struct {
	from, to       *resource
	fields, refers []int
	parents        map[*row]*row
	children       map[*row][]*row
}

// record is a kind of record that is made of rows.
type record struct {
	*mapping.Record
	from                   *resource
	when, each, name, also *expr.Template
	eachName               string
	spec                   *expr.Template
}

// New compiles a mapping. Its error is mapping.Problems.
func New(m *mapping.Mapping) (*Plan, error) {
	c := &compiler{plan: &Plan{mapping: m}}
	for i := range m.Resources {
		c.resource(&m.Resources[i], fmt.Sprintf("resources[%d]", i))
	}
	c.keys()
	for i := range c.plan.resources {
		c.computed(c.plan.resources[i], fmt.Sprintf("resources[%d]", i))
	}
	for i := range m.Records {
		c.record(&m.Records[i], fmt.Sprintf("records[%d]", i))
	}
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b input.Problem) int { return cmp.Compare(a.Line, b.Line) })
		return nil, c.problems
	}
	c.plan.markUsed()
	return c.plan, nil
}

type compiler struct {
	plan     *Plan
	problems mapping.Problems
}

func (c *compiler) wrong(line int, field string, err error) {
	c.problems = append(c.problems, input.Problem{Position: input.Position{File: c.plan.mapping.File(), Line: line}, Field: field, Message: err.Error()})
}

func (c *compiler) resource(r *mapping.Resource, at string) {
	made := &resource{Resource: r, slots: map[string]int{}, ignored: map[string]string{}, folded: map[string]string{}}
	made.rng, _ = mapping.ParseRange(r.Range) // which was checked
	for heading, why := range r.Ignore {
		made.ignored[value.Fold(heading)] = why
	}
	for i := range r.Schema.Fields {
		f, err := newField(&r.Schema.Fields[i], i, slices.Concat(c.plan.mapping.MissingValues, r.Schema.MissingValues))
		if err != nil {
			c.wrong(r.Schema.Fields[i].Line(), fmt.Sprintf("%s.schema.fields[%d]", at, i), err)
			continue
		}
		made.fields = append(made.fields, f)
		made.slots[f.Name] = i
	}
	c.plan.resources = append(c.plan.resources, made)
}

func (p *Plan) resource(name string) *resource {
	for _, r := range p.resources {
		if r.Name == name {
			return r
		}
	}
	return nil
}

func (c *compiler) keys() {
	for _, r := range c.plan.resources {
		for i := range r.Schema.ForeignKeys {
			k := &r.Schema.ForeignKeys[i]
			made := &foreignKey{from: r, to: c.plan.resource(k.Reference.Resource), parents: map[*row]*row{}, children: map[*row][]*row{}}
			for j, name := range k.Fields {
				made.fields = append(made.fields, r.slots[name])
				made.refers = append(made.refers, made.to.slots[k.Reference.Fields[j]])
			}
			r.keys = append(r.keys, made)
			made.to.named = append(made.to.named, made)
		}
	}
}

// names of what expressions of a resource may use.
func (r *resource) names(linked bool) []string {
	names := []string{"raw", "words", "links", "file", "row"}
	for _, f := range r.fields {
		names = append(names, f.Name)
	}
	if linked {
		for _, k := range r.keys {
			names = append(names, k.to.Name)
		}
		for _, k := range r.named {
			names = append(names, k.from.Name)
		}
	}
	return names
}

// computed compiles what a resource computes of its own rows.
func (c *compiler) computed(r *resource, at string) {
	env, err := expr.NewEnv(r.names(false))
	if err != nil {
		c.wrong(r.Line(), at, err)
		return
	}
	for i, e := range r.Skip {
		if t := c.text(env, e, fmt.Sprintf("%s.skip[%d]", at, i)); t != nil {
			r.skip = append(r.skip, t)
		}
	}
	for i, f := range r.fields {
		if f.Value.Text != "" {
			f.computed = c.text(env, f.Value, fmt.Sprintf("%s.schema.fields[%d].value", at, i))
		}
	}
}

func (c *compiler) text(env *expr.Env, e mapping.Expression, field string) *expr.Template {
	if e.Text == "" {
		return nil
	}
	t, err := env.Text(e.Text)
	if err != nil {
		c.wrong(e.Line(), field, err)
		return nil
	}
	return t
}

func (c *compiler) record(r *mapping.Record, at string) {
	made := &record{Record: r, from: c.plan.resource(r.From)}
	if kinds := manifest.KindNames(); !slices.Contains(kinds, r.Kind) {
		err := fmt.Errorf("found %q; allowed are %v", r.Kind, kinds)
		if near := value.Nearest(r.Kind, kinds); near != "" {
			err = fmt.Errorf("%w; the nearest is %q", err, near)
		}
		c.wrong(r.Line(), at+".kind", err)
	}
	names := made.from.names(true)
	env, err := expr.NewEnv(names)
	if err != nil {
		c.wrong(r.Line(), at, fmt.Errorf("a field and a resource that it is joined with have one name: %w", err))
		return
	}
	for name, e := range r.Each {
		if slices.Contains(names, name) {
			c.wrong(r.Line(), at+".each", fmt.Errorf("the name %q is one of a field or a resource already", name))
			return
		}
		made.eachName, made.each = name, c.text(env, e, at+".each")
		if env, err = expr.NewEnv(append(names, name)); err != nil {
			c.wrong(r.Line(), at+".each", err)
			return
		}
	}
	made.when = c.text(env, r.When, at+".when")
	made.name = c.text(env, r.Name, at+".name")
	made.also = c.text(env, r.Also, at+".also")
	var faults []expr.Fault
	made.spec, faults = env.Template(&r.Spec, "spec")
	for _, f := range faults {
		c.wrong(f.Line, at+"."+f.Field, fmt.Errorf("%s", f.Message))
	}
	c.plan.records = append(c.plan.records, made)
}

// markUsed notes which fields something is made of: the others go nowhere.
func (p *Plan) markUsed() {
	for _, r := range p.resources {
		used := map[string]bool{}
		mark := func(names ...string) {
			for _, n := range names {
				used[n] = true
			}
		}
		mark(r.Schema.PrimaryKey...)
		for i := range r.Schema.ForeignKeys {
			mark(r.Schema.ForeignKeys[i].Fields...)
		}
		if u := r.Unpivot; u != nil {
			mark(u.Column, u.Cell)
		}
		if p.seenFromElsewhere(r) {
			mark(slices.Collect(maps.Keys(r.slots))...)
		}
		for _, t := range r.templates(p) {
			mark(t.Uses()...)
		}
		r.wholes, r.texts = used["row"], used["raw"]
		for _, f := range r.fields {
			f.used = used[f.Name] || used["raw"] || used["row"]
		}
	}
}

// seenFromElsewhere says whether rows of another resource see those of this one, as wholes.
func (p *Plan) seenFromElsewhere(r *resource) bool {
	return slices.ContainsFunc(r.named, func(k *foreignKey) bool { return p.uses(k.from, r.Name) }) ||
		slices.ContainsFunc(r.keys, func(k *foreignKey) bool { return p.uses(k.to, r.Name) })
}

// templates are all expressions of a resource and of what is made of it.
func (r *resource) templates(p *Plan) []*expr.Template {
	all := slices.Clone(r.skip)
	for _, f := range r.fields {
		all = append(all, f.computed)
	}
	for _, made := range p.records {
		if made.from == r {
			all = append(all, made.when, made.each, made.name, made.also, made.spec)
		}
	}
	return slices.DeleteFunc(all, func(t *expr.Template) bool { return t == nil })
}

func (p *Plan) uses(r *resource, name string) bool {
	return slices.ContainsFunc(r.templates(p), func(t *expr.Template) bool { return slices.Contains(t.Uses(), name) })
}
