package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"go.yaml.in/yaml/v3"

	"github.com/isms-operator/isms-operator/internal/table"
)

// Item is an entry of a list of a file: what a row is to a table.
type Item struct {
	// Value is a map[string]any in which scalars are texts, bools or whole numbers.
	Value map[string]any
	// Root is all of the file.
	Root any
	// Line that it begins at; 0 where the format does not tell.
	Line int
	// Path to it in the file, such as data.products[3].
	Path string
}

// Place is where an item stands, such as "team.yaml:12" or "sample.json: data.products[3]".
func (i *Item) Place(file string) string {
	switch {
	case i.Line > 0:
		return fmt.Sprintf("%s:%d", file, i.Line)
	case i.Path != "":
		return file + ": " + i.Path
	}
	return file
}

// Items reads the entries of the list at a path of a file: "" is the file itself, of which
// every document is an entry, or every entry of a list. Under a heading alone where one is
// given and the format is one of documents.
func Items(name, format string, data []byte, at, heading string) ([]Item, error) {
	switch format {
	case "sections":
		return sections(name, data, heading)
	case "pairs":
		return pairs(name, data, heading)
	case "frontmatter":
		front, _, ok := table.FrontMatter(data)
		if !ok {
			return nil, fmt.Errorf("%s: it has no front matter: its first line is not ---, or none after it is", name)
		}
		return listed(name, at, func() ([]node, error) { return yamlNodes([]byte(front), 1) })
	case "yaml":
		return listed(name, at, func() ([]node, error) { return yamlNodes(data, 0) })
	case "json":
		return listed(name, at, func() ([]node, error) { return jsonNodes(data) })
	case "toml":
		return listed(name, at, func() ([]node, error) { return tomlNodes(data) })
	}
	return nil, fmt.Errorf("%s: %q is no format of lists", name, format)
}

// node is a value of a file, with the lines of what is in it where they are known.
type node struct {
	value any
	yaml  *yaml.Node
	shift int
}

func (n node) line() int {
	if n.yaml == nil {
		return 0
	}
	return n.yaml.Line + n.shift
}

// child is a value in a node, by its key.
func (n node) child(key string) (node, bool) {
	object, ok := n.value.(map[string]any)
	if !ok {
		return node{}, false
	}
	v, ok := object[key]
	child := node{v, nil, n.shift}
	if n.yaml != nil && n.yaml.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.yaml.Content); i += 2 {
			if n.yaml.Content[i].Value == key {
				child.yaml = n.yaml.Content[i+1]
			}
		}
	}
	return child, ok
}

func listed(name, at string, read func() ([]node, error)) ([]Item, error) {
	documents, err := read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var items []Item
	for _, root := range documents {
		n := root
		if at != "" {
			for step := range strings.SplitSeq(at, ".") {
				var ok bool
				if n, ok = n.child(step); !ok {
					return nil, fmt.Errorf("%s: it has no %q of the path %s", name, step, at)
				}
			}
		}
		items = append(items, entries(n, root.value, at)...)
	}
	return items, nil
}

// entries are those of a list, or a value that is none.
func entries(n node, root any, at string) []Item {
	list, several := n.value.([]any)
	if !several {
		return []Item{{Value: object(n.value), Root: root, Path: at, Line: n.line()}}
	}
	items := make([]Item, len(list))
	for i, v := range list {
		items[i] = Item{Value: object(v), Root: root, Path: fmt.Sprintf("%s[%d]", at, i)}
		if n.yaml != nil && i < len(n.yaml.Content) {
			items[i].Line = n.yaml.Content[i].Line + n.shift
		}
	}
	return items
}

// object is a value with fields; one without has the field "value".
func object(v any) map[string]any {
	if o, ok := v.(map[string]any); ok {
		return o
	}
	return map[string]any{"value": v}
}

func yamlNodes(data []byte, shift int) ([]node, error) {
	in := yaml.NewDecoder(bytes.NewReader(data))
	var all []node
	for {
		var document yaml.Node
		err := in.Decode(&document)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		budget := maxNodes
		v, err := fromYAML(document.Content[0], &budget)
		if err != nil {
			return nil, err
		}
		all = append(all, node{v, document.Content[0], shift})
	}
}

// maxNodes bounds what aliases of YAML can make of a small file.
const maxNodes = 2_000_000

func fromYAML(n *yaml.Node, budget *int) (any, error) {
	if *budget--; *budget < 0 {
		return nil, fmt.Errorf("line %d: it has more than %d values, and no more are read", n.Line, maxNodes)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return fromYAML(n.Alias, budget)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			v, err := fromYAML(item, budget)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		object := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if _, twice := object[key]; twice {
				return nil, fmt.Errorf("line %d: the key %q is there twice", n.Content[i].Line, key)
			}
			v, err := fromYAML(n.Content[i+1], budget)
			if err != nil {
				return nil, err
			}
			object[key] = v
		}
		return object, nil
	}
	return scalar(n), nil
}

// scalar is what is written: a number that is no whole one, and a day, stay texts, of which
// no digit is lost.
func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int":
		return wholeOr(n.Value)
	}
	return table.Clean(n.Value)
}

// wholeOr is a whole number where that is written as such: 007 is a text.
func wholeOr(text string) any {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(i, 10) == text {
		return i
	}
	return text
}

func jsonNodes(data []byte) ([]node, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	in := json.NewDecoder(bytes.NewReader(data))
	in.UseNumber()
	var all []node
	for {
		var v any
		err := in.Decode(&v)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			offset := in.InputOffset()
			if wrong := (*json.SyntaxError)(nil); errors.As(err, &wrong) {
				offset = wrong.Offset
			}
			line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		all = append(all, node{value: plainValue(v)})
	}
}

func tomlNodes(data []byte) ([]node, error) {
	var v map[string]any
	if _, err := toml.Decode(string(data), &v); err != nil {
		return nil, err
	}
	return []node{{value: plainValue(v)}}, nil
}

// plainValue makes texts, bools and whole numbers of what decoders make.
func plainValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			v[k] = plainValue(item)
		}
	case []any:
		for i, item := range v {
			v[i] = plainValue(item)
		}
	case []map[string]any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plainValue(item)
		}
		return list
	case json.Number:
		return wholeOr(v.String())
	case string:
		return table.Clean(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		if v.Location().String() == "date-local" {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339)
	}
	return v
}
