package manifest

import (
	"hash/maphash"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// origin tells where a record is written.
type origin struct {
	file   string
	places places
}

// places are where a document and its fields are written; the first is the document
// itself. They outlive the parsed document, so they are small: a field is known by
// the hash of its name and by the place that it is in.
type places []place

type place struct {
	parent uint32
	name   uint32
	// line and column count from 1. Column 0 marks another name for the place whose
	// number is in line.
	line, column uint32
}

var seed = maphash.MakeSeed()

// hash is of the seed of this process: it is compared, never shown or kept.
func hash(name string) uint32 { return uint32(maphash.String(seed, name)) }

// entryKeys are the fields by which findings name an entry of a list.
var entryKeys = []string{"id", "name", "topic", "type", "competency", "duty", "target", "none", "training"}

// placesOf notes where a parsed document and its fields are. Line is that of the
// file which the document begins at.
func placesOf(root *yaml.Node, line int) places {
	p := places{{line: uint32(line), column: 1}}
	if root == nil {
		return p
	}
	p[0].line, p[0].column = at(root, line)
	p.add(0, root, line)
	return p
}

func at(n *yaml.Node, line int) (uint32, uint32) {
	return uint32(n.Line + line - 1), uint32(n.Column)
}

// add notes the fields of a node. What an alias stands for is written elsewhere.
func (p *places) add(parent uint32, n *yaml.Node, line int) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if parent == 0 && key.Value == "status" {
				continue
			}
			p.add(p.note(parent, key.Value, key, line), n.Content[i+1], line)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			self := p.note(parent, strconv.Itoa(i), item, line)
			p.alias(parent, self, item)
			p.add(self, item, line)
		}
	}
}

func (p *places) note(parent uint32, name string, n *yaml.Node, line int) uint32 {
	l, c := at(n, line)
	*p = append(*p, place{parent, hash(name), l, c})
	return uint32(len(*p) - 1)
}

// alias notes the names by which findings know an entry of a list.
func (p *places) alias(parent, self uint32, item *yaml.Node) {
	if item.Kind == yaml.ScalarNode {
		*p = append(*p, place{parent, hash(item.Value), self, 0})
		return
	}
	if item.Kind != yaml.MappingNode {
		return
	}
	kind, name := "", ""
	for i := 0; i+1 < len(item.Content); i += 2 {
		key, value := item.Content[i].Value, item.Content[i+1]
		if value.Kind != yaml.ScalarNode {
			continue
		}
		switch key {
		case "kind":
			kind = value.Value
		case "name":
			name = value.Value
		}
		for _, k := range entryKeys {
			if key == k {
				*p = append(*p, place{parent, hash(value.Value), self, 0})
			}
		}
	}
	if kind != "" {
		*p = append(*p, place{parent, hash(kind + "/" + name), self, 0})
	}
}

// find returns the place of a field, or that of the nearest one above it.
func (p places) find(field string) (line, column int) {
	self := uint32(0)
	for field != "" {
		step, rest := cutStep(field)
		next, ok := p.child(self, hash(step))
		if !ok {
			break
		}
		self, field = next, rest
	}
	return int(p[self].line), int(p[self].column)
}

func (p places) child(parent, name uint32) (uint32, bool) {
	for i := parent + 1; i < uint32(len(p)); i++ {
		if p[i].parent != parent || p[i].name != name {
			continue
		}
		if p[i].column == 0 {
			return p[i].line, true
		}
		return i, true
	}
	return 0, false
}

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

// Locate tells where a field of a record is written: its own place, or that of the
// nearest field above it. It is empty for a record that was not read.
func (s *Set) Locate(namespace string, record assess.Ref, field string) report.Position {
	o, ok := s.places[report.Record{Kind: record.Kind, Namespace: namespace, Name: record.Name}]
	if !ok {
		return report.Position{}
	}
	line, column := o.places.find(field)
	return report.Position{File: o.file, Line: line, Column: column}
}
