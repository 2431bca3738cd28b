package report

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
)

// MatrixSource is what matrices are built from.
type MatrixSource struct {
	// AsOf is the day that is judged.
	AsOf api.Date
	// Worlds of the namespaces, by name, and what of their input could not be judged.
	Worlds   []*assess.World
	Problems []input.Problem
	// Several says that other namespaces are shown beside those of Worlds, so that names of files
	// have to tell them apart.
	Several bool
	// Keep says of which kinds of records there are rows in a matrix of many kinds; nil keeps all.
	Keep func(kind string) bool
}

func (s *MatrixSource) several() bool { return s.Several || len(s.Worlds) > 1 }

func (s *MatrixSource) keeps(kind string) bool { return s.Keep == nil || s.Keep(kind) }

// gapColumn is the last column: the reasons of the findings that the rules have.
const gapColumn = "GAP"

// CommandColumn is the column of the command that verifies a signature by hand.
const CommandColumn = "VERIFY"

// notKnown stands in a row of which nobody can tell whether there is a gap.
const notKnown = "unknown"
