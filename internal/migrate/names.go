package migrate

import (
	"regexp"
	"slices"
	"strings"
)

var index = regexp.MustCompile(`\[[^]]*\]`)

// Now tells where a field of an earlier shape of a kind is today; false for one that never
// was. The field is as errors name it, such as "spec.rows[0].accountable".
func Now(kind, field string) (today string, was bool) {
	plain := index.ReplaceAllString(field, "[]")
	for i := range steps {
		s := &steps[i]
		if len(s.kinds) > 0 && !slices.Contains(s.kinds, kind) || s.values != nil {
			continue
		}
		old := s.path
		if s.into != "" {
			old += ".name"
		}
		if plain == old {
			return last(s.to(match{}), s.into), true
		}
	}
	return "", false
}

// last is what is told of the field today: all of its path for one that went elsewhere.
func last(path, into string) string {
	if into != "" {
		return path + ".name"
	}
	return strings.TrimSuffix(path, "[]")
}
