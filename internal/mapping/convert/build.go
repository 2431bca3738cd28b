package convert

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/isms-operator/isms-operator/internal/mapping/expr"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// built is what a row made of a record.
type built struct {
	row  *row
	name string
	// called is the name before it was made one of Kubernetes.
	called string
	also   []string
	spec   map[string]any
}

// chunk is how many rows one processor takes at a time.
const chunk = 256

// evaluate makes records of rows.
func (r *reader) evaluate(ctx context.Context, made *record, rows []*row) ([]built, error) {
	type outcome struct {
		built  []built
		faults map[int]*fault
		field  map[int]string
	}
	outcomes := make([]outcome, (len(rows)+chunk-1)/chunk)
	err := parallel.Do(ctx, len(outcomes), func(c int) {
		o := &outcomes[c]
		for i := c * chunk; i < min((c+1)*chunk, len(rows)); i++ {
			all, field, wrong := made.of(rows[i])
			if wrong != nil {
				if o.faults == nil {
					o.faults, o.field = map[int]*fault{}, map[int]string{}
				}
				o.faults[i], o.field[i] = wrong, field
				continue
			}
			o.built = append(o.built, all...)
		}
	})
	if err != nil {
		return nil, err
	}
	var all []built
	for c := range outcomes {
		all = append(all, outcomes[c].built...)
		for i := c * chunk; i < min((c+1)*chunk, len(rows)); i++ {
			if wrong := outcomes[c].faults[i]; wrong != nil {
				r.rejectRow(rows[i], -1, outcomes[c].field[i], wrong)
			}
		}
	}
	return all, nil
}

// of makes the records of a row: none, one, or one of each value of a list.
func (made *record) of(from *row) (all []built, field string, wrong *fault) {
	fail := func(field string, err error) ([]built, string, *fault) {
		if path, ok := err.(*expr.PathError); ok { //nolint:errorlint // templates do not wrap it
			field, err = field+"."+path.Path, path.Err
		}
		return nil, field, &fault{message: err.Error()}
	}
	in := &scope{resource: made.from, row: from, eachName: made.eachName}
	each := []any{nil}
	if made.each != nil {
		v, err := made.each.Eval(in)
		if err != nil {
			return fail("each", err)
		}
		switch v := v.(type) {
		case nil:
			return nil, "", nil
		case []any:
			each = v
		default:
			each = []any{v}
		}
	}
	for _, item := range each {
		in.each = item
		b, field, err := made.one(in)
		if err != nil {
			return fail(field, err)
		}
		if b != nil {
			all = append(all, *b)
		}
	}
	return all, "", nil
}

// one makes a record of what a scope shows; nil where it makes none.
func (made *record) one(in *scope) (*built, string, error) {
	if made.when != nil {
		v, err := made.when.Eval(in)
		if err != nil {
			return nil, "when", err
		}
		if yes, err := expr.True(v); err != nil || !yes {
			return nil, "when", err
		}
	}
	v, err := made.name.Eval(in)
	if err != nil {
		return nil, "name", err
	}
	b := &built{row: in.row, called: fmt.Sprint(v)}
	if v == nil {
		return nil, "name", fmt.Errorf("it is nothing; a record needs a name")
	}
	b.name = value.Slug(b.called)
	if wrong := validation.IsDNS1123Subdomain(b.name); b.name == "" || wrong != nil {
		return nil, "name", fmt.Errorf("%q makes no name of a record: it needs a letter or a digit, and at most %d of them", b.called, validation.DNS1123SubdomainMaxLength)
	}
	if made.also != nil {
		if v, err = made.also.Eval(in); err != nil {
			return nil, "also", err
		}
		b.also = textsOf(v)
	}
	if v, err = made.spec.Eval(in); err != nil {
		return nil, "spec", err
	}
	b.spec, _ = v.(map[string]any)
	if b.spec == nil {
		b.spec = map[string]any{}
	}
	return b, "", nil
}

// textsOf are the texts of a value: one, or those of a list.
func textsOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, textsOf(item)...)
		}
		return slices.Compact(all)
	}
	return nil
}
