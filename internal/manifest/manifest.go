// Package manifest reads records from files, folders and streams, and validates
// them as the API server would.
package manifest

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// Set is what was read.
type Set struct {
	// Namespaces with their records, by name. A record that could not be judged is
	// not among them; it is a problem.
	Namespaces []Namespace
	// Problems of the input, in the order of files and lines.
	Problems []report.Problem
	// Foreign documents, in the order of files and lines.
	Foreign []report.Foreign
	// Files and Documents that were read, foreign ones included.
	Files, Documents int

	places places
}

// Namespace is the records of one ISMS.
type Namespace struct {
	Name    string
	Records []api.Record
}

// places tells where records and their fields are written.
type places struct{}

// Locate tells where a field of a record is written: its own place, or that of the
// nearest field above it.
func (s *Set) Locate(namespace string, record assess.Ref, field string) report.Position {
	return report.Position{}
}
