package rules_test

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
)

// controlsFixture holds the records of the Statement of Applicability, the matrix and duties.
type controlsFixture struct {
	soa  *api.StatementOfApplicability
	raci *api.AccountabilityMatrix
}

func (f *fixture) addControls() {
	f.soa = aStatement("soa", "2026-01-15")
	f.raci = &api.AccountabilityMatrix{ObjectMeta: named("raci"), Spec: api.AccountabilityMatrixSpec{
		Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date("2026-01-20")}},
	}}
	for _, activity := range new(api.Policy).ExpectedActivities() {
		does := "ism"
		if activity == api.ActivityInternalAudit {
			does = "audit"
		}
		f.raci.Spec.Rows = append(f.raci.Spec.Rows, api.AccountabilityRow{
			Name: string(activity), Activity: activity,
			AccountableRoleRefs: []api.Reference{*ref("top")}, ResponsibleRoleRefs: []api.Reference{*ref(does)},
		})
	}
	last := &f.soa.Spec.Controls[len(f.soa.Spec.Controls)-1]
	last.ResourceRefs = append(last.ResourceRefs, api.ResourceReference{Kind: api.ResourceInfrastructureAsset, Name: "server"})
	f.add(f.soa, f.raci)
}

// aStatement is a statement without any flaw: all controls are applicable,
// implemented, and carried by the role ism.
func aStatement(name, issued string) *api.StatementOfApplicability {
	s := &api.StatementOfApplicability{ObjectMeta: named(name), Spec: api.StatementOfApplicabilitySpec{
		Version: "1", IssuedOn: date(issued), Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date(issued)}},
	}}
	for _, control := range annexa.All() {
		s.Spec.Controls = append(s.Spec.Controls, api.ControlStatement{
			ID: control.ID, Applicability: api.ApplicabilityApplicable, Justification: "needed for " + control.ID,
			Implementation: api.ImplementationImplemented, AccountableRoleRef: ref("top"),
			ResourceRefs: []api.ResourceReference{{Kind: api.ResourceSecurityRole, Name: "ism"}},
			Evidence:     []api.Evidence{{Name: "report", URI: "report-" + control.ID + ".md", EffectiveOn: date("2026-01-10")}},
		})
	}
	return s
}

// control changes what the statement says of A.5.1.
func control(change func(*api.ControlStatement)) func(*fixture) {
	return func(f *fixture) { change(&f.soa.Spec.Controls[0]) }
}

// raciRow changes the first row of the matrix, which is about the policy.
func raciRow(change func(*api.AccountabilityRow)) func(*fixture) {
	return func(f *fixture) { change(&f.raci.Spec.Rows[0]) }
}

var controlsTables = map[string][]row{
	"StatementOfApplicability/soa": soaRows,
	"AccountabilityMatrix/raci":    slices.Concat(matrixRows, authorityRows),
	"Person/ada":                   segregationRows,
	"SecurityRole/ism":             deputyRows,
	"ClauseAssessment/isms":        controlsRows,
	"SecurityException/waiver":     selfApprovalRows,
}
