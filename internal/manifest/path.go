package manifest

import (
	"fmt"
	"strconv"
	"strings"
)

// cutStep returns the first step of a path such as "spec.controls[A.5.1].resources":
// a field, or what stands in brackets, which may hold dots.
func cutStep(path string) (step, rest string) {
	if strings.HasPrefix(path, "[") {
		step, rest, _ = strings.Cut(path[1:], "]")
		return step, strings.TrimPrefix(rest, ".")
	}
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i], strings.TrimPrefix(path[i:], ".")
	}
	return path, ""
}

// cutLast returns a path without its last field, and that field.
func cutLast(path string) (parent, last string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
}

// cutIndex cuts a path that ends in an index into the list and the index.
func cutIndex(path string) (list string, index int, ok bool) {
	open := strings.LastIndexByte(path, '[')
	if open < 0 || !strings.HasSuffix(path, "]") {
		return "", 0, false
	}
	index, err := strconv.Atoi(path[open+1 : len(path)-1])
	return path[:open], index, err == nil
}

// above is the object or list that holds a field.
func above(path string) string {
	return path[:max(strings.LastIndexByte(path, '.'), strings.LastIndexByte(path, '['), 0)]
}

// lookup returns the value of a field.
func lookup(value any, path string) any {
	for path != "" {
		step, rest := cutStep(path)
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i := 0
			if _, err := fmt.Sscanf(step, "%d", &i); err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
		path = rest
	}
	return value
}
