package source

import (
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/table"
)

// sections are the sections of a Markdown document as items, with the anchor that links in it
// have; under a heading alone where one is given.
func sections(name string, data []byte, heading string) ([]Item, error) {
	read, err := table.ReadSections(name, data)
	if err != nil {
		return nil, err
	}
	var items []Item
	inside := 0
	for _, s := range read {
		if inside > 0 && s.Level <= inside {
			inside = 0
		}
		if heading != "" && table.Fold(s.Heading) == table.Fold(heading) {
			inside = s.Level
		}
		if heading == "" || inside > 0 {
			items = append(items, Item{Line: s.Line, Value: map[string]any{"heading": s.Heading, "level": int64(s.Level), "text": s.Text, "anchor": anchor(s.Heading)}})
		}
	}
	return items, nil
}

// anchor is the name by which links of a document lead to a heading, as GitHub makes it.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case strings.ContainsRune("!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~", r):
			return -1
		}
		return r
	}, strings.ToLower(heading))
}

// pairs are the lines "Label: value" of a Markdown document as one item; those under a heading
// alone where one is given.
func pairs(name string, data []byte, heading string) ([]Item, error) {
	read, err := table.ReadPairs(name, data)
	if err != nil {
		return nil, err
	}
	item := Item{Value: map[string]any{}}
	for _, p := range read {
		if heading != "" && table.Fold(p.Heading) != table.Fold(heading) || p.Value == "" {
			continue
		}
		if was, twice := item.Value[p.Label]; twice && was != p.Value {
			return nil, fmt.Errorf("%s:%d: %q is there twice, as %q and as %q; name the heading that is meant", name, p.Line, p.Label, was, p.Value)
		}
		item.Value[p.Label] = p.Value
		if item.Line == 0 {
			item.Line = p.Line
		}
	}
	if len(item.Value) == 0 {
		return nil, nil
	}
	return []Item{item}, nil
}
