package manifest

import (
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"sync"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
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

// site is where a record is written. The places of its fields are made when somebody asks
// for one: few records have findings, and the places of all would take as much memory as
// the records themselves.
type site struct {
	// line and column of the record itself.
	line, column uint32
	// alone says that the places of its fields are not known.
	alone bool

	once   sync.Once
	places places
	// text of the document that the record is, the line of the file that it begins at, and
	// the outline of the kind; the text is "" where the places are there from the start.
	text    string
	at      int
	outline *outline
}

// find returns the place of a field, or that of the nearest one above it.
func (s *site) find(field string) (line, column int) {
	if field == "" || s.alone {
		return int(s.line), int(s.column)
	}
	return s.all().find(field)
}

// all returns the places of the record and its fields.
func (s *site) all() places {
	s.once.Do(func() {
		if s.text != "" {
			t, _ := scan(nil, s.text, s.at) // as it did when the record was read
			s.places, s.text = placesOf(t, 0, s.outline), ""
		}
	})
	return s.places
}

// siteOf is of places that are there.
func siteOf(p places) *site { return &site{line: p[0].line, column: p[0].column, places: p} }

var seed = maphash.MakeSeed()

// hash is of the seed of this process: it is compared, never shown or kept.
func hash(name string) uint32 { return uint32(maphash.String(seed, name)) }

// keySeparator joins the keys of an entry of a list that has several.
const keySeparator = "/"

// placesOf notes where a value of a parsed document and its fields are. The outline
// says by which keys the entries of lists are known; nil where nobody knows.
func placesOf(t tree, self int32, o *outline) places {
	p := make(places, 1, len(t)+len(t)/2)
	p[0].line, p[0].column = t[self].line, t[self].column
	p.add(0, t, self, o)
	return slices.Clip(p)
}

// add notes the fields of a node.
func (p *places) add(parent uint32, t tree, self int32, o *outline) {
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
			p.alias(parent, at, t, n, o)
		}
		p.add(at, t, n, o.below(name))
	}
}

// outline is what places need of a schema: by which keys the entries of its lists are
// known. Nil stands for one that has no lists.
type outline struct {
	keys   []string
	items  *outline
	fields map[string]*outline
}

func newOutline(s *structuralschema.Structural) *outline {
	if s.Items != nil {
		return &outline{keys: s.XListMapKeys, items: newOutline(s.Items)}
	}
	o := &outline{fields: map[string]*outline{}}
	for name := range s.Properties {
		property := s.Properties[name]
		if field := newOutline(&property); field != nil {
			o.fields[name] = field
		}
	}
	if len(o.fields) == 0 {
		return nil
	}
	return o
}

// below is the outline of a field, or of the entries of a list.
func (o *outline) below(name string) *outline {
	switch {
	case o == nil:
		return nil
	case o.items != nil:
		return o.items
	}
	return o.fields[name]
}

// alias notes the name by which findings know an entry of a list: itself, where it is a
// text, or its keys. An object of the cluster that a list without keys names is known by
// its kind and name.
func (p *places) alias(parent, at uint32, t tree, entry int32, o *outline) {
	note := func(name string) { *p = append(*p, place{parent, hash(name), at, 0}) }
	switch {
	case t[entry].form != mapping:
		note(t[entry].value)
	case o != nil && len(o.keys) == 1:
		note(t.text(entry, o.keys[0]))
	case o != nil && len(o.keys) > 1:
		var keys []string
		for _, key := range o.keys {
			keys = append(keys, t.text(entry, key))
		}
		note(strings.Join(keys, keySeparator))
	case t.child(entry, "kind") != 0:
		note(t.text(entry, "kind") + keySeparator + t.text(entry, "name"))
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
