package manifest

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Exhibit is a document that a record names as evidence.
type Exhibit struct {
	Namespace string
	Record    assess.Ref
	// Document as it was seen; of a remote one only what the record says of it.
	assess.Document
	// Remote says that it was not looked for: it is kept elsewhere, or is named by an
	// absolute path.
	Remote bool
}

// Exhibits returns the documents that the records name as evidence, in the order of
// namespaces, of records as they were read, and of fields.
func (s *Set) Exhibits() []Exhibit {
	var all []Exhibit
	for i := range s.Namespaces {
		n := &s.Namespaces[i]
		for _, r := range n.Records {
			ref := assess.Ref{Kind: r.GetObjectKind().GroupVersionKind().Kind, Name: r.GetName()}
			seen := n.Documents[ref]
			kinds()[ref.Kind].documents(r, func(d assess.Document) {
				e := Exhibit{Namespace: n.Name, Record: ref, Document: d, Remote: !relative(d.URI)}
				if !e.Remote && len(seen) > 0 { // they were looked for in this order
					e.Document, seen = seen[0], seen[1:]
				}
				all = append(all, e)
			})
		}
	}
	return all
}
