package controllers

import (
	"fmt"
)

// shownFailures is how many failures of a pass are told in full.
const shownFailures = 3

// failures are what went wrong in a pass: the first few, and how many in all.
type failures struct {
	first []string
	total int
}

func (f *failures) add(d *desired, err error) {
	f.total++
	if len(f.first) < shownFailures {
		f.first = append(f.first, writeFailure(d, err))
	}
}

// writeFailure says which status could not be written. It goes to the log, so a record
// about a person is told by its UID: its name may be somebody's, and both the address
// of a request and the answer of the API server hold it.
func writeFailure(d *desired, err error) string {
	kind, record := d.result.Kind, d.result.Record
	if !kind.Personal {
		return fmt.Sprintf("%s %s: %v", kind.Name, record.GetName(), err)
	}
	return fmt.Sprintf("%s with the UID %s: %s", kind.Name, record.GetUID(), errorWithoutNames(err))
}
