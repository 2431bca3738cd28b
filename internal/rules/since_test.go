package rules_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// undated are the reasons of minors without a first day, by why no record tells it. A minor
// that has one grows old (G-02), so that whoever adds a reason decides.
var undated = map[string]string{
	"what is missing was never there or was taken out, and no record tells which": `P1-02/NeedWithoutSource P1-09/PhaseWithoutResources
		P2-03/RoleWithoutCompetenceRequirement P2-04/CompetenceNotEvidenced P2-05/CompetenceGap P2-09/EvidenceNotVerified P2-10/EffectivenessNotEvaluated
		P2-15/ContractorCompetenceNotEvidenced P3-02/OwnerInactive P3-02/OwnerMissing P3-02/OwnerNotARole P4-11/BudgetWithoutBasis P5-04/NoTimeAllocated
		P6-06/NoMaintenanceSchedule P7-01/ServiceWithoutOwner P8-01/NoAccountable P8-03/NoResponsible P8-05/RaciActivityMissing P8-07/AppointmentNotFormal
		P8-10/MatrixNotApproved P9-13/NoInternalAudit P10-01/NoImprovementRecorded P10-03/ImprovementIncomplete S-02/SoaIncomplete S-03/ControlWithoutResources S-04/ControlWithoutOwner S-09/SoaNotApproved
		X-01/ExternalWithoutContract X-01/SourcingNotStated`,
	"two records together are wrong, and the later change of either is not dated": `D-01/DutiesConflict D-06/DeputyConflict D-11/RoleUnitesDuties P1-03/DanglingSource P1-04/RiskWithoutResources
		P1-10/ObjectiveWithoutResources P1-13/NeedNotSatisfied P4-05/RenewalUnfunded P4-05/TreatmentUnfunded P4-09/GapsWithoutTrainingBudget P7-08/ServiceNotRegistered P7-14/CriticalityUnderstated
		P7-17/UserControlExcluded P8-02/MultipleAccountable P8-04/RaciRoleUnknown S-07/ExclusionContradicted S-08/ImplementedControlUnsupported S-11/ControlIdDuplicate S-14/TooMuchPlanned
		S-15/InheritedFromNobody S-16/CarrierGone X-03/AccountabilityOutsourced X-04/ReferenceNotFound X-07/ApprovalStale D-05/AuditorNotCompetent`,
	"what is counted or observed is so on the day": `P2-02/ExpertiseLeavingWithContract P3-05/LicenseOverused P3-08/EvidenceContradictsCluster P5-05/PersonOverallocated P5-11/OwnerOverloaded
		P8-15/AccessWithoutPerson P8-16/AccessBeyondRole P6-17/SupportEndUnrecorded D-12/UnrestrictedAccess D-13/DutiesConflictInFact P9-15/AuditProgramIncomplete L-03/NoTransitionToInternal`,
	"an exception allows it, for a time of its own":       `D-02/ConflictMitigated P6-16/ExceptionsInARow`,
	"its grade is its age already":                        `P8-12/AssignmentNotReviewed`,
	"a policy or a plan says so, whenever it was written": `D-07/IndependenceNotWaivable X-14/PolicyBeyondFloor L-06/CertificateTermUnlikely L-06/CertificateGap`,
	"it lies ahead": `X-05/DateInFuture`,
}

// TestMinorsHaveAFirstDayOrSayWhyNot goes through every row.
func TestMinorsHaveAFirstDayOrSayWhyNot(t *testing.T) {
	dated := map[string]bool{}
	for subject, rows := range tables() {
		for _, r := range rows {
			for _, f := range r.judge(t, subject) {
				if key := f.Rule + "/" + f.Reason; f.Grade == api.GradeMinor {
					dated[key] = dated[key] || !f.Since.IsZero()
				}
			}
		}
	}
	listed := map[string]string{}
	for why, keys := range undated {
		for _, key := range strings.Fields(keys) {
			listed[key] = why
		}
	}
	for _, key := range slices.Sorted(maps.Keys(dated)) {
		switch why := listed[key]; {
		case dated[key] && why != "":
			t.Errorf("%s has a first day, and is listed without: %s", key, why)
		case !dated[key] && why == "":
			t.Errorf("%s has no first day, and nothing says why", key)
		}
		delete(listed, key)
	}
	for key := range listed {
		t.Errorf("%s is listed, and no row has it as a minor", key)
	}
}
