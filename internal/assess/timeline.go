package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// Timeline is what changes in a namespace from day to day while nobody edits a record.
type Timeline struct {
	// Namespace that is foretold.
	Namespace string
	// From is the day before the first that may be listed, Until the last that may be.
	From, Until api.Date
	// Verdict and Counts on the day From.
	Verdict api.Verdict
	Counts  api.FindingCounts
	// Days on which the findings differ from those of the day before, in order.
	Days []TimelineDay
}

// TimelineDay is a day on which findings differ from those of the day before.
type TimelineDay struct {
	// On is the day.
	On api.Date
	// Before and After are the verdicts on the day before and on the day.
	Before, After api.Verdict
	// Counts of the findings on the day.
	Counts api.FindingCounts
	// Arising are findings that are new or graver on the day, Resolved those that
	// are gone or were graver on the day before; worst first.
	Arising, Resolved []Change
}

// Change is a finding that comes or goes.
type Change struct {
	Finding
	// KnockOn says that nothing of the record itself fell due: it follows from
	// another record, or from other findings.
	KnockOn bool
}
