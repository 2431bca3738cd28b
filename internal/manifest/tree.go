package manifest

import (
	"go.yaml.in/yaml/v3"
)

// form is what a node of a tree is.
type form uint8

const (
	// plain is a scalar without quotes, whose meaning depends on how it looks.
	plain form = iota
	// quoted is a scalar that is a string, whatever it looks like.
	quoted
	mapping
	sequence
)

// node is a value of a parsed document. A tree holds its nodes in one slice, so that
// it costs no allocation and is gone as soon as the next document is parsed.
type node struct {
	// key under which a mapping has the node; "" in a sequence.
	key string
	// value of a scalar.
	value string
	// line of the file and column that the key, or else the value, is at.
	line, column uint32
	// first child and next sibling; 0 where there is none, since the root is neither.
	first, next int32
	// count of children.
	count int32
	form  form
}

// tree is a parsed document; the root is the first node.
type tree []node

// child returns the node that a mapping has under a key; 0 where there is none.
func (t tree) child(parent int32, key string) int32 {
	for n := t[parent].first; n != 0; n = t[n].next {
		if t[n].key == key {
			return n
		}
	}
	return 0
}

// add appends a node to a tree, as the last child of its parent.
func (t *tree) add(parent, last int32, n node) int32 {
	self := int32(len(*t))
	*t = append(*t, n)
	if self == 0 {
		return 0
	}
	if last == 0 {
		(*t)[parent].first = self
	} else {
		(*t)[last].next = self
	}
	(*t)[parent].count++
	return self
}

// treeFrom makes a tree of what the YAML library parsed, and reports whether each
// value in it is what it looks like: there is no alias, no merge and no tag.
func treeFrom(into tree, root *yaml.Node, line int) (tree, bool) {
	t := into[:0]
	t.add(0, 0, nodeFrom(root, line))
	ok := t.addFrom(0, root, line)
	return t, ok
}

func nodeFrom(n *yaml.Node, line int) node {
	self := node{line: uint32(n.Line + line - 1), column: uint32(n.Column)}
	switch n.Kind {
	case yaml.MappingNode:
		self.form = mapping
	case yaml.SequenceNode:
		self.form = sequence
	default:
		self.value = n.Value
		if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			self.form = quoted
		}
	}
	return self
}

// addFrom adds the children of a node. What an alias stands for is written elsewhere
// and is left out.
func (t *tree) addFrom(self int32, n *yaml.Node, line int) bool {
	ok := n.Kind != yaml.AliasNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0
	last := int32(0)
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			item := nodeFrom(value, line)
			item.key, item.line, item.column = key.Value, uint32(key.Line+line-1), uint32(key.Column)
			ok = ok && key.Kind == yaml.ScalarNode && key.Anchor == "" && key.Style&yaml.TaggedStyle == 0 &&
				(key.Style != 0 || isString(key.Value))
			last = t.add(self, last, item)
			ok = t.addFrom(last, value, line) && ok
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			last = t.add(self, last, nodeFrom(item, line))
			ok = t.addFrom(last, item, line) && ok
		}
	}
	return ok
}

// isString reports whether a scalar without quotes is surely a string to YAML 1.1, as
// the library reads it that kubectl uses. It may err to the other side only: what is
// none here is left to that library.
func isString(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		return isDay(s) || hasLetterOfNoNumber(s)
	case c == '+' || c == '-' || c == '.' || c == '~' || c == '<' || c == '=':
		return false
	case len(s) <= len("false"):
		return !booleans[s]
	}
	return true
}

// booleans are the words that YAML 1.1 reads as true, false or nothing.
var booleans = func() map[string]bool {
	all := map[string]bool{}
	for _, s := range []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"} {
		upper := []byte(s)
		for i := range upper {
			upper[i] -= 'a' - 'A'
		}
		all[s], all[string(upper)], all[string(upper[0])+s[1:]] = true, true, true
	}
	return all
}()

// isDay reports whether a scalar has the form 2026-10-31, which YAML 1.1 takes for a
// time, and the library for a string as it is written.
func isDay(s string) bool {
	if len(s) != len("2026-10-31") || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := range len(s) {
		if i != 4 && i != 7 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return s[5] <= '1' && s[8] <= '3'
}

// hasLetterOfNoNumber reports whether a scalar has a byte that no number and no time has.
func hasLetterOfNoNumber(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '/', c == ',', c == '(', c == ')', c == '%', c == '&', c >= 'g' && c <= 'z' && c != 'i' && c != 'n' && c != 'o' && c != 't' && c != 'x':
			return true
		}
	}
	return false
}
