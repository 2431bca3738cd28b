// Package history tells what became of a verdict from day to day: what commits to the
// records brought about, and what the days did by themselves.
//
// It knows no Git and no clock. It is given the records after each commit that changed them,
// in order, and judges each day on which anything can differ from the day before.
package history

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
)

// Commit is a commit that changed records.
type Commit struct {
	// Hash is its whole name.
	Hash string
	// Subject is the first line of its message.
	Subject string
	// AuthoredOn and CommittedOn are the days (UTC) on which it was written, and on which
	// it became what it is.
	AuthoredOn, CommittedOn api.Date
}

// Records are what was read at a commit.
type Records struct {
	// Worlds of the namespaces, by name.
	Worlds []*assess.World
	// Problems say what of it could not be judged.
	Problems []input.Problem
	// Locate tells where a field of a record is written; nil where nobody knows.
	Locate func(namespace string, record assess.Ref, field string) input.Position
}

// Step is a day on which commits changed the records.
type Step struct {
	// On is the day, later than that of the step before.
	On api.Date
	// Commits of the day that changed records, in order.
	Commits []Commit
	// Records after the last of them.
	Records *Records
}

// Day is a day that was judged.
type Day struct {
	Entry
	// Reports of the namespaces at the end of the day, by name.
	Reports []*assess.Report
	// Records that were judged.
	Records *Records
}

// Entry is what a day changed.
type Entry struct {
	// On is the day.
	On api.Date
	// Commits of the day that changed records; none where the day itself did it.
	Commits []Commit
	// Namespaces that have records on the day, or had some before, by name.
	Namespaces []Namespace
	// Problems say what could not be judged at the end of the day.
	Problems []input.Problem
}

// Namespace is what a day changed in a namespace.
type Namespace struct {
	// Name of the namespace.
	Name string
	// Begins says that it has records for the first time.
	Begins bool
	// Before and After are the verdicts on the day before and on the day; Before is absent
	// where the namespace begins.
	Before, After Outcome
	// ByDate is what the day brought about by itself, while nobody had edited a record yet,
	// ByCommit what the commits of the day did.
	ByDate, ByCommit Movement
}

// Outcome is what a judgement comes to.
type Outcome struct {
	Verdict api.Verdict
	Counts  api.FindingCounts
	// NotJudged counts what bears on the namespace and could not be judged.
	NotJudged int
	// Policy is where the policy in force asks for less than the default.
	Policy []assess.Deviation
}

// Movement is what something did to the findings of a namespace.
type Movement struct {
	// Introduced and Resolved findings, worst first, with the places where they are written:
	// those introduced after the change, those resolved before it.
	Introduced, Resolved []Finding
	// Changes hold what commits weakened, removed and postponed.
	Changes changes.Changes
}

// Finding is a finding and where it is written.
type Finding struct {
	assess.Finding
	input.Position
}

// Any reports whether there is anything to tell.
func (m *Movement) Any() bool { return len(m.Introduced)+len(m.Resolved) > 0 || m.Changes.Any() }

// Changed reports whether the day changed anything in the namespace.
func (n *Namespace) Changed() bool {
	return n.Begins || n.Before.Verdict != n.After.Verdict || n.Before.NotJudged != n.After.NotJudged || n.ByDate.Any() || n.ByCommit.Any()
}

// Changed reports whether the day changed anything.
func (e *Entry) Changed() bool {
	for i := range e.Namespaces {
		if e.Namespaces[i].Changed() {
			return true
		}
	}
	return false
}

// NotJudgedChanged reports whether the day changed how much of the records could be judged.
func (e *Entry) NotJudgedChanged() bool {
	for i := range e.Namespaces {
		if n := &e.Namespaces[i]; n.Begins && n.After.NotJudged > 0 || !n.Begins && n.Before.NotJudged != n.After.NotJudged {
			return true
		}
	}
	return false
}
