package rules

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func resourceRequirement() assess.Kind {
	rules := append(common(needFacts, needReferences, nil),
		ownedAs(docNeedOwner, refused), assess.On(docNeedDrivers, checkNeedDrivers),
		controlsExist("spec.drivers.controls", func(r *api.ResourceRequirement) []api.ControlID { return driversOf(r).Controls }))
	for _, rule := range []struct {
		doc   assess.Doc
		check func(*assess.Context, *api.ResourceRequirement)
	}{
		{docNeedSource, checkNeedSource},
		{docNeedOverdue, checkNeedOverdue},
		{docNeedAssessment, checkNeedAssessment},
		{docNeedSatisfied, checkNeedSatisfied},
	} {
		rules = append(rules, assess.On(rule.doc, func(c *assess.Context, r *api.ResourceRequirement) {
			if !refused(c, r) { // a refusal closes the need
				rule.check(c, r)
			}
		}))
	}
	return assess.KindOf("ResourceRequirement", "resourcerequirements", assess.Identification,
		func(r *api.ResourceRequirement) api.Date { return unlessClosed(r.Spec.NeededBy, needClosedOn(r)) },
		append(append(rules,
			assess.On(docRefused, checkRefused),
			assess.On(docNeedRationale, checkNeedRationale),
			assess.On(docEscalation, checkEscalation)), fundingRules()...)...)
}

// needClosedOn is the day on which the need was satisfied or refused; absent while it
// is open.
func needClosedOn(r *api.ResourceRequirement) api.Date {
	if d := r.Spec.Decision; r.Spec.FulfilledOn.IsZero() && d != nil && (d.State == api.RequirementRejected || d.State == api.RequirementFulfilled) {
		return d.DecidedOn
	}
	return r.Spec.FulfilledOn
}

func needFacts(r *api.ResourceRequirement) []fact {
	facts := []fact{
		{"spec.raisedOn", r.Spec.RaisedOn, "the need was raised"},
		{"spec.escalatedOn", r.Spec.EscalatedOn, "the need was put to top management"},
		{"spec.fulfilledOn", r.Spec.FulfilledOn, "the need was satisfied"},
		{"spec.assessedOn", r.Spec.AssessedOn, "the need was assessed"},
	}
	if d := r.Spec.Decision; d != nil {
		facts = append(facts, fact{"spec.decision.decidedOn", d.DecidedOn, "the need was decided on"})
	}
	return facts
}

// needReferences leaves the owner to rule P3-02 and the drivers to rule P1-03,
// which judge them.
func needReferences(w *assess.World, r *api.ResourceRequirement) []reference {
	all := to[*api.Person](w, "spec.raisedBy", "Person", r.Spec.RaisedBy)
	if d := r.Spec.Decision; d != nil {
		all = append(all, to[*api.Person](w, "spec.decision.by", "Person", d.By)...)
	}
	return append(all, resourceReferences(w, "spec.satisfiedBy", r.Spec.SatisfiedBy)...)
}

var docNeedOwner = assess.Doc{
	ID: docOwner.ID, Aspect: docOwner.Aspect, Clause: "7.1, 5.3",
	Requires: "A need for resources has an owner who is a role or a person",
	Fires:    docOwner.Fires, Reasons: docOwner.Reasons, Grades: docOwner.Grades, Remedy: docOwner.Remedy,
}

