package lifecycle

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPolicy = assess.Doc{
	ID: "X-14", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "4.4",
	Requires: "The policy that the ISMS is judged by asks for no less than the default, or says why",
	Fires:    "a field of the policy asks for less than its default (observation), or for less than its floor (minor); against the point that the field steers, and with the reason of spec.policy.reasons or that none is given; many fields together ask for less than their floors, whatever the policy says of how findings add up (major); or a reason is given for what is no field of the policy (observation)",
	Reasons:  []string{"PolicyWeakened", "PolicyBeyondFloor", "PolicyGivenUp", "PolicyReasonUnknownField"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Go back to the default, or keep the value and say why in spec.policy.reasons",
}

func checkPolicy(c *assess.Context, a *api.ClauseAssessment) {
	all := facts.Deviations(a)
	if _, beyond := assess.Weakened(all); givenUp(beyond) {
		c.Report(assess.Finding{
			Reason: "PolicyGivenUp", Grade: api.GradeMajor, Field: "spec.policy",
			Message: fmt.Sprintf("The policy asks for less than the floor in %d of %d fields, so that next to nothing is asked of the ISMS", beyond, facts.WeakenablePolicyFields()),
			Remedy:  "Go back to the defaults, and deviate only where there is a reason",
		})
	}
	for _, d := range all {
		if d.Rule != "" {
			continue
		}
		f := assess.Finding{
			Reason: "PolicyWeakened", Grade: api.GradeObservation, Point: d.Point, Field: d.Path(),
			Message: fmt.Sprintf("The policy weakens %s: %s instead of %s, %s", d.Field, d.Value, d.Default, because(&d)),
		}
		if d.Floor != "" {
			f.Reason, f.Grade = "PolicyBeyondFloor", api.GradeMinor
			f.Message = fmt.Sprintf("The policy weakens %s beyond its floor: %s instead of %s, where the floor is %s, as %s, %s", d.Field, d.Value, d.Default, d.Floor, d.Why, because(&d))
			f.Remedy = "Go back to the default, or at least to the floor, and say why in spec.policy.reasons"
		}
		c.Report(f)
	}
	for i := range a.Spec.Policy.Reasons {
		field := a.Spec.Policy.Reasons[i].Field
		like, known := facts.KnownPolicyField(field)
		if known {
			continue
		}
		f := assess.Finding{
			Reason: "PolicyReasonUnknownField", Grade: api.GradeObservation, Field: fmt.Sprintf("spec.policy.reasons[%d].field", i),
			Message: fmt.Sprintf("A reason is given for %s, which is no field of the policy, so that it explains nothing", facts.Quote(field)),
			Remedy:  "Name the field with its group, such as review.auditIntervalMonths",
		}
		if like != "" {
			f.Message += "; " + like + ", which is much like it, is one"
		}
		c.Report(f)
	}
}

// givenUp reports whether so many fields are beyond their floors that it is a failure of the
// whole, by what holds where no policy sets how minors add up.
func givenUp(beyond int) bool {
	normal := &api.Policy{}
	return beyond >= normal.SystemicRecords() ||
		beyond >= normal.SystemicThreshold() && beyond*100 >= facts.WeakenablePolicyFields()*normal.SystemicShare()
}

// because tells the reason that a policy gives for a value.
func because(d *assess.Deviation) string {
	if d.Because == "" {
		return "and no reason is given"
	}
	return "because " + facts.Gist(d.Because)
}
