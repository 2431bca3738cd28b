package report

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Forecast is what is rendered of a forecast: what changes when in all namespaces
// while nobody edits a record, and what could not be judged.
type Forecast struct {
	// From is the day that is compared with first, Until the last day that is foretold.
	From, Until api.Date
	// Timelines of the namespaces, by name.
	Timelines []*assess.Timeline
	// Locate, Problems and Foreign are as those of an Assessment.
	Locate   func(namespace string, record assess.Ref, field string) input.Position
	Problems []input.Problem
	Foreign  []input.Foreign
}

func (f *Forecast) notJudged(namespace string) int { return notJudged(f.Problems, namespace) }

// locate tells where a field is written; nowhere where records came from a cluster.
func (f *Forecast) locate(namespace string, finding *assess.Finding) input.Position {
	if f.Locate == nil {
		return input.Position{}
	}
	return f.Locate(namespace, finding.Record, finding.Field)
}

// outcome says what a day does to the verdict.
func outcome(day *assess.TimelineDay, notJudged int) (before, after api.Verdict) {
	return floor(day.Before, notJudged), floor(day.After, notJudged)
}

// movements counts what a day brings about: "2 arise, 1 is resolved".
func movements(day *assess.TimelineDay) string {
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{len(day.Arising), "arises", "arise"}, {len(day.Resolved), "is resolved", "are resolved"}, {len(day.Changed), "says something else", "say something else"},
	} {
		if part.n > 0 {
			parts = append(parts, wording.Number(part.n, part.one, part.many))
		}
	}
	return join(", ", parts...)
}

// observed says what was judged by beside the records, once where several namespaces share it.
func (f *Forecast) observed() (all []string) {
	for _, t := range f.Timelines {
		all = addTexts(all, t.Texts())
	}
	return all
}
