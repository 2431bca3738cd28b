package page

import (
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/input"
)

// Source is what a page is made of.
type Source struct {
	// Worlds of the namespaces, by name. Each is used by one goroutine at a time.
	Worlds []*assess.World
	// On is the day to begin with, and Until the last of the slider.
	On, Until api.Date
	// Past days, before On, as they were; nil without history. The slider begins with the
	// first of them. Of the day On itself, only its commits count.
	Past iter.Seq2[*history.Day, error]
	// Problems, Foreign and Locate are as those of a report.Assessment.
	Problems []input.Problem
	Foreign  []input.Foreign
	Locate   func(namespace string, record assess.Ref, field string) input.Position
	// Scope of the pack that the page is in; "" where it is of everything.
	Scope string
	// Pseudonyms says that names of people are pseudonyms.
	Pseudonyms bool
	// Version, Command and Revision are as those of Made.
	Version, Command, Revision string
}
