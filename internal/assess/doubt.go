package assess

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// The rules about what could not be read. They are part of the roll-up, since every
// point that rests on such a record is uncertain.
var (
	NotJudged = Doc{
		ID: "G-03", Aspect: Covered, Clause: "7.5.3",
		Requires: "What a record says can be read",
		Fires:    "a record has a field whose value cannot be read, so that nothing about it is judged (unknown)",
		Reasons:  []string{"RecordNotJudged"}, Grades: []api.Grade{api.GradeUnknown},
		Remedy: "Correct what cannot be read",
	}
	NotListed = Doc{
		ID: "G-04", Aspect: Covered, Clause: "7.5.3",
		Requires: "The records of every kind can be looked at",
		Fires:    "the records of a kind cannot be listed, because its definition, the right to read it or a conversion is missing (unknown)",
		Reasons:  []string{"KindNotListed"}, Grades: []api.Grade{api.GradeUnknown},
		Remedy: "Install the definition of the kind, or give the right to list it; the records are judged as soon as they can be listed",
	}
	NotCertain = Doc{
		ID: "G-05", Aspect: Covered, Clause: "7.5.3",
		Requires: "A point conforms by what was read, not by what was not",
		Fires:    "nothing is open against a point whose rules looked for records that are not judged (unknown)",
		Reasons:  []string{"PointNotCertain"}, Grades: []api.Grade{api.GradeUnknown},
		Remedy: "Make the records readable that the message names",
	}
)

// report is the one finding on a record that is not judged; named says which records
// name it. Values of a record about people stay out of it, because it is shown to more
// than may read the record.
func (u *Unread) report(kind *Kind, named []string) Finding {
	faults := slices.Clone(u.Faults)
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Field, b.Field) })
	parts := make([]string, 0, MaxShown)
	for i := range faults[:min(len(faults), MaxShown)] {
		f := &faults[i]
		switch {
		case kind.Personal:
			parts = append(parts, f.Field)
		case f.Field == "":
			parts = append(parts, f.Message)
		default:
			parts = append(parts, f.Field+": "+f.Message)
		}
	}
	message := "The record cannot be read and is not judged: " + strings.Join(parts, "; ")
	if more := len(faults) - len(parts); more > 0 {
		message += fmt.Sprintf("; and %d more", more)
	}
	if len(named) > 0 {
		message += "; it is named by " + List(named)
	}
	f := Finding{
		Rule: NotJudged.ID, Point: kind.Home, Aspect: NotJudged.Aspect, Reason: NotJudged.Reasons[0], Grade: api.GradeUnknown,
		Record: Ref{Kind: kind.Name, Name: u.Record.GetName()}, Field: faults[0].Field, Message: message, Remedy: faults[0].Remedy,
	}
	if f.Remedy == "" || len(faults) > 1 {
		f.Remedy = NotJudged.Remedy
	}
	return f
}

// unlistedFindings are about the kinds that nobody could look through.
func (w *World) unlistedFindings(assessment *api.ClauseAssessment) []Finding {
	var all []Finding
	for _, u := range w.unlisted {
		all = append(all, Finding{
			Rule: NotListed.ID, Point: u.home, Aspect: NotListed.Aspect, Reason: NotListed.Reasons[0], Grade: api.GradeUnknown,
			Record:  Ref{Kind: assessmentKind, Name: assessment.Name},
			Message: fmt.Sprintf("Nobody can tell which records of the kind %s there are: %s", u.name, u.why), Remedy: NotListed.Remedy,
		})
	}
	return all
}

// uncertain returns a finding for each point against which nothing is open and whose
// rules looked for what is not read.
func (c *Context) uncertain(p Point, findings []*Finding) []*Finding {
	seen := c.doubts[p.ID]
	open := slices.ContainsFunc(findings, func(f *Finding) bool { return gradeVerdict(f.Grade) != api.VerdictConforming })
	if seen.none() || open {
		return nil
	}
	return []*Finding{{
		Rule: NotCertain.ID, Point: p, Aspect: NotCertain.Aspect, Reason: NotCertain.Reasons[0], Grade: api.GradeUnknown,
		Record: Ref{Kind: assessmentKind, Name: c.Assessment.Name}, Remedy: NotCertain.Remedy,
		Message: fmt.Sprintf("%s is judged without what is not read: %s", p.Title, shown(c.World.missed(seen), ", ")),
	}}
}

// AddUnlisted says that nobody could look whether there are records of a kind, and why.
// None of them is in the world, and none is absent.
func (w *World) AddUnlisted(kind *Kind, why string) {
	if w.unlisted == nil {
		w.unlisted = map[reflect.Type]unlisted{}
	}
	w.unlisted[kind.goType] = unlisted{kind.Name, kind.Home, why}
	w.types[kind.Name] = kind.goType
	w.seen = newLooks(w)
}
