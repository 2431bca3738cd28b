package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func outsourcedService() assess.Kind {
	rules := append(common(serviceFacts, serviceReferences, nil), classified(serviceSupply),
		controlsExist("spec.controls", func(r *api.OutsourcedService) []api.ControlID { return r.Spec.Controls }))
	rules = append(rules, termRules(serviceSupply)...)
	for _, rule := range append([]serviceRule{
		{docServiceOwner, checkServiceOwner},
		{docDueDiligence, checkDueDiligence},
		{docAgreements, checkAgreements},
		{docAssurance, checkAssurance},
		{docExitPlan, checkExitPlan},
		{docImpartiality, checkImpartiality},
	}, supplierRules...) {
		rules = append(rules, assess.On(rule.doc, func(c *assess.Context, r *api.OutsourcedService) {
			if !serviceSupply(r).retired(c) {
				rule.check(c, r)
			}
		}))
	}
	return assess.WithNotice(assess.KindOf("OutsourcedService", "outsourcedservices", assess.Outsourcing,
		func(r *api.OutsourcedService) api.Date { return serviceSupply(r).validUntil() }, rules...),
		func(r *api.OutsourcedService, on api.Date) api.Date { return serviceSupply(r).noticeBy(on) })
}

// serviceRule is a rule that is asked of a service while it is in use.
type serviceRule struct {
	doc   assess.Doc
	check func(*assess.Context, *api.OutsourcedService)
}

func serviceSupply(r *api.OutsourcedService) supply {
	return supply{"OutsourcedService", r.Name, r.Spec.Term, r.Spec.RetiredOn, r.Spec.Criticality, existing(r.Spec.Controls)}
}

func serviceFacts(r *api.OutsourcedService) []fact {
	facts := termFacts(r.Spec.Term, r.Spec.RetiredOn)
	if d := r.Spec.DueDiligence; d != nil {
		facts = append(facts, fact{"spec.dueDiligence.performedOn", d.PerformedOn, "due diligence was done"})
	}
	for _, a := range r.Spec.Agreements {
		facts = append(facts, fact{"spec.agreements[" + string(a.Type) + "].signedOn", a.SignedOn, "the agreement was signed"})
	}
	for _, a := range r.Spec.AssuranceReports {
		facts = append(facts, fact{"spec.assuranceReports[" + a.Name + "].issuedOn", a.IssuedOn, "the report was issued"})
	}
	if e := r.Spec.ExitPlan; e != nil {
		facts = append(facts, fact{"spec.exitPlan.testedOn", e.TestedOn, "the exit plan was tried"})
	}
	return facts
}

// serviceReferences leaves the owner to rule P7-01, which judges it.
func serviceReferences(w *assess.World, r *api.OutsourcedService) []reference {
	all := termReferences(w, r.Spec.Term)
	if d := r.Spec.DueDiligence; d != nil {
		all = append(all, to[*api.Person](w, "spec.dueDiligence.performedBy", "Person", d.PerformedBy)...)
	}
	return append(all, eachTo[*api.ResourceRequirement](w, "spec.requirementRefs", "ResourceRequirement", r.Spec.RequirementRefs)...)
}

// criticalService is Major for a critical service, else Minor.
func criticalService(r *api.OutsourcedService) api.Grade {
	if r.Spec.Criticality == api.CriticalityCritical {
		return api.GradeMajor
	}
	return api.GradeMinor
}

