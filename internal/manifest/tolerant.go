package manifest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/migrate"
)

// maxRounds bounds how often an object is judged again without what was refused.
const maxRounds = 4

// read makes a record of an object, whatever it says: all of it, or, with problems,
// what of it is right. The API server does not ask its CEL rules, which the days are
// read by, while anything else is refused; so what is refused is taken out and the
// rest is judged again, until all is told. The object is changed.
func (k *kind) read(ctx context.Context, object map[string]any, namespace string) (api.Record, []input.Problem) {
	var (
		problems []input.Problem
		out      refused
		original map[string]any
		known    = func(err *field.Error) bool { return out.explains(k.definition().structural, err) }
	)
	for range maxRounds {
		errs := k.outermost(slices.DeleteFunc(placed(k.judgeObject(ctx, object, namespace, known)), known))
		if len(errs) == 0 {
			break
		}
		// The validators walk through maps, in any order. What is told of one object must be
		// the same each time, or it would look like one that was edited.
		slices.SortFunc(errs, func(a, b *field.Error) int {
			return cmp.Or(strings.Compare(a.Field, b.Field), strings.Compare(a.Error(), b.Error()))
		})
		if original == nil {
			original = deepCopy(object)
		}
		for _, err := range errs {
			problems = append(problems, k.explain(err, original))
		}
		for _, err := range errs {
			out = append(out, err.Field)
		}
		takeOut(object, errs)
	}
	record, err := k.decode(object)
	if err == nil {
		return record, problems
	}
	// The definition lets through what Go cannot read: look for it leaf by leaf.
	plainMeta(object, namespace)
	for _, leaf := range leaves(object["spec"], "spec") {
		if _, err := k.decode(alone(object, leaf)); err != nil {
			problems = append(problems, input.Problem{
				Field: leaf, Message: fmt.Sprintf("found %s; %v", show(lookup(object, leaf)), err), Remedy: "Correct the value",
			})
			take(object, leaf)
		}
	}
	if record, err = k.decode(object); err != nil {
		problems = append(problems, input.Problem{Field: "spec", Message: err.Error(), Remedy: "Correct the record"})
		delete(object, "spec")
		record = must(k.decode(object)) // strings alone
	}
	return record, problems
}

// outermost leaves out what is unknown within a value that is of another type altogether,
// and what a rule says of an object below spec that is in the shape of before: the error
// for its field says how it is written now.
func (k *kind) outermost(errs field.ErrorList) field.ErrorList {
	var wrong, before []string
	for _, err := range errs {
		if err.Type == field.ErrorTypeTypeInvalid {
			wrong = append(wrong, err.Field+".")
		}
		if _, was := migrate.Now(k.Name, err.Field); was && err.Type == errorTypeUnknown && above(err.Field) != "spec" {
			before = append(before, above(err.Field))
		}
	}
	return slices.DeleteFunc(errs, func(err *field.Error) bool {
		return err.Type == field.ErrorTypeInvalid && slices.Contains(before, err.Field) ||
			err.Type == errorTypeUnknown && slices.ContainsFunc(wrong, func(within string) bool { return strings.HasPrefix(err.Field, within) })
	})
}

// plainMeta leaves of the metadata of an object what names it.
func plainMeta(object map[string]any, namespace string) {
	name, _ := lookup(object, "metadata.name").(string)
	if own, ok := lookup(object, "metadata.namespace").(string); ok && own != "" {
		namespace = own
	}
	object["metadata"] = map[string]any{"name": name, "namespace": namespace}
}

// placed gives an error its field that names it in its text alone, and leaves it out
// where the field has an error already, which says the same.
func placed(errs field.ErrorList) field.ErrorList {
	told := map[string]bool{}
	for _, err := range errs {
		told[err.Field] = true
	}
	return slices.DeleteFunc(errs, func(err *field.Error) bool {
		if err.Field != "" && err.Field != "<nil>" {
			return false
		}
		_, name, ok := strings.Cut(err.Detail, " in spec")
		if !ok || !strings.HasPrefix(err.Detail, "Checked value must be of type") {
			return false
		}
		err.Field, _, _ = strings.Cut("spec"+name, " ")
		again := told[err.Field]
		told[err.Field] = true
		return again
	})
}

// refused are the fields that were taken out because they were refused.
type refused []string

