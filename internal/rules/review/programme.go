package review

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docCoverage = assess.Doc{
	ID: "P9-15", Point: assess.Reviews, Aspect: assess.Covered, Clause: "9.2.2 a",
	Requires: "The audit programme covers the whole ISMS within a cycle",
	Fires:    "from the phase Certification on, a clause from 4 to 10, or every control, is in the scope of no audit that was held within the cycle or is planned (observation; minor where that is more than half of them, or where the cycle is over since the ISMS was first audited; unknown where one of them names neither clauses nor controls)",
	Reasons:  []string{"AuditProgramIncomplete"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy: "Plan InternalAudits whose spec.scope has what is left out, and hold them within the cycle",
	Policy: []string{"review.auditCycleMonths"},
}

// areas are what an audit programme covers: the clauses of the standard and its controls.
var areas = []string{"4", "5", "6", "7", "8", "9", "10"}

const annexA = "the controls of Annex A"

func checkCoverage(c *assess.Context, _ *api.ClauseAssessment) {
	if !facts.Established(c) || facts.LatestAudit(c) == nil {
		return // of none at all P9-13 speaks
	}
	covered, silent := programme(c)
	var missing []string
	for _, area := range append(slices.Clone(areas), annexA) {
		if !covered[area] {
			missing = append(missing, area)
		}
	}
	if len(missing) == 0 {
		return
	}
	f := assess.Finding{
		Reason: "AuditProgramIncomplete", Grade: api.GradeObservation,
		Message: fmt.Sprintf("No internal audit within %d months, held or planned, has these in its scope: %s", c.Policy.AuditCycle(), assess.List(missing)),
	}
	switch {
	case silent != "":
		f.Grade = api.GradeUnknown
		f.Message += "; InternalAudit " + silent + " does not say which clauses or controls it looks at"
	case len(missing)*2 > len(areas)+1 || c.Today.Past(firstAudit(c).AddMonths(c.Policy.AuditCycle())):
		f.Grade = api.GradeMinor
	}
	c.Report(f)
}

// programme are the areas that audits cover which were held within the cycle, or are planned
// within it after the last one; and the first of them, if any, that says nothing of its areas.
func programme(c *assess.Context) (covered map[string]bool, silent string) {
	covered, last := map[string]bool{}, facts.LatestAudit(c).Spec.HeldOn
	for r := range assess.All[*api.InternalAudit](c.World) {
		counts := facts.InTime(c, r.Spec.PlannedOn, last, facts.Months(c.Policy.AuditCycle()))
		if facts.AuditHeld(c, r) {
			counts = !c.Today.Past(r.Spec.HeldOn.AddMonths(c.Policy.AuditCycle()))
		}
		if !counts || r.Spec.Skipped != nil || r.Spec.Scope == nil {
			continue
		}
		looked := scopeOf(r)
		if len(looked) == 0 && silent == "" {
			silent = r.Name
		}
		for _, area := range looked {
			covered[area] = true
		}
	}
	return covered, silent
}

// firstAudit is the day of the first internal audit that was held.
func firstAudit(c *assess.Context) (first api.Date) {
	for r := range assess.All[*api.InternalAudit](c.World) {
		if facts.AuditHeld(c, r) && (first.IsZero() || r.Spec.HeldOn.Before(first)) {
			first = r.Spec.HeldOn
		}
	}
	return first
}

// scopeOf are the areas that an audit looks at. Whole roles are looked at by what they do,
// which is no clause of its own.
func scopeOf(r *api.InternalAudit) []string {
	var all []string
	if len(facts.AuditedControls(r)) > 0 {
		all = append(all, annexA)
	}
	for _, clause := range facts.AuditedClauses(r) {
		for _, area := range areas {
			if facts.Touches(clause, area) {
				all = append(all, area)
			}
		}
	}
	return all
}
