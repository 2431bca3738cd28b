package controllers

import (
	"reflect"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/status"
)

// entry is a record as the API server holds it. It is never changed, only replaced.
type entry struct {
	// record says what the object does, its status left out; with faults it says only
	// what of it can be read.
	record api.Record
	faults []assess.Fault
	// status as it is stored; nil where it cannot be read.
	status *status.Kept
	// trusted is the last status that the operator wrote, or found when it first saw the
	// record. What somebody else wrote since is no ground for anything.
	trusted *status.Kept
	// version of the object that has this status.
	version string
	// perhaps are statuses that the operator tried to write on this version without
	// learning whether it did.
	perhaps []*status.Kept
	// lasting is what was computed of the record; another version that says the same has it too.
	lasting *assess.Lasting
}

func newEntry(record api.Record, faults []assess.Fault, stored *status.Kept) *entry {
	return &entry{record: record, faults: faults, status: stored, trusted: stored, version: record.GetResourceVersion(), lasting: new(assess.Lasting)}
}

// base is the status that the next one goes on from: one that the operator has perhaps
// written, so that it writes the same again and knows it when it sees it.
func (e *entry) base() *status.Kept {
	if n := len(e.perhaps); n > 0 {
		return e.perhaps[n-1]
	}
	return e.trusted
}

// wrote reports whether a status may be the operator's own.
func (e *entry) wrote(s *status.Kept) bool {
	return slices.ContainsFunc(e.perhaps, func(p *status.Kept) bool { return status.Same(s, p) })
}

// change is what an object that arrives means for its namespace.
type change uint8

const (
	unchanged change = iota
	// edited: what is judged is another.
	edited
	// forged: somebody else wrote the status.
	forged
	// removed: the record is gone.
	removed
	// reportDiffers: the Report of the namespace may not be as the operator wrote it.
	reportDiffers
)

// sameContent reports whether two versions of a record are judged alike. The
// generation tells of edits; a definition that changed can show the same generation
// in another way.
func sameContent(a, b *entry) bool {
	return a.record.GetGeneration() == b.record.GetGeneration() && slices.Equal(a.faults, b.faults) && reflect.DeepEqual(specOf(a.record), specOf(b.record))
}

func specOf(r api.Record) any { return reflect.ValueOf(r).Elem().FieldByName("Spec").Interface() }
