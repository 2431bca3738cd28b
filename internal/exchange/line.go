package exchange

import (
	"github.com/isms-operator/isms-operator/internal/input"
)

// Outcome is what becomes of a record.
type Outcome string

// Outcome values.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Deleted   Outcome = "deleted"
	Unchanged Outcome = "unchanged"
	// Gone records have no row any more, and stay as they are.
	Gone     Outcome = "gone"
	Conflict Outcome = "conflict"
	Refused  Outcome = "refused"
)

// Outcomes are all of them, in the order in which they are told.
var Outcomes = []Outcome{Created, Updated, Deleted, Unchanged, Gone, Conflict, Refused}

// Line is what becomes of a record, and why.
type Line struct {
	input.Record
	// Position in the files; of a new one, where it is to be.
	input.Position
	// Row of the record, where it has one.
	Row     string  `json:"row,omitempty"`
	Outcome Outcome `json:"outcome"`
	// Changes of fields that are made.
	Changes []FieldChange `json:"changes,omitempty"`
	// Conflicts are fields that were edited in the sheet and in the files, otherwise.
	Conflicts []FieldConflict `json:"conflicts,omitempty"`
	// Reasons why it is refused, and what to do.
	Reasons []string `json:"reasons,omitempty"`
	// Notes say what else is to be known.
	Notes []string `json:"notes,omitempty"`

	// Proved says that a new record was found valid before it came here.
	Proved bool `json:"-"`
	// Before is what the files say of it, and After what they are to say; nil where there is none.
	Before, After *Record `json:"-"`
}

// FieldChange is a field that changes.
type FieldChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// FieldConflict is a field of which sheet and files say different things, and both something
// else than when it was exported.
type FieldConflict struct {
	Field string `json:"field"`
	Base  string `json:"base"`
	Files string `json:"files"`
	Sheet string `json:"sheet"`
	// Cell that says so.
	Cell string `json:"cell,omitempty"`
}
