package rules

import (
	"fmt"
	"slices"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// lifecycleRules judge the ISMS as a whole on its phase, its audits and its improvement.
func lifecycleRules() []assess.Rule {
	return append([]assess.Rule{
		assess.OnISMS(docAuditProgramme, checkAuditProgramme),
		assess.OnISMS(docReady, checkReady),
		assess.OnISMS(docTransition, checkTransition),
		assess.OnISMS(docExternalAudit, checkExternalAudit),
	}, improvingRules()...)
}

var docReady = assess.Doc{
	ID: "L-02", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "9.2, 9.3, 6.1.3 d, 7.1",
	Requires: "An ISMS that is to be certified has run once: audited, reviewed, stated and paid for",
	Fires:    "in the phase Certification no internal audit was held, no management review was held, no Statement of Applicability is approved, no contract with a certification body runs, or no approved budget plans money for the external audit (major, once for all that is missing)",
	Reasons:  []string{"NotReadyForCertification"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Add what is missing before the audit, or set spec.phase to where the ISMS stands",
}

func checkReady(c *assess.Context, a *api.ClauseAssessment) {
	if a.Spec.Phase != api.PhaseCertification {
		return
	}
	var missing []string
	remedy := docReady.Remedy
	for _, need := range []struct {
		there      bool
		what, mend string
	}{
		{latestAudit(c) != nil, "an internal audit that was held", "Hold an internal audit and record it with its heldOn"},
		{latestReview(c) != nil, "a management review that was held", "Hold a management review and record it with its heldOn"},
		{soaApproved(c), "an approved Statement of Applicability", "Have the StatementOfApplicability approved, and record it in its spec.approval"},
		{bodyContracted(c), "a contract with a certification body that runs", "Record the contract as an OutsourcedService with certificationBodyRelation IsCertificationBody and its term"},
		{budgetFunds(currentBudgets(c), api.BudgetExternalAudit), "money for the external audit in an approved budget", "Plan the money in a line of category ExternalAudit, and have the budget approved"},
	} {
		if !need.there {
			missing, remedy = append(missing, need.what), need.mend
		}
	}
	if len(missing) == 0 {
		return
	}
	if len(missing) > 1 {
		remedy = docReady.Remedy
	}
	c.Report(assess.Finding{
		Reason: "NotReadyForCertification", Grade: api.GradeMajor, Field: "spec.phase",
		Message: "The ISMS is in the phase Certification, and these are not in place: " + listedAll(missing), Remedy: remedy,
	})
}

func soaApproved(c *assess.Context) bool {
	for r := range assess.All[*api.StatementOfApplicability](c.World) {
		if r.Spec.Approval != nil && c.Today.Reached(r.Spec.Approval.ApprovedOn) {
			return true
		}
	}
	return false
}

// bodyContracted reports whether a contract with a certification body runs.
func bodyContracted(c *assess.Context) bool {
	for r := range assess.All[*api.OutsourcedService](c.World) {
		body := r.Spec.CertificationBodyRelation == api.CertificationBodyIs || slices.Contains(r.Spec.Provides, api.ProvidesCertification)
		if body && serviceSupply(r).lacking(c).text == "" {
			return true
		}
	}
	return false
}

var docTransition = assess.Doc{
	ID: "L-03", Point: assess.Lifecycle, Aspect: assess.Owned, Clause: "7.1, 7.2",
	Requires: "What consultants have built is run by the organisation's own staff",
	Fires:    "in maintenance, a role of daily operation is held by external people alone, without a hand-over plan that is in time (observation; minor once the certificate is older than the limit); such roles are that of the information security manager and every one with duties, but not that of an auditor",
	Reasons:  []string{"NoTransitionToInternal"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Assign the roles to the organisation's own staff, or plan it in spec.handOver of each role",
	Policy:   []string{"transitionLimitMonths"},
}

func checkTransition(c *assess.Context, a *api.ClauseAssessment) {
	if a.Spec.Phase != api.PhaseMaintenance {
		return
	}
	var names []string
	for role := range assess.All[*api.SecurityRole](c.World) {
		if leftOutside(c, role) {
			names = append(names, role.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	f := assess.Finding{
		Reason: "NoTransitionToInternal", Grade: api.GradeObservation, Field: "spec.phase",
		Message: "Roles of daily operation are held by external people alone, without a hand-over plan that is in time: " + assess.List(names),
	}
	if cert := a.Spec.Certificate; cert != nil {
		if limit := cert.IssuedOn.AddMonths(c.Policy.TransitionLimit()); c.Today.Past(limit) {
			f.Grade = api.GradeMinor
			f.Message += fmt.Sprintf("; the limit was %s", limit)
		}
	}
	c.Report(f)
}

// leftOutside reports whether a role of daily operation is held by external people
// alone, and no plan that is in time changes that.
func leftOutside(c *assess.Context, role *api.SecurityRole) bool {
	daily := role.Spec.Mandate == api.MandateInformationSecurityManager || len(role.Spec.Duties) > 0
	if !daily || role.Spec.Mandate == api.MandateInternalAuditor {
		return false
	}
	here := principals(c, role)
	if len(here) == 0 || slices.ContainsFunc(here, func(h holding) bool { return !external(h.person) }) {
		return false
	}
	plan := role.Spec.HandOver
	return plan == nil || plan.DueOn.IsZero() || c.Today.Past(plan.DueOn)
}

var docExternalAudit = assess.Doc{
	ID: "L-04", Point: assess.Lifecycle, Aspect: assess.Current, Clause: "7.1, ISO/IEC 17021-1 9.1.3",
	Requires: "The next external audit is scheduled and budgeted for in time",
	Fires:    "within the warning window no audit is scheduled twelve months after the last one or the certificate, or before the certificate expires, or the one that is scheduled comes later than twelve months after the certificate, the calendar year after the last audit or the end of the certificate, or no approved budget plans money for the audit that is (observation; minor once the day has come)",
	Reasons:  []string{"ExternalAuditNotPlanned"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Agree on the day with the certification body and set spec.nextExternalAudit; plan the money in a budget line of category ExternalAudit",
	Policy:   []string{"externalAuditWarningDays"},
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
		p, ok := budgetPeriod(b)
		if ok && budgetApproved(c, b) && !on.Before(p.Start) && !on.After(p.End) && budgetFunds([]*api.SecurityBudget{b}, api.BudgetExternalAudit) {
			return true
		}
	}
	return false
}
