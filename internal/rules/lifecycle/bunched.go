package lifecycle

import (
	"fmt"
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBunched = assess.Doc{
	ID: "L-08", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "7.5.3, 9.1",
	Requires: "The ISMS works all year, and not for its audit",
	Fires:    "of the dated acts of the year before an external audit, most lie in the last days before it (observation)",
	Reasons:  []string{"EvidenceBunched"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Spread reviews, trainings, maintenance and checks over the year, and record each in its record when it is done",
	Policy: []string{"lifecycle.bunchedActs", "lifecycle.bunchedPercent", "lifecycle.bunchedDays"},
}

// bunchedYear is the time in which acts are counted, in months.
const bunchedYear = 12

func checkBunched(c *assess.Context, a *api.ClauseAssessment) {
	audit := a.Spec.LastExternalAudit
	if next := a.Spec.NextExternalAudit; next != nil && c.Today.Reached(next.StartsOn.AddDays(-c.Policy.BunchedDays())) {
		audit = next
	}
	if audit == nil || audit.StartsOn.IsZero() || c.Today.Past(audit.StartsOn.AddMonths(bunchedYear)) || !c.Today.Reached(audit.StartsOn.AddDays(-c.Policy.BunchedDays())) {
		return
	}
	from, last := audit.StartsOn.AddMonths(-bunchedYear), audit.StartsOn.AddDays(-c.Policy.BunchedDays())
	acts, late, months := 0, 0, map[string]int{}
	var days []api.Date
	for kind, r := range c.Every() {
		days = daysOfActs(c, days[:0], from, audit.StartsOn, facts.CommonHappened(r.RecordCommon()), kind.Happened(r))
		for _, on := range days {
			acts++
			months[on.String()[:len("2006-01")]]++
			if on.After(last) {
				late++
			}
		}
	}
	if acts < c.Policy.BunchedActs() || late*100 < acts*c.Policy.BunchedShare() {
		return
	}
	var spread []string
	for _, month := range slices.Sorted(maps.Keys(months)) {
		spread = append(spread, fmt.Sprintf("%s %d", month, months[month]))
	}
	c.Report(assess.Finding{
		Reason: "EvidenceBunched", Grade: api.GradeObservation,
		Message: fmt.Sprintf("%d of the %d dated acts of the year before the external audit of %s lie in the %d days before it; by month: %s",
			late, acts, audit.StartsOn, c.Policy.BunchedDays(), facts.ListAll(spread)),
	})
}

// daysOfActs adds the days that have come of acts after a day and until another. One record on
// one day is one act, however much it says of it.
func daysOfActs(c *assess.Context, days []api.Date, from, until api.Date, acts ...[]assess.Happening) []api.Date {
	for _, list := range acts {
		for i := range list {
			if on := list[i].On; on.After(from) && !on.After(until) && c.Today.Reached(on) && !slices.Contains(days, on) {
				days = append(days, on)
			}
		}
	}
	return days
}
