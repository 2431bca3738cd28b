package scenarios

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// graceCase leaves one thing open, and names the rule that tells when its time is over.
type graceCase struct {
	why, rule string
	open      func(*organisation, grace)
	// beside are rules that tell of the lapse itself, to which the time is given.
	beside []string
}

// noGraceMost is how many times may give no grace.
const noGraceMost = 7

// noGrace are times of the policy that give none, each with the reason.
var noGrace = map[string]string{
	"review.managementReviewLimitMonths": "from it on a minor is a major: the interval gives the time",
	"applicability.reviewLimitMonths":    "from it on a minor is a major: the interval gives the time",
	"allocation.assignmentLimitMonths":   "from it on an observation is a minor: assignmentReviewMonths gives the time",
	"allocation.observationMaxAgeDays":   withoutRights,
	"lifecycle.certificateLimitMonths":   "from it on an observation is a minor: certificateMonths gives the time",
	"lifecycle.transitionLimitMonths":    "from it on an observation is a minor: who is left outside is told before",
	"grading.minorOpenLimitMonths":       "from it on a minor is a major: it is found before",
}

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }

func person(name string) *api.Actor { return api.PersonActor(name) }

func day(s string) api.Date { return api.MustDate(s) }

// gracesOfNeeds are what an organisation may leave open of what it needs and has.
var gracesOfNeeds = map[string]graceCase{
	"identification.assessmentIntervalMonths": {why: "a need was assessed a year ago", rule: "P1-08", open: func(o *organisation, g grace) {
		the[*api.ResourceRequirement](o, "expert-advice").Spec.AssessedOn = g.began()
	}},
	"identification.acceptanceCriticalMonths": {why: "what remains of a critical risk was accepted a year ago", rule: "P1-14", open: remainder(api.RiskCritical)},
	"identification.acceptanceHighMonths":     {why: "what remains of a high risk was accepted a year ago", rule: "P1-14", open: remainder(api.RiskHigh)},
	"identification.acceptanceMonths": {why: "a risk was accepted a year ago", rule: "P1-05", open: func(o *organisation, g grace) {
		r := the[*api.Risk](o, "burglary")
		r.Spec.Acceptance.AcceptedOn, r.Spec.AssessedOn = g.began(), day("2026-05-02")
	}},
	"identification.reassessmentDays": {why: "an accepted risk was assessed anew", rule: "P1-05", open: func(o *organisation, g grace) {
		r := the[*api.Risk](o, "burglary")
		r.Spec.Acceptance.AcceptedOn, r.Spec.AssessedOn = day("2026-01-15"), g.began()
	}},
	"identification.proposalDays": {why: "nobody has decided on what treats a risk", rule: "P1-04", open: func(o *organisation, g grace) {
		o.add(&api.Risk{ObjectMeta: named("new"), Spec: api.RiskSpec{
			Common: api.Common{Owner: person("ben-ortiz")}, Title: "A new risk", Rating: api.RiskMedium, Treatment: api.TreatmentMitigate, AssessedOn: day("2026-03-01"),
		}}, openNeed(g.began(), func(s *api.ResourceRequirementSpec) {
			s.Drivers = &api.Drivers{RiskRefs: []api.Reference{{Name: "new"}}}
		}))
	}},
	"identification.needHorizonMonths": {why: "a need that was decided is met late", rule: "P1-06", open: func(o *organisation, g grace) {
		the[*api.ResourceRequirement](o, "automatic-patching").Spec.NeededBy = g.due("2026-03-18")
	}},
	"identification.openHorizonMonths": {why: "a need that nobody has decided on is met late", rule: "P1-06", open: func(o *organisation, g grace) {
		o.add(openNeed(day("2026-05-18"), func(s *api.ResourceRequirementSpec) { s.NeededBy = g.due("2026-05-18") }))
	}},
	"competence.inductionDays": {why: "somebody has joined", rule: "P2-11", open: func(o *organisation, g grace) {
		o.add(&api.Person{ObjectMeta: named("new"), Spec: api.PersonSpec{DisplayName: "Nina Ebert", Sourcing: api.SourcingInternal, EngagedFrom: g.began()}})
	}},
	"competence.effectDays": {why: "a training was not evaluated", rule: "P2-10", open: func(o *organisation, g grace) {
		r := the[*api.CompetencyRecord](o, "jonas-berg-awareness-2026")
		r.Spec.AchievedOn, r.Spec.Effectiveness = g.began(), nil
	}},
	"infrastructure.adequacyIntervalMonths": {why: "an asset was assessed a year ago", rule: "P3-04", open: func(o *organisation, g grace) {
		the[*api.InfrastructureAsset](o, "linz-office").Spec.Adequacy.AssessedOn = g.began()
	}},
	"infrastructure.newAssetDays": {why: "an asset went into service", rule: "P3-04", open: func(o *organisation, g grace) {
		a := the[*api.InfrastructureAsset](o, "second-backup-site")
		a.Spec.InServiceFrom, a.Spec.Adequacy = g.began(), nil
	}},
	"budget.periodMonths": {why: "a budget runs for long", rule: "P4-01", open: func(o *organisation, g grace) {
		the[*api.SecurityBudget](o, "budget-2026").Spec.Period.End = g.due("2026-01-01")
	}},
	"support.resourceDecisionIntervalMonths": {why: "top management decided on resources a year ago", rule: "P5-02", open: func(o *organisation, g grace) {
		reviewHeld(o, g.began())
		latest := func(on *api.Date) {
			if on.After(g.began()) {
				*on = g.began()
			}
		}
		each(o, func(r *api.ResourceRequirement) { latest(&r.Spec.Decision.DecidedOn) })
		each(o, func(r *api.SecurityBudget) { latest(&r.Spec.Approvals[0].ApprovedOn); latest(&r.Spec.RequestedOn) })
	}},
	"identification.stalledDays": {why: "a need of a high risk is overdue, and a review was held since", rule: "P1-18", beside: []string{"P1-06"}, open: func(o *organisation, g grace) {
		r := the[*api.ResourceRequirement](o, "automatic-patching")
		// The time ends at the review, and not at the day that is judged.
		r.Spec.NeededBy, r.Spec.Decision.DecidedOn = day("2026-03-18").AddDays(-g.n-g.past), day("2026-01-12")
		review := the[*api.ManagementReview](o, "review-2026")
		review.Spec.Inputs[len(review.Spec.Inputs)-1].Discussion = "There are some."
		the[*api.Risk](o, "unpatched-servers").Spec.Residual.Acceptance.AcceptedOn = day("2026-02-02")
	}},
	"competence.topTrainingMonths": {why: "top management learned something two years ago", rule: "P2-19", open: func(o *organisation, g grace) {
		each(o, func(r *api.CompetencyRecord) {
			if r.Spec.PersonRef.Name == "anna-keller" {
				r.Spec.Basis = api.BasisExperience
			}
		})
		r := the[*api.CompetencyRecord](o, "anna-keller-leadership")
		r.Spec.Basis, r.Spec.AchievedOn = api.BasisCertification, g.began()
	}},
	"budget.graceDays": {why: "the budget of a year that began waits for its approval", rule: "P4-01", open: func(o *organisation, g grace) {
		b := the[*api.SecurityBudget](o, "budget-2026")
		next := b.DeepCopy()
		b.Spec.Period.End = g.began().AddDays(-1)
		next.Name, next.Spec.Period.Start, next.Spec.Approvals = "budget-next", g.began(), nil
		o.add(next)
	}},
	"support.escalationAnswerDays": {why: "a need waits for the answer of top management", rule: "P5-08", open: func(o *organisation, g grace) {
		o.add(openNeed(day("2026-04-18"), func(s *api.ResourceRequirementSpec) { s.EscalatedOn = g.began() }))
	}},
	"maintenance.supportLookupMonths": {why: "support was looked up a year ago", rule: "P6-11", open: func(o *organisation, g grace) {
		t := the[*api.ToolLicense](o, "backup")
		t.Spec.SupportEndsOn, t.Spec.SupportLookup = api.Date{}, &api.SupportLookup{LookedUpOn: g.began(), Source: "https://vendor.example/lifecycle"}
	}},
	"segregation.exceptionMaxMonths": {why: "an exception runs for long", rule: "P6-08", open: func(o *organisation, g grace) {
		the[*api.SecurityException](o, "supplier-manager-duties").Spec.Validity.ValidUntil = g.due("2026-01-15")
	}},
}

// remainder has what remains of a risk of a rating be accepted long ago.
func remainder(rating api.RiskRating) func(*organisation, grace) {
	return func(o *organisation, g grace) {
		r := the[*api.Risk](o, "loss-of-primary-site")
		r.Spec.Rating, r.Spec.AssessedOn = rating, day("2026-05-02")
		r.Spec.Residual.Acceptance.AcceptedOn = g.began()
	}
}

// openNeed is a need that somebody has raised, and nobody has decided on.
func openNeed(raised api.Date, change func(*api.ResourceRequirementSpec)) *api.ResourceRequirement {
	r := &api.ResourceRequirement{ObjectMeta: named("wish"), Spec: api.ResourceRequirementSpec{
		Common: api.Common{Owner: person("carla-novak")}, Need: "A second pair of eyes", Category: api.ResourcePeople, RaisedBy: person("carla-novak"), RaisedOn: raised,
		NeededBy: day("2026-12-01"), AssessedOn: day("2026-05-20"),
		Drivers: &api.Drivers{Obligations: []string{"ISO/IEC 27001, Clause 5.3"}},
	}}
	change(&r.Spec)
	return r
}
