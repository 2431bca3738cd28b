package page

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// builder makes what is shown of a namespace.
type builder struct {
	source   *Source
	registry *assess.Registry
	world    *assess.World
	shown    *Namespace
	progress func(api.Date)

	ledger ledger
	points map[string]int
	kinds  map[string]int
	// at are the places of records, and named counts the records that name each.
	at    map[assess.Ref]int
	named []int
	// listed counts the records of now, and sum is a hash of them.
	listed int
	sum    string

	// isPast says that the days of before are entered, notJudged how much of the records of
	// the day could not be judged, and commits are those of the day that the page opens with.
	isPast    bool
	notJudged int
	commits   []Commit

	// today is the report of the day that the page opens with. The brief looks at the days after
	// it that are coming, the last of them horizon, which is that of the audit or not.
	today   *assess.Report
	coming  []assess.TimelineDay
	horizon api.Date
	isAudit bool
}

// grades of findings, worst first: a finding names its own by its place here.
var grades = []api.Grade{api.GradeMajor, api.GradeMinor, api.GradeUnknown, api.GradeObservation, api.GradeOpportunity}

// ledger has every finding once, with the days on which it is open.
type ledger struct {
	last *assess.Report
	// open are the places of the findings that are open, and ever of those that were: the
	// same finding may be there twice, and may come again after it was gone.
	open, ever map[assess.Finding][]int
	whats      map[What]int
	remedies   map[string]int
}

// floor is a verdict as far as all was judged.
func (b *builder) floor(v api.Verdict) api.Verdict { return report.Floor(v, b.notJudged) }

func counts(n api.FindingCounts) Counts {
	return Counts{n.Major, n.Minor, n.Unknown, n.Observation, n.Opportunity}
}
