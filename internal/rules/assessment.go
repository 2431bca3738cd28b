package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func clauseAssessment() assess.Kind {
	rules := append(common(assessmentFacts, assessmentReferences, nil), assessmentRules()...)
	for _, more := range [][]assess.Rule{
		identificationRules(), infrastructureRules(), financeRules(), controlRules(), lifecycleRules(),
	} {
		rules = append(rules, more...)
	}
	return assess.KindOf("ClauseAssessment", "clauseassessments", assess.Lifecycle,
		func(a *api.ClauseAssessment) api.Date {
			if a.Spec.Certificate == nil {
				return api.Date{}
			}
			return a.Spec.Certificate.ExpiresOn
		}, rules...)
}

func assessmentRules() []assess.Rule {
	return []assess.Rule{
		assess.On(docAmbiguous, checkAmbiguous),
		assess.OnISMS(docExpertise, checkExpertise),
		assess.OnISMS(docExpertLeaving, checkExpertLeaving),
		assess.OnISMS(docTrainingCoverage, checkTrainingCoverage),
		assess.OnISMS(docScope, checkScope),
		assess.OnISMS(docNoTop, checkNoTop),
		assess.OnISMS(docServices, checkServices),
		assess.OnISMS(docMandatory, checkMandatory),
		assess.OnISMS(docNoReview, checkNoReview),
		assess.OnISMS(docPhase, checkPhase),
		assess.OnISMS(docCertificate, checkCertificate),
	}
}

func assessmentFacts(a *api.ClauseAssessment) []fact {
	var facts []fact
	if cert := a.Spec.Certificate; cert != nil {
		facts = append(facts, fact{"spec.certificate.issuedOn", cert.IssuedOn, "the certificate was issued"})
	}
	if audit := a.Spec.LastExternalAudit; audit != nil {
		facts = append(facts, fact{"spec.lastExternalAudit.startsOn", audit.StartsOn, "the audit took place"})
	}
	return facts
}

func assessmentReferences(w *assess.World, a *api.ClauseAssessment) []reference {
	all := ownerReferences(w, "spec.owner", a.Spec.Owner)
	for _, t := range a.Spec.Policy.MandatoryTraining {
		all = append(all, eachTo[*api.SecurityRole](w, fmt.Sprintf("spec.policy.mandatoryTraining[%s].roleRefs", t.Training), "SecurityRole", t.RoleRefs)...)
	}
	return all
}

