package expr

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// functions are those that mappings have beside CEL's own. What is null stays null.
func functions() []cel.EnvOption {
	one, two := []*cel.Type{cel.DynType}, []*cel.Type{cel.DynType, cel.DynType}
	return []cel.EnvOption{
		function("slug", one, texts(func(s string) ref.Val { return types.String(value.Slug(s)) })),
		function("firstWord", one, texts(func(s string) ref.Val { return types.String(value.FirstWord(s)) })),
		function("controls", one, texts(controls)),
		function("actor", one, texts(func(s string) ref.Val { return mention("", s) })),
		function("actors", one, func(args ...ref.Val) ref.Val {
			return each(args[0], func(s string) ref.Val { return mention("", s) })
		}),
		function("ref", two, func(args ...ref.Val) ref.Val {
			return texts(func(s string) ref.Val { return mention(asText(args[0]), s) })(args[1])
		}),
		function("refs", two, func(args ...ref.Val) ref.Val {
			return each(args[1], func(s string) ref.Val { return mention(asText(args[0]), s) })
		}),
		function("resources", one, func(args ...ref.Val) ref.Val {
			return each(args[0], func(s string) ref.Val { return mention(Resource, s) })
		}),
		function("first", one, func(args ...ref.Val) ref.Val { return at(args[0], 0) }),
		function("rest", one, rest),
		function("joined", two, joined),
		function("when", two, when),
		function("either", two, either),
		function("addMonths", two, days(api.Date.AddMonths)),
		function("addDays", two, days(api.Date.AddDays)),
	}
}

// function is one that sees values and nulls, and no optional values of CEL.
func function(name string, takes []*cel.Type, see func(args ...ref.Val) ref.Val) cel.EnvOption {
	do := func(args ...ref.Val) ref.Val {
		for i, v := range args {
			if o, ok := v.(*types.Optional); ok {
				args[i] = types.NullValue
				if o.HasValue() {
					args[i] = o.GetValue()
				}
			}
		}
		return see(args...)
	}
	return cel.Function(name, cel.Overload(name+"_dyn", takes, cel.DynType, cel.FunctionBinding(do)))
}

func asText(v ref.Val) string {
	if s, ok := v.(types.String); ok {
		return string(s)
	}
	return ""
}

// texts does something with a text; null and "" give null.
func texts(do func(string) ref.Val) func(args ...ref.Val) ref.Val {
	return func(args ...ref.Val) ref.Val {
		switch v := args[0].(type) {
		case types.Null:
			return v
		case types.String:
			if strings.TrimSpace(string(v)) == "" {
				return types.NullValue
			}
			return do(string(v))
		}
		return types.NewErr("found a %s; a text is needed", args[0].Type().TypeName())
	}
}

// each does something with each text of a list, or with a single one.
func each(v ref.Val, do func(string) ref.Val) ref.Val {
	list, ok := v.(traits.Lister)
	if !ok {
		if one := texts(do)(v); one != types.NullValue {
			return types.DefaultTypeAdapter.NativeToValue([]ref.Val{one})
		}
		return types.NullValue
	}
	all := []ref.Val{}
	for it := list.Iterator(); it.HasNext() == types.True; {
		one := texts(do)(it.Next())
		if types.IsError(one) {
			return one
		}
		if one != types.NullValue {
			all = append(all, one)
		}
	}
	return types.DefaultTypeAdapter.NativeToValue(all)
}

func controls(text string) ref.Val {
	ids, err := value.Controls(text)
	if err != nil {
		return types.WrapErr(err)
	}
	return types.DefaultTypeAdapter.NativeToValue(ids)
}

func at(v ref.Val, n int) ref.Val {
	list, ok := v.(traits.Lister)
	if !ok {
		return v // a single value is a list of one
	}
	if size, _ := list.Size().(types.Int); int(size) <= n {
		return types.NullValue
	}
	return list.Get(types.Int(n))
}

func rest(args ...ref.Val) ref.Val {
	all := []ref.Val{}
	if list, ok := args[0].(traits.Lister); ok {
		for it := list.Iterator(); it.HasNext() == types.True; {
			all = append(all, it.Next())
		}
	}
	return types.DefaultTypeAdapter.NativeToValue(all[min(1, len(all)):])
}

// joined are the texts of a list that are there, with another between them.
func joined(args ...ref.Val) ref.Val {
	list, ok := args[0].(traits.Lister)
	if !ok {
		return args[0]
	}
	var all []string
	for it := list.Iterator(); it.HasNext() == types.True; {
		switch v := it.Next().(type) {
		case types.Null:
		case types.String, types.Int:
			if text := fmt.Sprint(v.Value()); text != "" {
				all = append(all, text)
			}
		default:
			return types.NewErr("joined: found a %s; texts are needed", v.Type().TypeName())
		}
	}
	if len(all) == 0 {
		return types.NullValue
	}
	return types.String(strings.Join(all, asText(args[1])))
}

// when is a value where something is true, and null elsewhere.
func when(args ...ref.Val) ref.Val {
	if args[0] == types.True {
		return args[1]
	}
	if _, ok := args[0].(types.Bool); ok || args[0] == types.NullValue {
		return types.NullValue
	}
	return types.NewErr("when: found a %s; true or false is needed", args[0].Type().TypeName())
}

// either is the first of two values that is there.
func either(args ...ref.Val) ref.Val {
	if args[0] == types.NullValue || args[0] == types.String("") {
		return args[1]
	}
	return args[0]
}

func days(add func(api.Date, int) api.Date) func(args ...ref.Val) ref.Val {
	return func(args ...ref.Val) ref.Val {
		if args[0] == types.NullValue || args[1] == types.NullValue {
			return types.NullValue
		}
		day, err := api.ParseDate(asText(args[0]))
		n, ok := args[1].(types.Int)
		if err != nil || !ok || n < -120000 || n > 120000 {
			return types.NewErr("found %v and %v; a day and a whole number are needed", args[0].Value(), args[1].Value())
		}
		return types.String(add(day, int(n)).String())
	}
}
