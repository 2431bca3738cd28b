package yamledit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// WithoutDocument is a file without the document of a record, and reports whether that is one
// of its documents. It is empty where no other is left.
func WithoutDocument(content, kind, name string) (string, bool) {
	lines := strings.SplitAfter(content, "\n")
	begin, first := 0, -1
	last := 0
	others := false
	for i := 0; i <= len(lines); i++ {
		if i < len(lines) && !strings.HasPrefix(lines[i], "---") {
			continue
		}
		switch text := strings.Join(lines[begin:i], ""); {
		case first < 0 && isDocument(text, kind, name):
			first, last = begin, i
		default:
			others = others || says(text)
		}
		begin = i + 1
	}
	switch {
	case first < 0:
		return "", false
	case !others:
		return "", true
	case first == 0: // the separator behind it goes with it
		return strings.Join(lines[min(last+1, len(lines)):], ""), true
	}
	return strings.Join(slices.Concat(lines[:first-1], lines[last:]), ""), true
}

// says reports whether a document says anything.
func says(text string) bool {
	var n yaml.Node
	return yaml.Unmarshal([]byte(text), &n) != nil || len(n.Content) > 0
}

func isDocument(text, kind, name string) bool {
	var record struct {
		Kind     string `yaml:"kind"`
		Metadata struct {
			Name string `yaml:"name"`
		} `yaml:"metadata"`
	}
	return yaml.Unmarshal([]byte(text), &record) == nil && record.Kind == kind && record.Metadata.Name == name
}
