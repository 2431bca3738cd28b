package outsourcing

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAssurance = assess.Doc{
	ID: "P7-07", Aspect: assess.Current, Clause: "A.5.22",
	Requires: "Assurance on a supplier is current",
	Fires:    "no assurance report that counts: all have ended, by their own end or by the age of what they are on, or a critical service has none at all (minor), or nobody knows until when one counts (unknown); for a critical service, nobody looked within the limit whether the one that counts still holds (observation)",
	Reasons:  []string{"AssuranceStale", "AssuranceDateUnknown", "AssuranceNotLookedUp"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Ask the supplier for a current report and add it to spec.assuranceReports",
	Policy:   []string{"outsourcing.assuranceMaxAgeMonths", "outsourcing.bridgeDays", "lifecycle.certificateMonths"},
}

func checkAssurance(c *assess.Context, r *api.OutsourcedService) {
	critical := r.Spec.Criticality == api.CriticalityCritical
	if len(r.Spec.AssuranceReports) == 0 {
		if critical {
			c.Report(assess.Finding{
				Reason: "AssuranceStale", Grade: api.GradeMinor, Field: "spec.assuranceReports", Since: facts.ServiceStart(r),
				Message: "No assurance report is recorded for the critical service",
			})
		}
		return
	}
	var lapsed []string
	var counts []api.AssuranceReport
	undated, last := "", api.Date{}
	for _, a := range r.Spec.AssuranceReports {
		limit := facts.AssuranceLimit(c, a)
		switch {
		case limit.IsZero():
			undated = a.Name
		case !facts.Started(c, a.IssuedOn) || c.Today.Past(limit):
			lapsed = append(lapsed, assuranceDates(a, limit))
			last = laterEnd(c, last, limit, a.ValidUntil)
		default:
			counts = append(counts, a)
		}
	}
	if len(counts) > 0 {
		checkLookedUp(c, counts, critical)
		return
	}
	if undated != "" {
		c.Report(assess.Finding{
			Reason: "AssuranceDateUnknown", Grade: api.GradeUnknown, Field: fmt.Sprintf("spec.assuranceReports[%s].validUntil", undated),
			Message: fmt.Sprintf("Nobody knows until when the assurance report %s counts", facts.Quote(undated)),
			Remedy:  "Set its issuedOn or validUntil",
		})
		return
	}
	f := assess.Finding{
		Reason: "AssuranceStale", Grade: api.GradeMinor, Field: "spec.assuranceReports",
		Message: "No assurance report counts: " + assess.List(lapsed),
	}
	if c.Today.Past(last) { // else one is dated ahead, and none ever lapsed
		f.Since = last.AddDays(1)
	}
	c.Report(f)
}

// laterEnd is the later of two days until which reports counted. One that was too old before
// it lapsed was still on file, so that nobody was without one until then.
func laterEnd(c *assess.Context, last, limit, validUntil api.Date) api.Date {
	if c.Today.Past(validUntil) {
		limit = validUntil
	}
	if limit.After(last) {
		return limit
	}
	return last
}

// assuranceDates says of a report that does not count when it was issued, until when
// it is valid, and until when it counted, where that is another day.
func assuranceDates(a api.AssuranceReport, limit api.Date) string {
	var dates []string
	if !a.IssuedOn.IsZero() {
		dates = append(dates, fmt.Sprintf("issued on %s", a.IssuedOn))
	}
	if !a.ValidUntil.IsZero() {
		dates = append(dates, fmt.Sprintf("valid until %s", a.ValidUntil))
	}
	if limit != a.ValidUntil {
		dates = append(dates, fmt.Sprintf("counted until %s", limit))
	}
	return fmt.Sprintf("%s (%s)", a.Name, strings.Join(dates, ", "))
}

// checkLookedUp observes that nobody has looked for long whether the reports that count
// still hold, where much depends on them.
func checkLookedUp(c *assess.Context, counts []api.AssuranceReport, critical bool) {
	if !critical {
		return
	}
	var names []string
	for _, a := range counts {
		until := facts.AssuranceLooked(c, a)
		if !until.IsZero() && !c.Today.Past(until) {
			return
		}
		names = append(names, a.Name)
	}
	c.Report(assess.Finding{
		Reason: "AssuranceNotLookedUp", Grade: api.GradeObservation, Field: fmt.Sprintf("spec.assuranceReports[%s].lookedUpOn", names[0]),
		Message: fmt.Sprintf("Nobody has looked within %d months whether these still hold: %s", c.Policy.AssuranceMaxAge(), assess.List(names)),
		Remedy:  "Look it up, such as in the register of the certification body, and set lookedUpOn of the report",
	})
}
