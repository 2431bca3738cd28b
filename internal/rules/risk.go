package rules

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func risk() assess.Kind {
	rules := append(common(riskFacts, withoutServices(riskReferences), nil),
		ownedAs(docRiskOwner, func(*assess.Context, *api.Risk) bool { return false }))
	return assess.KindOf("Risk", "risks", assess.Identification,
		func(r *api.Risk) api.Date {
			if r.Spec.Acceptance == nil {
				return api.Date{}
			}
			return r.Spec.Acceptance.ValidUntil
		},
		append(rules,
			serviceRegistered(riskReferences),
			controlsExist("spec.controls", func(r *api.Risk) []api.ControlID { return r.Spec.Controls }),
			assess.On(docRiskResources, checkRiskResources),
			assess.On(docAcceptance, checkAcceptance),
			assess.On(docRiskAssessed, checkRiskAssessed))...)
}

func riskFacts(r *api.Risk) []fact {
	facts := []fact{{"spec.assessedOn", r.Spec.AssessedOn, "the risk was assessed"}}
	if a := r.Spec.Acceptance; a != nil {
		facts = append(facts, fact{"spec.acceptance.acceptedOn", a.AcceptedOn, "the risk was accepted"})
	}
	return facts
}

// riskReferences leaves the owner to rule P3-02, which judges it.
func riskReferences(w *assess.World, r *api.Risk) []reference {
	all := resourceReferences(w, "spec.resources", r.Spec.Resources)
	if a := r.Spec.Acceptance; a != nil {
		all = append(all, to[*api.Person](w, "spec.acceptance.by", "Person", &a.By)...)
	}
	return all
}

var docRiskOwner = assess.Doc{
	ID: docOwner.ID, Aspect: docOwner.Aspect, Clause: "6.1.2 c 2",
	Requires: "A risk has an owner who is a role or a person",
	Fires:    docOwner.Fires, Reasons: docOwner.Reasons, Grades: docOwner.Grades, Remedy: docOwner.Remedy,
}

func highRated(r *api.Risk) bool {
	return r.Spec.Rating == api.RiskHigh || r.Spec.Rating == api.RiskCritical
}

