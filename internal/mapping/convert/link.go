package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// keyOf is what fields of a row say, as one text; "" where one says nothing.
func (r *row) keyOf(slots []int, separator string, fold bool) string {
	parts := make([]string, len(slots))
	for i, slot := range slots {
		if r.values[slot] == nil {
			return ""
		}
		parts[i] = fmt.Sprint(r.values[slot])
		if fold {
			parts[i] = value.Fold(parts[i])
		}
	}
	return strings.Join(parts, separator)
}

// keys gives each row its key, and rejects rows without one, and rows of one key.
func (r *reader) keys(res *resource) {
	if len(res.Schema.PrimaryKey) == 0 {
		return
	}
	var slots []int
	for _, name := range res.Schema.PrimaryKey {
		slots = append(slots, res.slots[name])
	}
	of := map[string][]*row{}
	for _, made := range res.rows {
		made.key = made.keyOf(slots, "/", false)
		of[made.key] = append(of[made.key], made)
	}
	names := strings.Join(res.Schema.PrimaryKey, ", ")
	res.rows = slices.DeleteFunc(res.rows, func(made *row) bool {
		same := of[made.key]
		switch {
		case made.key == "":
			r.rejectRow(made, slots[0], names, &fault{message: "nothing stands there, and it is the key of the row"})
		case len(same) > 1:
			other := same[0]
			if other == made {
				other = same[1]
			}
			r.rejectRow(made, slots[0], names, &fault{found: made.key, message: "the key is that of another row too, " + other.place()})
		default:
			return false
		}
		return true
	})
}

// link joins the rows of resources by their foreign keys. What a row names and no row has is
// told, and is no reason to reject the row.
func (r *reader) link(k *foreignKey, names *names) {
	of := map[string][]*row{}
	for _, to := range k.to.rows {
		if key := to.keyOf(k.refers, "\x1f", true); key != "" {
			of[key] = append(of[key], to)
		}
	}
	var known []string
	for _, from := range k.from.rows {
		key := from.keyOf(k.fields, "\x1f", true)
		if key == "" {
			continue
		}
		if found := of[key]; len(found) == 1 {
			k.parents[from] = found[0]
			k.children[found[0]] = append(k.children[found[0]], from)
			continue
		}
		if known == nil {
			for _, to := range k.to.rows {
				known = append(known, to.keyOf(k.refers, ", ", false))
			}
		}
		names.unresolved(k.to.Name, from.keyOf(k.fields, ", ", false), len(of[key]) > 1, "absent", from.place(), func() []string { return known })
	}
	if r.plan.uses(k.from, k.to.Name) {
		k.to.show()
	}
	if r.plan.uses(k.to, k.from.Name) {
		k.from.show()
	}
}

// show makes what rows of other resources see of the rows.
func (r *resource) show() {
	for _, made := range r.rows {
		if made.fields == nil {
			made.fields = r.seen(made)
		}
	}
}
