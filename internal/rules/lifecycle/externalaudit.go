package lifecycle

import (
	"fmt"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExternalAudit = assess.Doc{
	ID: "L-04", Point: assess.Lifecycle, Aspect: assess.Current, Clause: "7.1, ISO/IEC 17021-1 9.1.3",
	Requires: "The next external audit is scheduled and budgeted for in time",
	Fires:    "within the warning window no audit is scheduled twelve months after the last one or the certificate, or before the certificate expires, or the one that is scheduled comes later than twelve months after the certificate, the calendar year after the last audit or the end of the certificate, or no approved budget plans money for the audit that is (observation; minor once the day has come)",
	Reasons:  []string{"ExternalAuditNotPlanned"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Agree on the day with the certification body and set spec.nextExternalAudit; plan the money in a budget line of category ExternalAudit",
	Policy:   []string{"lifecycle.externalAuditWarningDays"},
	Alone:    "it warns before a day, and a warning is no lapse",
}

// surveillanceMonths is how long after an external audit the next is due at the
// latest: ISO/IEC 17021-1, 9.1.3.3.
const surveillanceMonths = 12

func checkExternalAudit(c *assess.Context, a *api.ClauseAssessment) {
	f := assess.Finding{Reason: "ExternalAuditNotPlanned", Grade: api.GradeObservation, Field: "spec.nextExternalAudit"}
	due := auditDue(c, a)
	switch next := a.Spec.NextExternalAudit; {
	case next != nil && c.Today.Past(next.StartsOn):
		return // L-01 asks what became of it
	case next != nil && !next.StartsOn.IsZero() && next.StartsOn.After(latestAuditDay(c, a, next.StartsOn)):
		due, f.Field = latestAuditDay(c, a, next.StartsOn), "spec.nextExternalAudit.startsOn"
		f.Message = fmt.Sprintf("The next external audit is scheduled for %s, and was to be held by %s", next.StartsOn, due)
	case next != nil && !next.StartsOn.IsZero():
		due, f.Field = next.StartsOn, "spec.nextExternalAudit.startsOn"
		if auditFunded(c, due) {
			return
		}
		f.Message = fmt.Sprintf("No approved budget plans money for the external audit of %s", due)
	default:
		f.Message = fmt.Sprintf("No external audit is scheduled, and the next is due by %s", due)
	}
	if due.IsZero() || !c.Today.Reached(due.AddDays(-c.Policy.ExternalAuditWarning())) {
		return
	}
	if c.Today.Reached(due) {
		f.Grade, f.Since = api.GradeMinor, due
		if f.Field == "spec.nextExternalAudit" {
			f.Message = fmt.Sprintf("No external audit is scheduled, and the next was due by %s", due)
		}
	}
	c.Report(f)
}

// auditDue is the day by which the next external audit is due: twelve months after
// the last or the certificate, whichever was later, and before the certificate
// expires; absent where neither is on record.
func auditDue(c *assess.Context, a *api.ClauseAssessment) api.Date {
	var from, due api.Date
	if last := a.Spec.LastExternalAudit; last != nil && c.Today.Reached(last.StartsOn) {
		from = last.StartsOn
	}
	if cert := a.Spec.Certificate; cert != nil {
		if c.Today.Reached(cert.IssuedOn) && cert.IssuedOn.After(from) {
			from = cert.IssuedOn
		}
		due = cert.ExpiresOn
	}
	if surveillance := from.AddMonths(surveillanceMonths); due.IsZero() || (!from.IsZero() && surveillance.Before(due)) {
		due = surveillance
	}
	return due
}

// latestAuditDay is the last day on which an external audit can be scheduled that keeps
// the certificate: the first after it within twelve months, later ones in the calendar
// year after the last, and none after it expires; the day itself where no certificate
// says so.
func latestAuditDay(c *assess.Context, a *api.ClauseAssessment, on api.Date) api.Date {
	cert, last := a.Spec.Certificate, a.Spec.LastExternalAudit
	if cert == nil {
		return on
	}
	limit := on
	switch {
	case last != nil && c.Today.Reached(last.StartsOn) && last.StartsOn.After(cert.IssuedOn):
		limit = api.NewDate(last.StartsOn.Time().Year()+1, time.December, 31)
	case !cert.IssuedOn.IsZero():
		limit = cert.IssuedOn.AddMonths(surveillanceMonths)
	}
	if !cert.ExpiresOn.IsZero() && cert.ExpiresOn.Before(limit) {
		limit = cert.ExpiresOn
	}
	return limit
}

// auditFunded reports whether an approved budget of the day of an audit plans money
// for it.
func auditFunded(c *assess.Context, on api.Date) bool {
	for b := range assess.All[*api.SecurityBudget](c.World) {
		p, ok := facts.BudgetPeriod(b)
		if ok && facts.BudgetApproved(c, b) && !on.Before(p.Start) && !on.After(p.End) && budgetFunds([]*api.SecurityBudget{b}, api.BudgetExternalAudit) {
			return true
		}
	}
	return false
}
