package convert

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

// merger puts what several rows say into one record.
type merger struct {
	kind string
	// at are the places of the entries of lists, by their path and key.
	at map[string]int
}

// conflict is what two rows say differently.
type conflict struct {
	path     string
	was, now any
}

func (c *conflict) Error() string {
	return fmt.Sprintf("found %v; another row of the record says %v", c.now, c.was)
}

// merge adds what another row says to a spec. Lists grow, entries of one key are one, and two
// values of one field are a conflict.
func (m *merger) merge(into, from map[string]any, path string) *conflict {
	for name, v := range from {
		at := name
		if path != "" {
			at = path + "." + name
		}
		was, there := into[name]
		if list, ok := v.([]any); ok && (!there || isList(was)) {
			old, _ := was.([]any)
			grown, wrong := m.list(old, list, at)
			if wrong != nil {
				return wrong
			}
			into[name] = grown
			continue
		}
		switch {
		case !there:
			into[name] = v
		case reflect.DeepEqual(was, v):
		default:
			a, ok := was.(map[string]any)
			b, also := v.(map[string]any)
			if !ok || !also {
				return &conflict{at, was, v}
			}
			if wrong := m.merge(a, b, at); wrong != nil {
				return wrong
			}
		}
	}
	return nil
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

func (m *merger) list(old, more []any, path string) ([]any, *conflict) {
	keys := manifest.ListKeys(m.kind, "spec."+withoutEntries(path))
	for _, item := range more {
		key := path + "\x00" + entryKey(item, keys)
		i, there := m.at[key]
		if !there {
			m.at[key] = len(old)
			old = append(old, item)
			continue
		}
		a, ok := old[i].(map[string]any)
		b, also := item.(map[string]any)
		if ok && also {
			if wrong := m.merge(a, b, path+"["+entryKey(item, keys)+"]"); wrong != nil {
				return nil, wrong
			}
		}
	}
	return old, nil
}

// entryKey tells the entries of a list apart: by their keys, or by all that they say.
func entryKey(item any, keys []string) string {
	object, ok := item.(map[string]any)
	if !ok || len(keys) == 0 {
		return fmt.Sprint(item)
	}
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = fmt.Sprint(object[k])
	}
	return strings.Join(parts, "\x1f")
}

// withoutEntries is a path without the entries of its lists.
func withoutEntries(path string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, path, _ = strings.Cut(after, "]")
	}
}
