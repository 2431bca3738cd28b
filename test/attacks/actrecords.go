package attacks

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }

// actRecords are the records that acts are stated in, where the organisation has none: each without
// any flaw, in an ISMS that is being established, so that little is asked of what is not there.
func (o *Org) actRecords() {
	if o.Role != nil {
		return
	}
	share := int32(60)
	o.ISMS.Spec.Phase = api.PhaseEstablishment
	owner, term := api.Common{Owner: &api.Actor{RoleRef: &api.Reference{Name: "top"}}}, func() *api.Term {
		return &api.Term{Start: api.MustDate("2026-01-01"), End: api.MustDate("2027-12-31")}
	}
	o.Role = &api.SecurityRole{ObjectMeta: named("ism"), Spec: api.SecurityRoleSpec{
		Title: "Security manager", Mandate: api.MandateInformationSecurityManager, ReportsToRef: &api.Reference{Name: "top"},
		JobDescription: "Keeps the ISMS", RequiredCompetencies: []api.RequiredCompetency{{Competency: "ISO 27001 Lead Implementer"}},
		Assignments: []api.Assignment{{Name: "ada", PersonRef: api.Reference{Name: "ada"}, From: api.MustDate(ActDay), AllocationPercent: &share}},
	}}
	o.Risk = &api.Risk{ObjectMeta: named("leak"), Spec: api.RiskSpec{
		Common: owner, Title: "Data are lost", Rating: api.RiskMedium, Treatment: api.TreatmentAccept, AssessedOn: api.MustDate("2026-01-10"),
	}}
	o.Proof = &api.CompetencyRecord{ObjectMeta: named("ada-lead"), Spec: api.CompetencyRecordSpec{
		PersonRef: api.Reference{Name: "ada"}, Competency: "ISO 27001 Lead Implementer", Level: api.LevelPractitioner, Basis: api.BasisCertification,
		AchievedOn: api.MustDate("2023-05-02"), CredentialID: "C-1", Validity: &api.Validity{ValidUntil: api.MustDate("2028-06-30")},
	}}
	o.Need = &api.ResourceRequirement{ObjectMeta: named("courses"), Spec: api.ResourceRequirementSpec{
		Common: owner, Need: "We need courses", Category: api.ResourceKnowledge, Phases: []api.LifecyclePhase{api.PhaseImplementation},
		Drivers:  &api.Drivers{RiskRefs: []api.Reference{{Name: "leak"}}},
		RaisedBy: api.PersonActor("ada"), RaisedOn: api.MustDate("2025-12-01"), NeededBy: api.MustDate("2026-11-30"), AssessedOn: api.MustDate("2026-02-01"),
		Decision: &api.RequirementDecision{State: api.RequirementApproved, Rationale: "worth it"},
	}}
	o.Tool = &api.ToolLicense{ObjectMeta: named("backup"), Spec: api.ToolLicenseSpec{
		Common: owner, Product: "Backup", Version: "7", SupportEndsOn: api.MustDate("2030-12-31"), Criticality: api.CriticalityLow,
		AdministratorRefs: []api.Reference{{Name: "ada"}, {Name: "ben"}}, Term: term(),
	}}
	o.Service = &api.OutsourcedService{ObjectMeta: named("hosting"), Spec: api.OutsourcedServiceSpec{
		Common: owner, Supplier: "Host", Criticality: api.CriticalityLow, DataAccessed: []api.DataClass{api.DataNone}, Term: term(),
	}}
	o.Asset = &api.InfrastructureAsset{ObjectMeta: named("server"), Spec: api.InfrastructureAssetSpec{
		Common: owner, Description: "Runs everything", Version: "R1", Type: api.AssetHardware, Custodian: api.PersonActor("ben"),
		Criticality: api.CriticalityLow, Classification: api.ClassificationInternal,
		InServiceFrom: api.MustDate("2024-01-01"), SupportEndsOn: api.MustDate("2030-12-31"),
		Adequacy: &api.AssetAdequacy{AssessedOn: api.MustDate("2026-02-02"), Verdict: api.AssetAdequate},
	}}
}