var docRiskResources = assess.Doc{
	ID: "P1-04", Aspect: assess.Covered, Clause: "7.1, 6.1.3",
	Requires: "A risk that is to be mitigated or transferred has the resources that this takes",
	Fires:    "no need that was not refused, no resource that can be relied on, and no control with such a resource carries the treatment (minor; major for a risk of rating High or Critical; one grade lower while a SecurityException waives what a resource that the risk names lacks)",
	Reasons:  []string{"RiskWithoutResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Name the resources in spec.resources, or add a ResourceRequirement whose spec.drivers.riskRefs names the risk",
}

func checkRiskResources(c *assess.Context, r *api.Risk) {
	how := ""
	switch r.Spec.Treatment {
	case api.TreatmentMitigate:
		how = "mitigated"
	case api.TreatmentTransfer:
		how = "transferred"
	default:
		return
	}
	carried, lacks := treatmentCarried(c, r)
	if carried {
		return
	}
	f := assess.Finding{Reason: "RiskWithoutResources", Grade: api.GradeMinor, Field: "spec.resources"}
	if highRated(r) {
		f.Grade = api.GradeMajor
	}
	rating := "not rated"
	if r.Spec.Rating != "" {
		rating = "rated " + string(r.Spec.Rating)
	}
	f.Message = fmt.Sprintf("The risk %s, %s and answered for by %s, is to be %s, and no need, resource or control with a resource carries this",
		quote(r.Spec.Title), rating, answerable(r.Spec.Owner), how)
	if len(lacks) > 0 {
		f.Message += "; " + assess.List(lacks)
	}
	c.Report(softened(c, r.Spec.Resources, f))
}

var docAcceptance = assess.Doc{
	ID: "P1-05", Aspect: assess.Owned, Clause: "6.1.3 f",
	Requires: "A risk that is accepted or avoided instead of treated is accepted by its owner",
	Fires:    "nobody has accepted it, or somebody who did not own it on that day, or the acceptance has run out (minor)",
	Reasons:  []string{"AcceptanceWithoutOwner", "AcceptanceExpired"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the risk owner accept the risk and record it in spec.acceptance, or treat the risk",
}

func checkAcceptance(c *assess.Context, r *api.Risk) {
	how := ""
	switch r.Spec.Treatment {
	case api.TreatmentAccept:
		how = "accepted"
	case api.TreatmentAvoid:
		how = "avoided"
	default:
		return
	}
	f, ok := acceptanceLack(c, r)
	if !ok {
		return
	}
	f.Grade, f.Message = api.GradeMinor, fmt.Sprintf("The risk %s is to be %s, and %s", quote(r.Spec.Title), how, f.Message)
	c.Report(f)
}

// acceptanceLack says why the risk does not count as accepted by its owner today;
// it returns false where it does.
func acceptanceLack(c *assess.Context, r *api.Risk) (lack assess.Finding, lacks bool) {
	a := r.Spec.Acceptance
	lack = assess.Finding{Reason: "AcceptanceWithoutOwner", Field: "spec.acceptance"}
	switch {
	case a == nil:
		lack.Message = "nobody has accepted it"
	case a.AcceptedOn.IsZero():
		lack.Field, lack.Message = "spec.acceptance.acceptedOn", fmt.Sprintf("it is not known when %s accepted it", a.By.Name)
	case !c.Today.Reached(a.AcceptedOn):
		lack.Field, lack.Message = "spec.acceptance.acceptedOn", fmt.Sprintf("nobody has accepted it before %s", a.AcceptedOn)
	case !acceptedByOwner(c, r):
		lack.Field = "spec.acceptance.by"
		lack.Message = fmt.Sprintf("%s accepted it on %s without being the owner, who is %s", a.By.Name, a.AcceptedOn, answerable(r.Spec.Owner))
	case c.Today.Past(a.ValidUntil):
		lack.Reason, lack.Field, lack.Since = "AcceptanceExpired", "spec.acceptance.validUntil", a.ValidUntil.AddDays(1)
		lack.Message = fmt.Sprintf("its acceptance by %s ended on %s", a.By.Name, a.ValidUntil)
	default:
		return lack, false
	}
	return lack, true
}

// acceptedByOwner reports whether who accepted the risk was its owner on that
// day. A later change of hands does not undo what the owner of the day decided.
func acceptedByOwner(c *assess.Context, r *api.Risk) bool {
	a, owner := r.Spec.Acceptance, r.Spec.Owner
	switch {
	case owner == nil:
		return false
	case owner.RoleRef != nil:
		role, ok := assess.Get[*api.SecurityRole](c.World, owner.RoleRef.Name)
		return ok && wasHolder(c, role, a.By.Name, a.AcceptedOn)
	case owner.PersonRef != nil:
		p, ok := assess.Get[*api.Person](c.World, a.By.Name)
		return ok && owner.PersonRef.Name == p.Name && wasEngaged(p, a.AcceptedOn)
	}
	return false
}

var docRiskAssessed = assess.Doc{
	ID: "P1-11", Aspect: assess.Current, Clause: "6.1.2, 8.2",
	Requires: "A risk is assessed, and it is decided what to do about it",
	Fires:    "the rating, the treatment or the day of the assessment is not stated (unknown), or the assessment is older than the interval at which needs are assessed (minor)",
	Reasons:  []string{"RiskAssessmentOverdue", "RiskNotAssessed"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Assess the risk and set spec.rating, spec.treatment and spec.assessedOn",
	Policy: []string{"requirementAssessmentIntervalMonths"},
}

func checkRiskAssessed(c *assess.Context, r *api.Risk) {
	var lacks, fields []string
	lack := func(missing bool, what, field string) {
		if missing {
			lacks, fields = append(lacks, what), append(fields, field)
		}
	}
	lack(r.Spec.Rating == "", "a rating", "spec.rating")
	lack(r.Spec.Treatment == "", "a treatment", "spec.treatment")
	lack(r.Spec.AssessedOn.IsZero(), "the day of an assessment", "spec.assessedOn")
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "RiskNotAssessed", Grade: api.GradeUnknown, Field: fields[0],
			Message: fmt.Sprintf("The risk %s lacks %s", quote(r.Spec.Title), strings.Join(lacks, ", ")),
		})
	}
	due := r.Spec.AssessedOn.AddMonths(c.Policy.RequirementAssessmentInterval())
	if !r.Spec.AssessedOn.IsZero() && c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "RiskAssessmentOverdue", Grade: api.GradeMinor, Field: "spec.assessedOn", Since: due.AddDays(1),
			Message: fmt.Sprintf("The risk %s was last assessed on %s, and the next assessment was due on %s", quote(r.Spec.Title), r.Spec.AssessedOn, due),
		})
	}
}
