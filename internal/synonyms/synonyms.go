// Package synonyms says what registers call the fields of each kind: the headings of the
// columns in which people keep the same fact, by language. It is data (fields.yaml), from
// which the pages of the kinds are made and an import suggests what a column may be.
package synonyms

import (
	_ "embed"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"
)

//go:embed fields.yaml
var data []byte

// Languages are those in which headings are listed, by their codes of ISO 639-1, in the
// order in which they are shown.
func Languages() []string { return []string{"en", "de", "fr"} }

// entry is what registers call one field, or why none has a column for it.
type entry struct {
	EN   []string `json:"en"`
	DE   []string `json:"de"`
	FR   []string `json:"fr"`
	None string   `json:"none"`
}

// every is the section of what is the same in each kind.
const every = "every"

// entries are all of them by kind and path. The file is part of the program, and a test
// reads it strictly: it has no error at run time.
var entries = sync.OnceValue(func() map[string]map[string]entry {
	all := map[string]map[string]entry{}
	_ = yaml.Unmarshal(data, &all)
	return all
})

// Of is what registers call a field, by language; nil where none has a column for it. The
// path is that of the field in the spec with [] after each list, such as "term.end",
// "owner.statedAs" or "controls[].riskRefs[].name". A part of a reference or of an actor is
// called as the whole is, and what most registers say stands first.
func Of(kind, path string) map[string][]string {
	_, found, ok := find(kind, path)
	if !ok || found.None != "" {
		return nil
	}
	return map[string][]string{"en": found.EN, "de": found.DE, "fr": found.FR}
}

// Without says why no register has a column for a field; "" where one may.
func Without(kind, path string) string {
	_, found, _ := find(kind, path)
	return found.None
}

// Path is the path under which a field is listed: that of the reference or actor that it is
// a part of, or of what none has a column for; "" where it is not listed.
func Path(kind, path string) string {
	listed, _, _ := find(kind, path)
	return listed
}

// find looks for the entry of a field: its own, that of the reference or the actor that it is
// a part of, or that of something above it that no register has a column for.
func find(kind, path string) (string, entry, bool) {
	if found, ok := lookup(kind, path); ok {
		return path, found, true
	}
	whole := path
	for _, part := range []string{".kind", ".name", ".personRef", ".roleRef", ".statedAs"} {
		cut, ok := strings.CutSuffix(whole, part)
		if !ok || (part == ".kind" || part == ".name") && !reference(cut) {
			continue
		}
		whole = cut
		if found, ok := lookup(kind, whole); ok {
			return whole, found, true
		}
	}
	for above := path; above != ""; above = above[:max(strings.LastIndex(above, "."), 0)] {
		above = strings.TrimSuffix(above, "[]")
		if found, ok := lookup(kind, above); ok && found.None != "" {
			return above, found, true
		}
	}
	return "", entry{}, false
}

// reference reports whether a path is that of a reference: its name ends in Ref or Refs.
func reference(path string) bool {
	path = strings.TrimSuffix(path, "[]")
	return strings.HasSuffix(path, "Ref") || strings.HasSuffix(path, "Refs")
}

// lookup is the kind's own entry, or else that of every kind.
func lookup(kind, path string) (entry, bool) {
	if found, ok := entries()[kind][path]; ok {
		return found, true
	}
	found, ok := entries()[every][path]
	return found, ok
}
