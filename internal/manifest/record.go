package manifest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
)

// result is what part of a file holds, in the order of its lines. Positions have no
// file yet.
type result struct {
	records   []record
	unread    []record
	problems  []input.Problem
	foreign   []input.Foreign
	documents int
}

// record is a record and where it is written. One with faults says less than what is
// written there and is not judged.
type record struct {
	api.Record
	id     input.Record
	site   *site
	faults []assess.Fault
}

// reader judges documents. It is of one goroutine.
type reader struct {
	ctx       context.Context
	namespace string
	// skipFields has sites of records alone.
	skipFields bool
	// tree of the document that was parsed last; the next one is parsed into its memory.
	tree tree
	// text of the tree, where it was read without a parser of all YAML.
	text document
	result
}

// read judges a document.
func (r *reader) read(d document) {
	if d.separator != "" {
		r.problem(input.Problem{
			Position: input.Position{Line: d.line - 1, Column: 1},
			Message:  fmt.Sprintf("found %s behind the separator of documents; only a comment may stand there", show(d.separator)),
			Remedy:   "Write \"---\" on a line of its own",
		})
	}
	if blank(d.text) {
		return
	}
	r.documents++
	if len(d.text) > MaxDocument {
		r.problem(input.Problem{
			Position: input.Position{Line: d.line, Column: 1},
			Message:  fmt.Sprintf("the document has %d bytes; at most %d are read", len(d.text), MaxDocument),
			Remedy:   "Split it into documents",
		})
		return
	}
	if r.scanned(d) {
		return
	}
	if isJSON(d.text) {
		if parts := values(d); len(parts) > 1 {
			r.documents--
			for _, part := range parts {
				r.read(part)
			}
			return
		}
	}
	root, err := nodes(d.text)
	if err == nil {
		var ok bool
		if r.tree, ok = treeFrom(r.tree, root, d.line); ok && r.proved(0) {
			return
		}
	}
	p, problems := parse(d, root, err)
	if len(problems) > 0 {
		for i := range problems {
			r.problem(problems[i])
		}
		return
	}
	r.value(p)
}

// scanned reports whether a document was read without a parser of all YAML.
func (r *reader) scanned(d document) (ok bool) {
	r.tree, ok = scan(r.tree, d.text, d.line)
	r.text = d
	defer func() { r.text = document{} }()
	return ok && r.proved(0)
}

// proved adds the record, or the records of the list, that a node is, and reports
// whether all could be proved valid.
func (r *reader) proved(self int32) bool {
	t := r.tree
	version, name := t.text(self, "apiVersion"), t.text(self, "kind")
	if k := kinds()[name]; k != nil && version == api.GroupVersion.String() {
		found := k.prove(t, self, r.namespace)
		if found == nil {
			return false
		}
		id := input.Record{Kind: k.Name, Namespace: found.GetNamespace(), Name: found.GetName()}
		r.records = append(r.records, record{Record: found, id: id, site: r.site(self, k.outline())})
		return true
	}
	items := t.child(self, "items")
	if !isList(version, name) || t[self].count != 3 || items == 0 || t[items].form != sequence {
		return false
	}
	before := len(r.records)
	for n := t[items].first; n != 0; n = t[n].next {
		entry := t.text(n, "kind")
		if isList(t.text(n, "apiVersion"), entry) || name != "List" && entry+"List" != name || !r.proved(n) {
			r.records = r.records[:before]
			return false
		}
	}
	r.documents += int(t[items].count) - 1
	return true
}

// site returns where the record is that a node of the tree is. Of one in a list the places
// are made at once, or each would have the whole list parsed again.
func (r *reader) site(self int32, o *outline) *site {
	s := &site{line: r.tree[self].line, column: r.tree[self].column}
	switch {
	case r.skipFields:
		s.alone = true
	case r.text.text != "" && self == 0:
		s.text, s.at, s.outline = r.text.text, r.text.line, o
	default:
		s.places = placesOf(r.tree, self, o)
	}
	return s
}

func (r *reader) problem(p input.Problem) { r.problems = append(r.problems, p) }

// value judges what a document says: an object, or a list of objects.
func (r *reader) value(p parsed) {
	switch v := p.value.(type) {
	case nil:
	case map[string]any:
		r.object(p, v)
	case []any:
		if ours(v) {
			r.problem(input.Problem{
				Position: p.position(), Message: "found a list of records; a document holds one object",
				Remedy: "Separate the records by lines \"---\", or put them into the items of a List",
			})
			return
		}
		r.foreign = append(r.foreign, input.Foreign{Position: p.position()})
	default:
		r.problem(input.Problem{
			Position: p.position(), Message: fmt.Sprintf("found %s; a document is an object with apiVersion and kind", describe(v)),
			Remedy: "Correct the document, or leave the file out if it is no manifest",
		})
	}
}