var docAmbiguous = assess.Doc{
	ID: "X-08", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "4.3",
	Requires: "A namespace is one ISMS and has one ClauseAssessment",
	Fires:    "another ClauseAssessment is in the namespace, so it is open whose policy holds (unknown)",
	Reasons:  []string{"AssessmentAmbiguous"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Keep one ClauseAssessment, and delete the others or move them to namespaces of their own",
}

func checkAmbiguous(c *assess.Context, _ *api.ClauseAssessment) {
	message := assess.Once(c, &docAmbiguous, func(c *assess.Context) string {
		var names []string
		for a := range assess.All[*api.ClauseAssessment](c.World) {
			names = append(names, a.Name)
		}
		if len(names) < 2 {
			return ""
		}
		return fmt.Sprintf("The namespace has %d ClauseAssessments, of which the policy of %s is used: %s", len(names), c.Assessment.Name, assess.List(names))
	})
	if message != "" {
		c.Report(assess.Finding{Reason: "AssessmentAmbiguous", Grade: api.GradeUnknown, Field: "metadata.name", Message: message})
	}
}

var docExpertise = assess.Doc{
	ID: "P2-01", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2",
	Requires: "Somebody, internal or contracted, knows ISO 27001 and proves it",
	Fires:    "nobody who is present has current proof of ISO 27001 expertise (major)",
	Reasons:  []string{"NoIso27001Expertise"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Have somebody certified, or contract somebody who is, and record it as a CompetencyRecord",
	Policy: []string{"expertiseCompetencies"},
}

type expertsKey struct{}

// expertise is who has proven ISO 27001 expertise and is present, and the records that
// come closest where there is none.
type expertise struct {
	people []*api.Person
	nearly []string
}

func experts(c *assess.Context) expertise { return assess.Once(c, expertsKey{}, findExperts) }

func findExperts(c *assess.Context) (found expertise) {
	accepted, seen := map[string]bool{}, map[*api.Person]bool{}
	for _, name := range c.Policy.Expertise() {
		accepted[normal(name)] = true
	}
	for r := range assess.All[*api.CompetencyRecord](c.World) {
		if !accepted[normal(r.Spec.Competency)] {
			continue
		}
		p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
		switch {
		case !ok || !present(c, p):
			found.nearly = append(found.nearly, fmt.Sprintf("%s of %s, who is not engaged", r.Name, r.Spec.PersonRef.Name))
		case standingOf(c, r) == proven:
			if !seen[p] {
				seen[p] = true
				found.people = append(found.people, p)
			}
		default:
			found.nearly = append(found.nearly, fmt.Sprintf("%s of %s, which is not current proof", r.Name, r.Spec.PersonRef.Name))
		}
	}
	return found
}

func checkExpertise(c *assess.Context, _ *api.ClauseAssessment) {
	found := experts(c)
	if len(found.people) > 0 {
		return
	}
	message := "Nobody has current proof of ISO 27001 expertise"
	if len(found.nearly) > 0 {
		message += "; closest come " + assess.List(found.nearly)
	}
	c.Report(assess.Finding{Reason: "NoIso27001Expertise", Grade: api.GradeMajor, Message: message})
}

var docExpertLeaving = assess.Doc{
	ID: "P2-02", Point: assess.Competence, Aspect: assess.Current, Clause: "7.2",
	Requires: "ISO 27001 expertise does not leave with a contract",
	Fires:    "all experts are external, and the last contract ends within the warning window (observation), or the ISMS is in maintenance (minor)",
	Reasons:  []string{"ExpertiseLeavingWithContract"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Build up the expertise inside, or extend the contract",
	Policy: []string{"expertiseContractWarningDays"},
}

func checkExpertLeaving(c *assess.Context, a *api.ClauseAssessment) {
	people := experts(c).people
	var names []string
	var last api.Date
	open := false
	for _, p := range people {
		if !external(p) {
			return
		}
		names = append(names, p.Name)
		if end := leaves(c, p); end.IsZero() {
			open = true
		} else if end.After(last) {
			last = end
		}
	}
	f := assess.Finding{Reason: "ExpertiseLeavingWithContract", Grade: api.GradeObservation}
	switch {
	case len(people) == 0:
		return
	case a.Spec.Phase == api.PhaseMaintenance:
		f.Grade, f.Message = api.GradeMinor, "The ISMS is in maintenance, and all ISO 27001 expertise is external: "+assess.List(names)
	case !open && c.Today.Reached(last.AddDays(-c.Policy.ExpertiseContractWarning())):
		f.Message = fmt.Sprintf("All ISO 27001 expertise is external and leaves on %s: %s", last, assess.List(names))
	default:
		return
	}
	c.Report(f)
}

// leaves is the day on which an external person's engagement or contract ends; absent if none is set.
func leaves(c *assess.Context, p *api.Person) api.Date {
	end := p.Spec.EngagedUntil
	if s, ok := assess.Find[*api.OutsourcedService](c.World, p.Spec.ServiceRef); ok && s.Spec.Term != nil {
		if contract := s.Spec.Term.End; end.IsZero() || (!contract.IsZero() && contract.Before(end)) {
			end = contract
		}
	}
	return end
}

var docTrainingCoverage = assess.Doc{
	ID: "P2-11", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2, 7.3, A.6.3",
	Requires: docTraining.Requires,
	Fires:    "too few of those who need a mandatory training have had it in time (major), or in the phases Certification and Maintenance no training is mandatory, not even one on awareness (unknown)",
	Reasons:  []string{"TrainingCoverageLow", "TrainingNotDetermined"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMajor},
	Remedy: docTraining.Remedy,
	Policy: []string{"mandatoryTraining", "trainingCoveragePercent"},
}

func checkTrainingCoverage(c *assess.Context, a *api.ClauseAssessment) {
	if len(c.Policy.MandatoryTraining) == 0 && established(a) {
		c.Report(assess.Finding{
			Reason: "TrainingNotDetermined", Grade: api.GradeUnknown, Field: "spec.policy.mandatoryTraining",
			Message: "No training is mandatory, so nobody knows whether those who work in the ISMS are aware of what it asks of them",
			Remedy:  "Name the training in information security that everybody needs in spec.policy.mandatoryTraining",
		})
	}
	for i := range c.Policy.MandatoryTraining {
		t := &c.Policy.MandatoryTraining[i]
		need, have := 0, 0
		for p := range assess.All[*api.Person](c.World) {
			if !needsTraining(c, p, t) {
				continue
			}
			need++
			if trainingCurrent(c, p, t) {
				have++
			}
		}
		if have*100 < need*c.Policy.TrainingCoverage() {
			c.Report(assess.Finding{
				Reason: "TrainingCoverageLow", Grade: api.GradeMajor, Field: fmt.Sprintf("spec.policy.mandatoryTraining[%s]", t.Training),
				Message: fmt.Sprintf("%d of %d people have had the mandatory training %s in time, and at least %d %% must", have, need, quote(t.Training), c.Policy.TrainingCoverage()),
			})
		}
	}
}

var docNoTop = assess.Doc{
	ID: "P5-01", Point: assess.Support, Aspect: assess.Owned, Clause: "5.1",
	Requires: "It is known who top management is",
	Fires:    "nobody holds a role with the mandate TopManagement (major)",
	Reasons:  []string{"NoTopManagement"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Add a SecurityRole with the mandate TopManagement and assign it to a Person",
}

func checkNoTop(c *assess.Context, _ *api.ClauseAssessment) {
	if people, vacant := mandated(c, api.MandateTopManagement); len(people) == 0 {
		c.Report(assess.Finding{Reason: "NoTopManagement", Grade: api.GradeMajor, Message: "Nobody is assigned to top management" + vacant})
	}
}

// mandated returns the people who hold a role with the mandate, and says which
// roles with it nobody holds.
func mandated(c *assess.Context, m api.Mandate) (people []string, vacant string) {
	var empty, stoodIn []string
	for _, role := range assess.By(c.World, rolesByMandate, string(m)) {
		here := principals(c, role)
		for _, h := range here {
			people = append(people, h.person.Name)
		}
		switch {
		case len(here) > 0:
		case len(holders(c, role)) > 0:
			stoodIn = append(stoodIn, role.Name)
		default:
			empty = append(empty, role.Name)
		}
	}
	slices.Sort(people)
	people = slices.Compact(people)
	if len(empty) > 0 {
		vacant = "; nobody holds the SecurityRole " + assess.List(empty)
	}
	if len(stoodIn) > 0 {
		vacant += "; a deputy alone holds the SecurityRole " + assess.List(stoodIn)
	}
	return people, vacant
}

// deputised returns the appointed deputies who are present in roles with the mandate.
func deputised(c *assess.Context, m api.Mandate) []string {
	var names []string
	for _, role := range assess.By(c.World, rolesByMandate, string(m)) {
		for _, h := range holders(c, role) {
			if a := h.assignment; a.Capacity == api.CapacityDeputy && a.AppointedBy != nil && c.Today.Reached(a.AppointedOn) {
				names = append(names, fmt.Sprintf("%s in the role %s", h.person.Name, role.Name))
			}
		}
	}
	return names
}

var docServices = assess.Doc{
	ID: "P7-12", Point: assess.Outsourcing, Aspect: assess.Covered, Clause: "8.1",
	Requires: "It is determined what is outsourced",
	Fires:    "no OutsourcedService is recorded, and nothing declares that nothing is outsourced (unknown)",
	Reasons:  []string{"ServicesNotDetermined"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Record the services, or declare none: OutsourcedServices with a reason in spec.declarations",
}

func checkServices(c *assess.Context, a *api.ClauseAssessment) {
	for range assess.All[*api.OutsourcedService](c.World) {
		return
	}
	for _, d := range a.Spec.Declarations {
		if d.None == api.DeclareOutsourcedServices {
			return
		}
	}
	c.Report(assess.Finding{
		Reason: "ServicesNotDetermined", Grade: api.GradeUnknown, Field: "spec.declarations",
		Message: "No outsourced service is recorded, and nothing says that there is none",
	})
}

var docMandatory = assess.Doc{
	ID: "P8-06", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.3, 9.2, 9.3, 6.1.2 c",
	Requires: "Every function that an ISMS must have is given to somebody",
	Fires:    "nobody holds the mandate of top management, information security manager or internal auditor (major; minor where an appointed deputy does), or of risk owner (minor), or the management review team has fewer than two members or nobody of top management (minor)",
	Reasons:  []string{"MandatoryRoleMissing"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Add a SecurityRole with the mandate and assign it to a Person who is engaged",
}

func checkMandatory(c *assess.Context, _ *api.ClauseAssessment) {
	for _, m := range []struct {
		mandate api.Mandate
		grade   api.Grade
	}{
		{api.MandateTopManagement, api.GradeMajor},
		{api.MandateInformationSecurityManager, api.GradeMajor},
		{api.MandateInternalAuditor, api.GradeMajor},
		{api.MandateRiskOwner, api.GradeMinor},
	} {
		people, vacant := mandated(c, m.mandate)
		if len(people) > 0 {
			continue
		}
		f := assess.Finding{
			Reason: "MandatoryRoleMissing", Grade: m.grade,
			Message: fmt.Sprintf("Nobody holds a role with the mandate %s%s", m.mandate, vacant),
		}
		if deputies := deputised(c, m.mandate); len(deputies) > 0 {
			f.Grade = api.GradeMinor
			f.Message = fmt.Sprintf("A deputy alone holds the mandate %s: %s", m.mandate, assess.List(deputies))
		}
		c.Report(f)
	}
	checkReviewTeam(c)
}

func checkReviewTeam(c *assess.Context) {
	team, vacant := mandated(c, api.MandateManagementReviewTeam)
	top, _ := mandated(c, api.MandateTopManagement)
	f := assess.Finding{Reason: "MandatoryRoleMissing", Grade: api.GradeMinor}
	switch {
	case len(team) == 0:
		f.Message = "Nobody holds a role with the mandate ManagementReviewTeam" + vacant
	case len(team) < 2:
		f.Message = fmt.Sprintf("The management review team is %s alone, and at least two are needed", assess.List(team))
	case !slices.ContainsFunc(team, func(name string) bool { _, found := slices.BinarySearch(top, name); return found }):
		f.Message = "Nobody of the management review team is top management: " + assess.List(team)
	default:
		return
	}
	c.Report(f)
}

var docNoReview = assess.Doc{
	ID: "P9-01", Point: assess.Reviews, Aspect: assess.Current, Clause: "9.3.1",
	Requires: "Management reviews are held",
	Fires:    "none was ever held; a planned one is not a review (major)",
	Reasons:  []string{"NoManagementReview"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Hold a management review and record it as a ManagementReview with its heldOn",
}

func checkNoReview(c *assess.Context, _ *api.ClauseAssessment) {
	if latestReview(c) == nil {
		c.Report(assess.Finding{Reason: "NoManagementReview", Grade: api.GradeMajor, Message: "No management review was ever held"})
	}
}

var docPhase = assess.Doc{
	ID: "L-01", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "4.4",
	Requires: "It is known where the ISMS stands",
	Fires:    "there is no assessment, its phase is not stated, or its dates contradict each other or the phase (unknown)",
	Reasons:  []string{"PhaseUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.phase of the ClauseAssessment, and its certificate and audit dates in order",
}

func checkPhase(c *assess.Context, a *api.ClauseAssessment) {
	report := func(field, message string) {
		c.Report(assess.Finding{Reason: "PhaseUnknown", Grade: api.GradeUnknown, Field: field, Message: message})
	}
	last, next := a.Spec.LastExternalAudit, a.Spec.NextExternalAudit
	switch {
	case a.Name == "":
		report("", "The namespace has no ClauseAssessment, so its phase and policy are not known")
	case a.Spec.Phase == "":
		report("spec.phase", "It is not stated in which phase the ISMS is")
	case a.Spec.Phase == api.PhaseMaintenance && (a.Spec.Certificate == nil || a.Spec.Certificate.ExpiresOn.IsZero()):
		report("spec.certificate.expiresOn", "The ISMS is in maintenance, and no certificate with its end is recorded")
	case last != nil && next != nil && !last.StartsOn.Before(next.StartsOn):
		report("spec.nextExternalAudit.startsOn", fmt.Sprintf("The next external audit on %s is not after the last on %s", next.StartsOn, last.StartsOn))
	case next != nil && c.Today.Past(next.StartsOn):
		report("spec.nextExternalAudit.startsOn", fmt.Sprintf("The next external audit was on %s; it is not recorded as the last", next.StartsOn))
	}
}

var docCertificate = assess.Doc{
	ID: "L-05", Point: assess.Lifecycle, Aspect: assess.Current, Clause: "4.4",
	Requires: "The certificate is current",
	Fires:    "the certificate has expired (major) or expires within the warning window (observation)",
	Reasons:  []string{"CertificateExpired", "CertificateExpiring"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Plan the recertification so that it is decided before the certificate expires",
	Policy: []string{"certificateWarningDays"},
}

func checkCertificate(c *assess.Context, a *api.ClauseAssessment) {
	if a.Spec.Certificate == nil {
		return
	}
	switch end := a.Spec.Certificate.ExpiresOn; {
	case c.Today.Past(end):
		c.Report(assess.Finding{
			Reason: "CertificateExpired", Grade: api.GradeMajor, Field: "spec.certificate.expiresOn", Since: end.AddDays(1),
			Message: fmt.Sprintf("The certificate expired on %s", end),
		})
	case !end.IsZero() && c.Today.Reached(end.AddDays(-c.Policy.CertificateWarning())):
		c.Report(assess.Finding{
			Reason: "CertificateExpiring", Grade: api.GradeObservation, Field: "spec.certificate.expiresOn",
			Message: fmt.Sprintf("The certificate expires on %s", end),
		})
	}
}
