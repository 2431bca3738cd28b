package assess

import (
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Exhibit is a document that a record rests on.
type Exhibit struct {
	// Field that names the document, such as "spec.evidence[contract]".
	Field string
	// URI and SHA256 as the record gives them.
	URI, SHA256 string
}

// ExhibitKey tells the exhibits of a namespace apart.
type ExhibitKey struct {
	Record Ref
	Field  string
}

// Document is what was seen of an exhibit.
type Document struct {
	// Exists says whether the document is there.
	Exists bool
	// SHA256 of its content, in hexadecimal; "" where it could not be read.
	SHA256 string
}

// ObserveDocuments adds what was seen of the documents that records name. A document
// that nobody looked for is left out, as in Observe.
func (w *World) ObserveDocuments(seen map[ExhibitKey]Document) { w.documents = seen }

// ObservedDocument returns what was seen of an exhibit, and whether anybody looked.
func (w *World) ObservedDocument(key ExhibitKey) (Document, bool) {
	seen, ok := w.documents[key]
	return seen, ok
}

// Exhibits yields the documents that a record names.
func Exhibits(r api.Record) iter.Seq[Exhibit] {
	return func(yield func(Exhibit) bool) {
		if !evidence("spec.evidence", r.RecordCommon().Evidence, yield) {
			return
		}
		switch r := r.(type) {
		case *api.ManagementReview:
			document("spec.minutes", r.Spec.Minutes, yield)
		case *api.InternalAudit:
			document("spec.report", r.Spec.Report, yield)
		case *api.StatementOfApplicability:
			for i := range r.Spec.Controls {
				control := &r.Spec.Controls[i]
				if len(control.Evidence) > 0 && !evidence("spec.controls["+control.ID+"].evidence", control.Evidence, yield) {
					return
				}
			}
		}
	}
}

func evidence(field string, list []api.Evidence, yield func(Exhibit) bool) bool {
	for i := range list {
		if !yield(Exhibit{field + "[" + list[i].Name + "]", list[i].URI, list[i].SHA256}) {
			return false
		}
	}
	return true
}

func document(field string, d *api.Document, yield func(Exhibit) bool) {
	if d != nil {
		yield(Exhibit{field, d.URI, d.SHA256})
	}
}
