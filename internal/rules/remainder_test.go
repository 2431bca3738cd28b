package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// saidToRemain has a High risk that nothing carries, of which the register says how far its
// treatment is and what remains.
func saidToRemain(state api.Implementation, residual *api.ResidualRisk) func(*fixture) {
	return func(f *fixture) {
		s := &f.leak.Spec
		s.Rating, s.Treatment, s.TreatmentState, s.Residual, s.Acceptance = api.RiskHigh, api.TreatmentMitigate, state, residual, nil
		s.ResourceRefs, s.Controls = nil, nil
		f.drop(f.backups)
	}
}

func left(rating api.RiskRating) *api.ResidualRisk { return &api.ResidualRisk{Rating: rating} }

var remainderRows = []row{
	{name: "done, High remains", why: "the register itself says what somebody has to bear", change: saidToRemain(api.ImplementationImplemented, left(api.RiskHigh)), want: []string{bareMajor, residualAt}},
	{name: "done, Critical remains", why: "all the more so", change: together(saidToRemain(api.ImplementationImplemented, left(api.RiskCritical)), func(f *fixture) { f.leak.Spec.Rating = api.RiskCritical }), want: []string{bareMajor, residualAt}},
	{name: "done, Medium remains", why: "without a treatment that is there, nothing is known to remain", change: saidToRemain(api.ImplementationImplemented, left(api.RiskMedium)), want: []string{bareMajor}},
	{name: "done, not rated", why: "the register does not say what remains", change: saidToRemain(api.ImplementationImplemented, left("")), want: []string{bareMajor}},
	{name: "in progress, High is to remain", why: "it is what is planned, and not what is", change: saidToRemain(api.ImplementationInProgress, left(api.RiskHigh)), want: []string{bareMajor}},
	{name: "state unknown, High remains", why: "nobody says that it is done", change: saidToRemain("", left(api.RiskHigh)), want: []string{bareMajor}},
}

func TestRemainder(t *testing.T) { testRows(t, "Risk/leak", remainderRows) }
