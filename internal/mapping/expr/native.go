package expr

import (
	"fmt"
	"strconv"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

// Mention is a name that a register states of somebody or something. It becomes a
// reference once all records are known.
type Mention struct {
	// Kind that is named; "" is somebody: a Person, or a SecurityRole. Resource is any of several.
	Kind string
	// Text as stated.
	Text string
}

// Resource is the Kind of a mention of whatever the register has of that name: an asset, a tool
// or a service.
const Resource = "\x00resource"

// The keys of a mention while it is a value of CEL, which no register can have.
const (
	mentionKind = "\x00kind"
	mentionText = "\x00text"
)

func mention(kind, text string) ref.Val {
	return types.DefaultTypeAdapter.NativeToValue(map[string]string{mentionKind: kind, mentionText: text})
}

// native makes a Go value of a value of CEL.
func native(v ref.Val) (any, error) {
	switch v := v.(type) {
	case types.Null:
		return nil, nil
	case types.String:
		return string(v), nil
	case types.Int:
		return int64(v), nil
	case types.Uint:
		return strconv.FormatUint(uint64(v), 10), nil
	case types.Bool:
		return bool(v), nil
	case types.Double:
		return strconv.FormatFloat(float64(v), 'f', -1, 64), nil
	case *types.Optional:
		if !v.HasValue() {
			return nil, nil
		}
		return native(v.GetValue())
	case *types.Err:
		return nil, v
	case traits.Mapper:
		return nativeMap(v)
	case traits.Lister:
		return nativeList(v)
	}
	return nil, fmt.Errorf("it makes a %s, and records hold none", v.Type().TypeName())
}

func nativeList(v traits.Lister) (any, error) {
	list := []any{}
	for it := v.Iterator(); it.HasNext() == types.True; {
		item, err := native(it.Next())
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, nil
}

func nativeMap(v traits.Mapper) (any, error) {
	all := map[string]any{}
	for it := v.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		name, ok := key.(types.String)
		if !ok {
			return nil, fmt.Errorf("the key %v is no text", key.Value())
		}
		item, err := native(v.Get(key))
		if err != nil {
			return nil, err
		}
		all[string(name)] = item
	}
	if text, ok := all[mentionText].(string); ok {
		kind, _ := all[mentionKind].(string)
		return Mention{kind, text}, nil
	}
	return all, nil
}
