package facts

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Deviations are the fields in which a policy asks for less than the default, in the order
// of the points.
func Deviations(a *api.ClauseAssessment) []assess.Deviation {
	var all []assess.Deviation
	for i := range policyFields {
		f := &policyFields[i]
		w := f.judge(&a.Spec)
		if w == nil {
			continue
		}
		d := assess.Deviation{Field: f.Name, Point: f.Point, Default: f.Default, Value: w.value, Because: w.because, Extent: w.extent}
		if w.beyond {
			d.Floor, d.Why = f.Floor, f.Why
		}
		if d.Because == "" {
			d.Because = reasonGiven(&a.Spec.Policy, f.Name)
		}
		all = append(all, d)
	}
	return append(all, givenUp(&a.Spec.Policy)...)
}

// givenUp is what a policy sets about pairs of duties that are never waivable. It has no
// effect, which D-07 reports.
func givenUp(p *api.Policy) []assess.Deviation {
	var names []string
	for i := range p.Segregation.DutyConflicts {
		d := &p.Segregation.DutyConflicts[i]
		if pair, known := DefaultDutyPair(d.First, d.Second); known && pair.Independent() && pair.WeakenedBy(d) {
			names = append(names, pair.First+"/"+pair.Second)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []assess.Deviation{{
		Field: dutiesField.Name, Point: dutiesField.Point, Rule: "D-07",
		Default: dutiesField.Default, Value: ListAll(names) + " taken out or graded lower, without effect", Extent: each(names),
		Floor: dutiesField.Floor, Why: "the independence of internal audit is never waivable", Because: reasonGiven(p, dutiesField.Name),
	}}
}

// reasonGiven is the reason that the policy gives for a field. What says nothing is none.
func reasonGiven(p *api.Policy, field string) string {
	for i := range p.Reasons {
		r := &p.Reasons[i]
		if policyFieldName(r.Field) == field && Stated(r.Because) {
			return strings.TrimSpace(r.Because)
		}
	}
	return ""
}

// policyFieldName is the name of a field as a reason gives it, which may be its whole path.
func policyFieldName(field string) string {
	return strings.TrimPrefix(strings.TrimSpace(field), "spec.policy.")
}

// policyFieldNames are the names of all fields, by their comparable form.
var policyFieldNames = func() map[string]string {
	names := make(map[string]string, len(policyFields))
	for i := range policyFields {
		names[Normal(policyFields[i].Name)] = policyFields[i].Name
	}
	return names
}()

// KnownPolicyField reports whether the policy has the field that a reason is given for, and
// else which one is meant, where one is named much like it.
func KnownPolicyField(field string) (like string, known bool) {
	name := policyFieldName(field)
	if field, ok := policyFieldNames[Normal(name)]; ok && field == name {
		return "", true
	}
	if near, ok := Like(Normal(name), policyFieldNames); ok {
		like = policyFieldNames[near]
	}
	return like, false
}