func (p parsed) position() input.Position {
	line, column := p.places(nil).find("")
	return input.Position{Line: line, Column: column}
}

func (p parsed) places(o *outline) places {
	if p.root == nil {
		return places{{line: uint32(p.line), column: 1}}
	}
	t, _ := treeFrom(nil, p.root, p.line)
	return placesOf(t, 0, o)
}

// object judges an object: a list of others, a record, or none of ours.
func (r *reader) object(p parsed, object map[string]any) {
	version, _ := object["apiVersion"].(string)
	name, _ := object["kind"].(string)
	switch {
	case isList(version, name):
		r.items(p, object)
	case version == api.GroupVersion.String() && kinds()[name] != nil:
		r.record(p, kinds()[name], object)
	case !strings.HasPrefix(version, api.GroupName) && ours(object["items"]):
		r.items(p, object) // kubectl takes whatever has items for a list
	default:
		r.other(p, object, version, name)
	}
}

// record judges an object of a kind.
func (r *reader) record(p parsed, k *kind, object map[string]any) {
	id := identify(k.Name, object, r.namespace)
	places := p.places(k.outline())
	found, problems := k.read(r.ctx, object, r.namespace)
	var faults []assess.Fault
	for _, problem := range problems {
		faults = append(faults, assess.Fault{Field: problem.Field, Message: problem.Message, Remedy: problem.Remedy})
		problem.Line, problem.Column = places.find(problem.Field)
		problem.Record = id
		r.problem(problem)
	}
	if len(faults) == 0 {
		r.records = append(r.records, record{Record: found, id: *id, site: siteOf(places)})
		return
	}
	// A record without a name, or of no possible namespace, is in no world.
	if id != nil && id.Namespace != "" {
		found.SetNamespace(id.Namespace)
		r.unread = append(r.unread, record{found, *id, siteOf(places), faults})
	}
}

// identify names the record that an object is; nil where it has no name. A namespace
// that is none stays empty: the record may be meant for any.
func identify(kind string, object map[string]any, namespace string) *input.Record {
	meta, _ := object["metadata"].(map[string]any)
	name, _ := meta["name"].(string)
	if name == "" {
		return nil
	}
	switch own, isText := meta["namespace"].(string); {
	case isText && own != "":
		namespace = own
	case !isText && meta["namespace"] != nil:
		namespace = ""
	}
	if !isName(namespace, 63, false) {
		namespace = ""
	}
	return &input.Record{Kind: kind, Namespace: namespace, Name: name}
}

// other sorts an object that is no record: what was meant as one is a problem, what is
// somebody else's is foreign.
func (r *reader) other(p parsed, object map[string]any, version, kindName string) {
	problem := input.Problem{Position: p.position(), Field: "kind", Record: identify(kindName, object, r.namespace)}
	group, number, _ := strings.Cut(version, "/")
	names := slices.Sorted(maps.Keys(kinds()))
	known := kinds()[kindName] != nil
	switch {
	case version == api.GroupVersion.String():
		problem.Message = fmt.Sprintf("found %s; %s has %s", orNone("kind", kindName), version, strings.Join(names, ", "))
		problem.Remedy = "Write one of the known kinds"
		if near := closest(kindName, names); near != "" {
			problem.Remedy = fmt.Sprintf("Write %q", near)
		}
	case group == api.GroupName:
		problem.Field = "apiVersion"
		problem.Message = fmt.Sprintf("found %s of %s; known is %q", orNone("version", number), group, api.GroupVersion.Version)
		problem.Remedy = fmt.Sprintf("Write %q", api.GroupVersion.String())
	case known && !strings.Contains(version, "/"), version != "" && closest(group, []string{api.GroupName}) != "":
		problem.Field = "apiVersion"
		problem.Message = fmt.Sprintf("found %s; records have %q", orNone("apiVersion", version), api.GroupVersion.String())
		problem.Remedy = fmt.Sprintf("Write %q", api.GroupVersion.String())
	default:
		meta, _ := object["metadata"].(map[string]any)
		name, _ := meta["name"].(string)
		r.foreign = append(r.foreign, input.Foreign{Position: p.position(), APIVersion: version, Kind: kindName, Name: name})
		return
	}
	problem.Line, problem.Column = p.places(nil).find(problem.Field)
	r.problem(problem)
}

// orNone names what was found, or says that there is none.
func orNone(what, found string) string {
	if found == "" {
		return "no " + what
	}
	return fmt.Sprintf("the %s %q", what, found)
}
