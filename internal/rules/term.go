package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// supply is what licences, contracts and assets have in common.
type supply struct {
	kind, name  string
	term        *api.Term
	retiredOn   api.Date
	criticality api.Criticality
	controls    []api.ControlID
}

// retired reports whether it has gone out of use.
func (s supply) retired(c *assess.Context) bool { return c.Today.Reached(s.retiredOn) }

// weighty reports whether a lapse endangers the ISMS: it is critical, or a
// control of the Statement of Applicability rests on it.
func (s supply) weighty() bool {
	return s.criticality == api.CriticalityCritical || len(s.controls) > 0
}

// graded returns Major for a weighty supply.
func (s supply) graded() api.Grade {
	if s.weighty() {
		return api.GradeMajor
	}
	return api.GradeMinor
}

// termRules returns the rules that licences and contracts share.
func termRules[T api.Record](of func(T) supply) []assess.Rule {
	on := func(doc assess.Doc, check func(*assess.Context, supply)) assess.Rule {
		return assess.On(doc, func(c *assess.Context, r T) {
			if s := of(r); !s.retired(c) {
				check(c, s)
			}
		})
	}
	return []assess.Rule{on(docExpired, checkExpired), on(docRenewal, checkRenewal), on(docEndUnknown, checkEndUnknown)}
}

// termFacts are what a term says has happened.
func termFacts(t *api.Term, retiredOn api.Date) []fact {
	facts := []fact{{"spec.retiredOn", retiredOn, "it went out of use"}}
	if t != nil && t.RenewalDecision != nil {
		facts = append(facts, fact{"spec.term.renewalDecision.decidedOn", t.RenewalDecision.DecidedOn, "the renewal was decided"})
	}
	return facts
}

func termReferences(w *assess.World, t *api.Term) []reference {
	if t == nil || t.RenewalDecision == nil {
		return nil
	}
	return to[*api.Person](w, "spec.term.renewalDecision.by", "Person", t.RenewalDecision.By)
}

