package manifest

import (
	"fmt"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
)

// Set is what was read.
type Set struct {
	// Namespaces with their records, by name. A record without a name or a possible
	// namespace is in none of them; it is a problem alone.
	Namespaces []gather.Namespace
	// Problems of the input, in the order of files and lines.
	Problems []input.Problem
	// Foreign documents, in the order of files and lines.
	Foreign []input.Foreign
	// Files and Documents that were read, foreign ones included.
	Files, Documents int

	sites map[input.Record]origin
}

// Worlds returns the world of each namespace of which a record can be read. Of another
// there are problems to tell, and nothing to judge.
func (s *Set) Worlds() []*assess.World {
	var all []*assess.World
	for i := range s.Namespaces {
		if n := &s.Namespaces[i]; len(n.Records) > 0 {
			all = append(all, n.World())
		}
	}
	return all
}

// stops tells of a document at which kubectl gives a file up, where records stand below
// it. What is no record is none of our business otherwise.
func (s *Set) stops(file string, parts []result) {
	var stop *input.Foreign
	below := 0
	for p := range parts {
		for i := range parts[p].foreign {
			if f := &parts[p].foreign[i]; stop == nil && (f.APIVersion == "" || f.Kind == "") {
				stop = f
			}
		}
		for _, r := range parts[p].records {
			if line, _ := r.site.find(""); stop != nil && line >= stop.Line {
				below++
			}
		}
	}
	if below == 0 {
		return
	}
	position := stop.Position
	position.File = file
	s.Problems = append(s.Problems, input.Problem{
		Position: position,
		Message:  fmt.Sprintf("the document has no apiVersion or no kind, and kubectl reads no further; records below it: %d", below),
		Remedy:   "Remove the document, or move it into a file of its own",
	})
}

// add puts a record into its namespace, unless it is there already.
func (s *Set) add(namespaces gather.Namespaces, file string, r record) {
	line, column := r.site.find("")
	if first, twice := s.sites[r.id]; twice {
		at, _ := first.find("")
		s.Problems = append(s.Problems, input.Problem{
			Position: input.Position{File: file, Line: line, Column: column}, Record: &r.id,
			Message: fmt.Sprintf("the record is there already, in %s, line %d", first.file, at),
			Remedy:  "Keep one of the two, or rename one; the first was judged",
		})
		return
	}
	s.sites[r.id] = origin{file, r.site}
	namespaces.Of(r.id.Namespace).Add(r.Record, r.faults)
}

// Locate tells where a field of a record is written: its own place, or that of the
// nearest field above it. It is empty for a record that was not read.
func (s *Set) Locate(namespace string, record assess.Ref, field string) input.Position {
	o, ok := s.sites[input.Record{Kind: record.Kind, Namespace: namespace, Name: record.Name}]
	if !ok {
		return input.Position{}
	}
	line, column := o.find(field)
	return input.Position{File: o.file, Line: line, Column: column}
}

// origin tells where a record is written. Files of one content share the site.
type origin struct {
	file string
	*site
}
