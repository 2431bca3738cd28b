package assess

// Document is what was seen of a document that a record names as evidence.
type Document struct {
	// Field that names the document, such as "spec.evidence[contract]".
	Field string
	// URI and Stated, its SHA-256, as the record gives them.
	URI, Stated string
	// Exists says whether the document is there.
	Exists bool
	// SHA256 of its content, in hexadecimal; "" where it could not be read.
	SHA256 string
	// Path under which it was looked for.
	Path string
}

// ObserveDocuments adds what was seen of the documents that records name. A document
// that nobody looked for is left out, as in Observe.
func (w *World) ObserveDocuments(seen map[Ref][]Document) { w.documents = seen }

// Documents returns what was seen of the documents that a record names.
func (w *World) Documents(of Ref) []Document { return w.documents[of] }
