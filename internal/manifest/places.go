package manifest

import (
	"hash/maphash"
	"slices"
	"strconv"
)

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

// placesOf notes where a value of a parsed document and its fields are.
func placesOf(t tree, self int32) places {
	p := make(places, 1, len(t)+len(t)/2)
	p[0].line, p[0].column = t[self].line, t[self].column
	p.add(0, t, self)
	return slices.Clip(p)
}

// add notes the fields of a node.
func (p *places) add(parent uint32, t tree, self int32) {
	i := 0
	for n := t[self].first; n != 0; n = t[n].next {
		name := t[n].key
		if t[self].form == sequence {
			name = strconv.Itoa(i)
			i++
		} else if parent == 0 && name == "status" {
			continue
		}
		at := uint32(len(*p))
		*p = append(*p, place{parent, hash(name), t[n].line, t[n].column})
		if t[self].form == sequence {
			p.alias(parent, at, t, n)
		}
		p.add(at, t, n)
	}
}

// alias notes the names by which findings know an entry of a list: the values of its
// keys, or the two that are a key together.
func (p *places) alias(parent, at uint32, t tree, entry int32) {
	note := func(name string) { *p = append(*p, place{parent, hash(name), at, 0}) }
	if t[entry].form != mapping {
		note(t[entry].value)
		return
	}
	for n := t[entry].first; n != 0; n = t[n].next {
		if t[n].form > quoted {
			continue
		}
		switch key := t[n].key; key {
		case "id", "name", "topic", "type", "competency", "duty", "target", "none", "training":
			note(t[n].value)
		}
	}
	if t.child(entry, "kind") != 0 {
		note(t.text(entry, "kind") + "/" + t.text(entry, "name"))
	}
	if t.child(entry, "first") != 0 {
		note(t.text(entry, "first") + "/" + t.text(entry, "second"))
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