// explains reports whether an error may come of nothing but what was taken out: the
// field itself, or a rule that looks at it.
func (r refused) explains(s *structuralschema.Structural, err *field.Error) bool {
	if len(r) == 0 {
		return false
	}
	at := err.Field
	if err.Type == field.ErrorTypeInvalid && !isOwnRule(schemaAt(s, at), err) {
		at = above(at) // the rule of an object that names one of its fields
	}
	for _, name := range r {
		if strings.HasPrefix(err.Field, name+".") || strings.HasPrefix(err.Field, name+"[") {
			return true
		}
		if within := strings.HasPrefix(name, at); within && (len(name) == len(at) || at == "" || name[len(at)] == '.' || name[len(at)] == '[') {
			return true
		}
		// Taking an entry out of a list moves those behind it.
		if list, _, ok := cutIndex(name); ok && strings.HasPrefix(err.Field, list) {
			return true
		}
	}
	return false
}

// isOwnRule reports whether an error is of a rule or restriction of the value itself.
func isOwnRule(s *structuralschema.Structural, err *field.Error) bool {
	if s == nil {
		return false
	}
	if s.Type != "object" && s.Type != "array" && !strings.Contains(err.Detail, "rule") && len(s.XValidations) == 0 {
		return true // a pattern, a bound
	}
	for i := range s.XValidations {
		if s.XValidations[i].Message != "" && strings.Contains(err.Detail, s.XValidations[i].Message) {
			return true
		}
	}
	return false
}

// schemaAt returns the schema of a field; nil where there is none.
func schemaAt(s *structuralschema.Structural, path string) *structuralschema.Structural {
	for path != "" {
		step, rest := cutStep(path)
		if s.Items != nil {
			s = s.Items
		} else if child, ok := s.Properties[step]; ok {
			s = &child
		} else {
			return nil
		}
		path = rest
	}
	return s
}

// takeOut takes out the fields that errors are about: of a list the last entry first,
// so that the others keep their place.
func takeOut(object map[string]any, errs field.ErrorList) {
	var paths []string
	for _, err := range errs {
		if err.Type != field.ErrorTypeRequired {
			paths = append(paths, err.Field)
		}
	}
	slices.SortFunc(paths, func(a, b string) int {
		if list, i, ok := cutIndex(a); ok {
			if other, j, ok := cutIndex(b); ok && list == other {
				return j - i
			}
		}
		return strings.Compare(a, b)
	})
	for _, path := range slices.Compact(paths) {
		if strings.HasPrefix(path, "metadata") {
			plainMeta(object, "")
			continue
		}
		take(object, path)
	}
}

// take takes a field out, or an entry of a list. A spec that breaks a rule of its own
// stays: each of its fields is right by itself.
func take(object map[string]any, path string) {
	if path == "spec" || path == "" {
		if _, ok := object["spec"].(map[string]any); !ok {
			object["spec"] = map[string]any{}
		}
		return
	}
	if list, index, ok := cutIndex(path); ok {
		if entries, ok := lookup(object, list).([]any); ok && index < len(entries) {
			put(object, list, slices.Delete(slices.Clone(entries), index, index+1))
		}
		return
	}
	parent, name := cutLast(path)
	if fields, ok := lookup(object, parent).(map[string]any); ok {
		delete(fields, name)
	}
}

// put sets a field that is there.
func put(object map[string]any, path string, value any) {
	if list, index, ok := cutIndex(path); ok {
		lookup(object, list).([]any)[index] = value
		return
	}
	parent, name := cutLast(path)
	lookup(object, parent).(map[string]any)[name] = value
}

// leaves returns the paths of all scalars in a value, in order.
func leaves(value any, path string) []string {
	var all []string
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, leaves(v[name], path+"."+name)...)
		}
	case []any:
		for i := range v {
			all = append(all, leaves(v[i], fmt.Sprintf("%s[%d]", path, i))...)
		}
	default:
		all = append(all, path)
	}
	return all
}

// alone returns an object that says nothing but one leaf of another.
func alone(object map[string]any, leaf string) map[string]any {
	value := lookup(object, leaf)
	for path := leaf; ; {
		if list, _, ok := cutIndex(path); ok {
			value, path = []any{value}, list
			continue
		}
		parent, name := cutLast(path)
		value, path = map[string]any{name: value}, parent
		if path == "" {
			return value.(map[string]any)
		}
	}
}

func deepCopy(object map[string]any) map[string]any {
	text, err := json.Marshal(object)
	if err != nil {
		return object
	}
	var clone map[string]any
	if json.Unmarshal(text, &clone) != nil {
		return object
	}
	return clone
}