var docExpired = assess.Doc{
	ID: "P6-01", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1",
	Requires: "What is in use is under a licence or contract that runs",
	Fires:    "the term has ended and it is still in use (minor; major if it is critical or a control rests on it; one grade lower while a SecurityException waives it), or has not started (observation)",
	Reasons:  []string{"ContractExpired", "TermNotStarted"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Renew and set spec.term.end, or set spec.retiredOn if it is out of use",
}

func checkExpired(c *assess.Context, s supply) {
	if s.term == nil {
		return
	}
	if c.Today.Past(s.term.End) {
		c.Report(waived(c, s.kind, s.name, assess.Finding{
			Reason: "ContractExpired", Grade: s.graded(), Field: "spec.term.end", Since: s.term.End.AddDays(1),
			Message: fmt.Sprintf("The term ended on %s%s, and it is still in use", s.term.End, s.carries()),
		}))
	} else if !started(c, s.term.Start) {
		c.Report(assess.Finding{
			Reason: "TermNotStarted", Grade: api.GradeObservation, Field: "spec.term.start",
			Message: fmt.Sprintf("The term starts on %s; until then nothing covers the use", s.term.Start),
			Remedy:  "Do not use it before, or correct spec.term.start",
		})
	}
}

// carries says what depends on the supply, for messages.
func (s supply) carries() string {
	if len(s.controls) == 0 {
		return ""
	}
	ids := make([]string, len(s.controls))
	for i, id := range s.controls {
		ids[i] = string(id)
	}
	return ", controls rest on it (" + assess.List(ids) + ")"
}

var docRenewal = assess.Doc{
	ID: "P6-02", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1",
	Requires: "The end of a term is decided before notice must be given",
	Fires:    "the day to give notice is within the warning window and nothing is decided (observation; minor once that day is over)",
	Reasons:  []string{"RenewalDecisionDue"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Decide whether to renew, replace or terminate, and set spec.term.renewalDecision",
	Policy: []string{"renewalWarningDays"},
}

func checkRenewal(c *assess.Context, s supply) {
	t := s.term
	if t == nil || t.End.IsZero() || c.Today.Past(t.End) {
		return
	}
	if decidedTerm(&c.Today, t) {
		return
	}
	notice := t.End.AddDays(-int(t.NoticePeriodDays))
	if !c.Today.Reached(notice.AddDays(-c.Policy.RenewalWarning())) {
		return
	}
	f := assess.Finding{Reason: "RenewalDecisionDue", Grade: api.GradeObservation, Field: "spec.term.renewalDecision"}
	switch {
	case t.NoticePeriodDays == 0:
		f.Message = fmt.Sprintf("The term ends on %s, and nothing is decided", t.End)
	case c.Today.Past(notice):
		f.Grade, f.Since = api.GradeMinor, notice.AddDays(1)
		f.Message = fmt.Sprintf("Notice had to be given by %s for the term that ends on %s, and nothing is decided", notice, t.End)
	default:
		f.Message = fmt.Sprintf("Notice must be given by %s for the term that ends on %s, and nothing is decided", notice, t.End)
	}
	c.Report(f)
}

// decidedTerm reports whether it is decided what follows the term.
func decidedTerm(today *assess.Day, t *api.Term) bool {
	d := t.RenewalDecision
	return d != nil && !d.DecidedOn.Before(t.Start) && today.Reached(d.DecidedOn)
}

// noticeBy is the last day to give notice; absent where no notice is agreed, the term
// is over, it is out of use or somebody has decided.
func (s supply) noticeBy(on api.Date) api.Date {
	today, t := assess.NewDay(on), s.term
	if t == nil || t.End.IsZero() || t.NoticePeriodDays == 0 ||
		today.Past(t.End) || today.Reached(s.retiredOn) || decidedTerm(&today, t) {
		return api.Date{}
	}
	return t.End.AddDays(-int(t.NoticePeriodDays))
}

// validUntil is the end of the term; absent where the supply goes out of use before it.
func (s supply) validUntil() api.Date {
	if s.term == nil {
		return api.Date{}
	}
	return unlessClosed(s.term.End, s.retiredOn)
}

// unlessClosed returns the day until which something counts, or none where it is
// closed by then and nothing is left to lapse.
func unlessClosed(day, closedOn api.Date) api.Date {
	if !closedOn.IsZero() && !closedOn.After(day) {
		return api.Date{}
	}
	return day
}

var docEndUnknown = assess.Doc{
	ID: "P6-03", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1",
	Requires: "It is known until when a licence or contract runs",
	Fires:    "there is no end date and no reason why it has none (unknown)",
	Reasons:  []string{"EndDateUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.term.end, or spec.term.evergreen with the reason why it has no end",
}

func checkEndUnknown(c *assess.Context, s supply) {
	if s.term == nil || (s.term.End.IsZero() && s.term.Evergreen == nil) {
		c.Report(assess.Finding{
			Reason: "EndDateUnknown", Grade: api.GradeUnknown, Field: "spec.term.end",
			Message: "Nobody knows until when the term runs",
		})
	}
}

var docClassification = assess.Doc{
	ID: "P3-07", Aspect: assess.Covered, Clause: "A.5.9, A.5.12",
	Requires: "It is known how critical a resource is",
	Fires:    "the criticality is not stated, which other grades hang on (unknown)",
	Reasons:  []string{"ClassificationMissing"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.criticality",
}

// classified makes rule P3-07 for a kind.
func classified[T api.Record](of func(T) supply) assess.Rule {
	return assess.On(docClassification, func(c *assess.Context, r T) {
		if s := of(r); s.criticality == "" && !s.retired(c) {
			c.Report(assess.Finding{
				Reason: "ClassificationMissing", Grade: api.GradeUnknown, Field: "spec.criticality",
				Message: "Nobody has stated how critical it is",
			})
		}
	})
}