var docNeedSource = assess.Doc{
	ID: "P1-02", Aspect: assess.Covered, Clause: "7.1, 6.1",
	Requires: "A need for resources comes from a risk, an objective, a control or an obligation",
	Fires:    "a need that was not refused names none of them, and no objective names the need (minor)",
	Reasons:  []string{"NeedWithoutSource"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Name in spec.drivers what the need comes from",
}

func checkNeedSource(c *assess.Context, r *api.ResourceRequirement) {
	d := driversOf(r)
	if len(d.RiskRefs)+len(d.ObjectiveRefs)+len(existing(d.Controls)) > 0 || len(assess.By(c.World, objectivesByNeed, r.Name)) > 0 {
		return
	}
	for _, o := range d.Obligations {
		if strings.TrimSpace(o) != "" {
			return
		}
	}
	by := "nobody who is named"
	if r.Spec.RaisedBy != nil {
		by = r.Spec.RaisedBy.Name
	}
	c.Report(assess.Finding{
		Reason: "NeedWithoutSource", Grade: api.GradeMinor, Field: "spec.drivers",
		Message: fmt.Sprintf("The need %s, raised by %s, comes from no risk, objective, control or obligation", gist(r.Spec.Need), by),
	})
}

var docNeedDrivers = assess.Doc{
	ID: "P1-03", Aspect: assess.Covered, Clause: "7.1, 6.1",
	Requires: "The risks and objectives that a need comes from exist",
	Fires:    "a risk or an objective that is named is not in the namespace (minor)",
	Reasons:  []string{"DanglingSource"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the record that is named, or name one that exists",
}

func checkNeedDrivers(c *assess.Context, r *api.ResourceRequirement) {
	d := driversOf(r)
	all := append(eachTo[*api.Risk](c.World, "spec.drivers.riskRefs", "Risk", d.RiskRefs),
		eachTo[*api.SecurityObjective](c.World, "spec.drivers.objectiveRefs", "SecurityObjective", d.ObjectiveRefs)...)
	for _, ref := range all {
		if !ref.found {
			c.Report(assess.Finding{
				Reason: "DanglingSource", Grade: api.GradeMinor, Field: ref.field,
				Message: fmt.Sprintf("The need %s comes from the %s %s, which does not exist", gist(r.Spec.Need), ref.kind, quote(ref.name)),
			})
		}
	}
}

// byRisk is Major for a need that a high risk hangs on, else Minor; it says so in
// the message.
func byRisk(c *assess.Context, r *api.ResourceRequirement, message string) (api.Grade, string) {
	if high := highRisks(c, r); len(high) > 0 {
		return api.GradeMajor, message + "; a high risk hangs on it: " + assess.List(high)
	}
	return api.GradeMinor, message
}

var docNeedOverdue = assess.Doc{
	ID: "P1-06", Aspect: assess.Current, Clause: "7.1",
	Requires: "What is needed is provided in time",
	Fires:    "the day by which it was needed is over and it is not fulfilled (minor; major if it comes from a risk of rating High or Critical), or it is approved without such a day (unknown)",
	Reasons:  []string{"NeedOverdue", "NeedUndated"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy: "Provide it and set spec.fulfilledOn and spec.satisfiedBy, or decide on a new spec.neededBy",
}

func checkNeedOverdue(c *assess.Context, r *api.ResourceRequirement) {
	due := r.Spec.NeededBy
	switch {
	case fulfilled(c, r):
	case due.IsZero() && needDecided(c, r) != nil:
		c.Report(assess.Finding{
			Reason: "NeedUndated", Grade: api.GradeUnknown, Field: "spec.neededBy",
			Message: fmt.Sprintf("The need %s is approved, and it is not stated by when it is to be met", gist(r.Spec.Need)),
		})
	case c.Today.Past(due):
		f := assess.Finding{Reason: "NeedOverdue", Field: "spec.neededBy", Since: due.AddDays(1)}
		f.Grade, f.Message = byRisk(c, r, fmt.Sprintf("The need %s was to be met by %s and is not; %s answers for it", gist(r.Spec.Need), due, answerable(r.Spec.Owner)))
		c.Report(f)
	}
}

var docNeedAssessment = assess.Doc{
	ID: "P1-08", Aspect: assess.Current, Clause: "7.1, 8.2",
	Requires: "Needs are assessed again at planned intervals, and after each assessment of the risks that they come from",
	Fires:    "the last assessment is older than the interval or than that of a risk that the need comes from (minor), or no day of one is known (unknown)",
	Reasons:  []string{"NeedAssessmentOverdue", "NeedAssessmentUnknown"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Look whether the need still holds and is still satisfied, and set spec.assessedOn",
	Policy: []string{"requirementAssessmentIntervalMonths"},
}

func checkNeedAssessment(c *assess.Context, r *api.ResourceRequirement) {
	last, field := r.Spec.AssessedOn, "spec.assessedOn"
	if !c.Today.Reached(last) {
		last = r.Spec.RaisedOn // who raises a need has looked at it
	}
	if !c.Today.Reached(last) {
		c.Report(assess.Finding{
			Reason: "NeedAssessmentUnknown", Grade: api.GradeUnknown, Field: field,
			Message: fmt.Sprintf("It is not known when the need %s was raised or assessed", gist(r.Spec.Need)),
		})
		return
	}
	f := assess.Finding{Reason: "NeedAssessmentOverdue", Grade: api.GradeMinor, Field: field}
	due := last.AddMonths(c.Policy.RequirementAssessmentInterval())
	names, since := assessedLater(c, r, last)
	switch {
	case len(names) > 0 && !since.After(due): // what made it overdue first is what is said
		f.Since = since
		f.Message = fmt.Sprintf("The need %s was last assessed on %s, before risks that it comes from were assessed anew: %s", gist(r.Spec.Need), last, assess.List(names))
	case c.Today.Past(due):
		f.Since = due.AddDays(1)
		f.Message = fmt.Sprintf("The need %s was last assessed on %s, and the next assessment was due on %s", gist(r.Spec.Need), last, due)
	default:
		return
	}
	c.Report(f)
}

// assessedLater names the risks of the need that were assessed after a day, and
// tells the first day on which one was.
func assessedLater(c *assess.Context, r *api.ResourceRequirement, last api.Date) (names []string, first api.Date) {
	for _, ref := range driversOf(r).RiskRefs {
		risk, ok := assess.Get[*api.Risk](c.World, ref.Name)
		if !ok || !risk.Spec.AssessedOn.After(last) || !c.Today.Reached(risk.Spec.AssessedOn) {
			continue
		}
		names = append(names, fmt.Sprintf("%s on %s", ref.Name, risk.Spec.AssessedOn))
		if first.IsZero() || risk.Spec.AssessedOn.Before(first) {
			first = risk.Spec.AssessedOn
		}
	}
	return names, first
}

var docNeedSatisfied = assess.Doc{
	ID: "P1-13", Aspect: assess.Covered, Clause: "7.1",
	Requires: "What is said to satisfy a need is there",
	Fires:    "a need is said to be fulfilled, and no resource that can be relied on satisfies it (minor; major if it comes from a risk of rating High or Critical; one grade lower while a SecurityException waives what one of them lacks), or nobody knows whether one can be relied on (unknown)",
	Reasons:  []string{"NeedNotSatisfied", "NeedSatisfactionUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Name in spec.satisfiedBy a resource that can be relied on, or mend those that are named",
}

func checkNeedSatisfied(c *assess.Context, r *api.ResourceRequirement) {
	if !fulfilled(c, r) {
		return
	}
	satisfied, lacks := satisfaction(c, r)
	if satisfied {
		return
	}
	message := fmt.Sprintf("The need %s is said to be fulfilled, and no resource is named that does it", gist(r.Spec.Need))
	if len(lacks) > 0 {
		message = fmt.Sprintf("The need %s is said to be fulfilled, and nothing that does it can be relied on: %s", gist(r.Spec.Need), assess.List(lacks))
	}
	f := assess.Finding{Reason: "NeedNotSatisfied", Field: "spec.satisfiedBy"}
	f.Grade, f.Message = byRisk(c, r, message)
	refs := satisfiers(c, r)
	if unsure(c, refs) {
		f.Reason, f.Grade = "NeedSatisfactionUnknown", api.GradeUnknown
		f.Message = fmt.Sprintf("The need %s is said to be fulfilled, and nobody knows whether what does it can be relied on: %s", gist(r.Spec.Need), assess.List(lacks))
		f.Remedy = "Record what is not known of what satisfies the need, such as spec.term.end of a licence"
	}
	c.Report(softened(c, refs, f))
}