var docServiceOwner = assess.Doc{
	ID: "P7-01", Aspect: assess.Owned, Clause: "8.1, A.5.19",
	Requires: "Somebody inside answers for an outsourced service",
	Fires:    "no internal owner who is present (minor; major if the service is critical)",
	Reasons:  []string{"ServiceWithoutOwner"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set spec.owner.roleRef or spec.owner.personRef to a role or person inside the organisation",
}

func checkServiceOwner(c *assess.Context, r *api.OutsourcedService) {
	reason, message, field := checkOwner(c, r.Spec.Owner)
	if reason == "" && ownerExternal(c, r.Spec.Owner) {
		reason, field = "external", "spec.owner"
		message = fmt.Sprintf("The owner, %s, is external, and outsourcing moves the work, not the accountability", answerable(r.Spec.Owner))
		if r.Spec.Owner.RoleRef != nil {
			message = fmt.Sprintf("The owner, %s, is held by external people alone, and outsourcing moves the work, not the accountability", answerable(r.Spec.Owner))
		}
	}
	if reason != "" {
		c.Report(assess.Finding{Reason: "ServiceWithoutOwner", Grade: criticalService(r), Field: field, Message: message})
	}
}

// ownerExternal reports whether only external people stand behind an owner that exists.
func ownerExternal(c *assess.Context, owner *api.Owner) bool {
	if p, ok := assess.Find[*api.Person](c.World, owner.PersonRef); ok {
		return external(p)
	}
	role, ok := assess.Find[*api.SecurityRole](c.World, owner.RoleRef)
	if !ok {
		return false
	}
	for _, h := range holders(c, role) {
		if !external(h.person) {
			return false
		}
	}
	return true
}

var docAgreements = assess.Doc{
	ID: "P7-06", Aspect: assess.Covered, Clause: "A.5.20, A.5.34",
	Requires: "A supplier that reaches confidential or personal data has agreed to protect it",
	Fires:    "security clauses, or for personal data a data processing agreement, are missing or over (minor; major for personal data with a critical service), or it is not stated which data the supplier reaches (unknown)",
	Reasons:  []string{"AgreementMissing", "DataAccessUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Sign the agreement and record it in spec.agreements with signedOn",
}

func checkAgreements(c *assess.Context, r *api.OutsourcedService) {
	if len(r.Spec.DataAccessed) == 0 {
		c.Report(assess.Finding{
			Reason: "DataAccessUnknown", Grade: api.GradeUnknown, Field: "spec.dataAccessed",
			Message: "It is not stated which data the supplier can reach", Remedy: "Set spec.dataAccessed; None is an answer",
		})
	}
	personal := slices.Contains(r.Spec.DataAccessed, api.DataPersonal)
	confidential := slices.Contains(r.Spec.DataAccessed, api.DataConfidential)
	grade := api.GradeMinor
	if personal {
		grade = criticalService(r)
		checkAgreement(c, r, grade, promise{api.AgreementDataProcessing, "personal data", "data processing agreement", "is"})
	}
	if personal || confidential {
		checkAgreement(c, r, grade, promise{api.AgreementSecurityClauses, "confidential or personal data", "security clauses", "are"})
	}
}

// promise is an agreement that a supplier needs to sign, with its words for messages.
type promise struct {
	kind             api.AgreementType
	data, name, verb string
}

func checkAgreement(c *assess.Context, r *api.OutsourcedService, grade api.Grade, p promise) {
	f := assess.Finding{
		Reason: "AgreementMissing", Grade: grade, Field: "spec.agreements",
		Message: fmt.Sprintf("The supplier reaches %s, and no %s %s recorded", p.data, p.name, p.verb),
	}
	for _, a := range r.Spec.Agreements {
		if a.Type != p.kind {
			continue
		}
		f.Field = fmt.Sprintf("spec.agreements[%s].signedOn", p.kind)
		if !c.Today.Reached(a.SignedOn) {
			f.Message = fmt.Sprintf("The supplier reaches %s, and no %s %s signed", p.data, p.name, p.verb)
			break
		}
		if !c.Today.Past(a.ValidUntil) {
			return
		}
		f.Field, f.Since = fmt.Sprintf("spec.agreements[%s].validUntil", p.kind), a.ValidUntil.AddDays(1)
		f.Message = fmt.Sprintf("The supplier reaches %s, and the %s ended on %s", p.data, p.name, a.ValidUntil)
	}
	c.Report(f)
}

var docAssurance = assess.Doc{
	ID: "P7-07", Aspect: assess.Current, Clause: "A.5.22",
	Requires: "Assurance on a supplier is current",
	Fires:    "no assurance report that counts: all are expired, or for a critical service older than the limit or none at all (minor), or nobody knows until when one counts (unknown)",
	Reasons:  []string{"AssuranceStale", "AssuranceDateUnknown"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Ask the supplier for a current report and add it to spec.assuranceReports",
	Policy: []string{"assuranceMaxAgeMonths"},
}

func checkAssurance(c *assess.Context, r *api.OutsourcedService) {
	critical := r.Spec.Criticality == api.CriticalityCritical
	if len(r.Spec.AssuranceReports) == 0 {
		if critical {
			c.Report(assess.Finding{
				Reason: "AssuranceStale", Grade: api.GradeMinor, Field: "spec.assuranceReports",
				Message: "No assurance report is recorded for the critical service",
			})
		}
		return
	}
	var lapsed []string
	undated := ""
	for _, a := range r.Spec.AssuranceReports {
		limit := assuranceLimit(c, a, critical)
		switch {
		case limit.IsZero():
			undated = a.Name
		case !started(c, a.IssuedOn) || c.Today.Past(limit):
			lapsed = append(lapsed, assuranceDates(c, a, limit))
		default:
			return
		}
	}
	if undated != "" {
		c.Report(assess.Finding{
			Reason: "AssuranceDateUnknown", Grade: api.GradeUnknown, Field: fmt.Sprintf("spec.assuranceReports[%s].validUntil", undated),
			Message: fmt.Sprintf("Nobody knows until when the assurance report %s counts", quote(undated)),
			Remedy:  "Set its issuedOn or validUntil",
		})
		return
	}
	c.Report(assess.Finding{
		Reason: "AssuranceStale", Grade: api.GradeMinor, Field: "spec.assuranceReports",
		Message: "No assurance report counts: " + assess.List(lapsed),
	})
}

// assuranceDates says of a report that does not count when it was issued, until when
// it is valid, and since when it is too old, in so far as that ended it.
func assuranceDates(c *assess.Context, a api.AssuranceReport, limit api.Date) string {
	var dates []string
	if !a.IssuedOn.IsZero() {
		dates = append(dates, fmt.Sprintf("issued on %s", a.IssuedOn))
	}
	if !a.ValidUntil.IsZero() {
		dates = append(dates, fmt.Sprintf("valid until %s", a.ValidUntil))
	}
	if limit != a.ValidUntil && c.Today.Past(limit) {
		dates = append(dates, fmt.Sprintf("too old since %s", limit.AddDays(1)))
	}
	return fmt.Sprintf("%s (%s)", a.Name, strings.Join(dates, ", "))
}

// assuranceLimit is the last day on which a report counts; absent if nobody knows.
func assuranceLimit(c *assess.Context, a api.AssuranceReport, critical bool) api.Date {
	limit := a.ValidUntil
	if critical && a.IssuedOn.IsZero() && !c.Today.Past(limit) {
		return api.Date{} // nobody knows how old it is
	}
	if aged := a.IssuedOn.AddMonths(c.Policy.AssuranceMaxAge()); critical || limit.IsZero() {
		if limit.IsZero() || (!aged.IsZero() && aged.Before(limit)) {
			limit = aged
		}
	}
	return limit
}

var docExitPlan = assess.Doc{
	ID: "P7-09", Aspect: assess.Covered, Clause: "A.5.23, A.5.30",
	Requires: "It is known how to go on without a critical supplier",
	Fires:    "a critical service has no exit plan (observation)",
	Reasons:  []string{"NoExitPlan"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Write down in spec.exitPlan how the organisation goes on without the supplier",
}

func checkExitPlan(c *assess.Context, r *api.OutsourcedService) {
	if r.Spec.Criticality == api.CriticalityCritical && r.Spec.ExitPlan == nil {
		c.Report(assess.Finding{
			Reason: "NoExitPlan", Grade: api.GradeObservation, Field: "spec.exitPlan",
			Message: "The critical service has no exit plan",
		})
	}
}
