package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// infrastructureFixture holds the records of points 3, 6 and 7.
type infrastructureFixture struct {
	server       *api.InfrastructureAsset
	serverPatch  *api.MaintenanceRecord
	hostingCheck *api.ServiceReview
	exception    *api.SecurityException
}

func (f *fixture) addInfrastructure() {
	f.server = &api.InfrastructureAsset{ObjectMeta: named("server"), Spec: api.InfrastructureAssetSpec{
		Common: api.Common{Owner: &api.Actor{RoleRef: ref("ism")}}, Description: "Runs everything", Version: "R1",
		Type: api.AssetHardware, Custodian: &api.Actor{PersonRef: ref("ben")},
		Criticality: api.CriticalityHigh, Classification: api.ClassificationConfidential,
		InServiceFrom: date("2024-01-01"), SupportEndsOn: date("2030-12-31"), MaintenanceIntervalMonths: new(int32(12)),
		Adequacy: &api.AssetAdequacy{AssessedOn: date("2026-02-02"), Verdict: api.AssetAdequate},
	}}
	f.serverPatch = aMaintenance("server-patch", "InfrastructureAsset/server", "2026-03-03", api.MaintenanceSucceeded)
	f.hostingCheck = aServiceReview("hosting-check", api.ServiceReviewPeriodic, "2026-05-04")
	f.hosting.Spec.ServiceTargets = []api.ServiceTarget{{Name: "availability", Target: "99 % a month"}}
	measured := aServiceReview("hosting-measured", api.ServiceReviewSLAMeasurement, "2026-05-05")
	measured.Spec.Measurements = []api.ServiceMeasurement{{Target: "availability", Measured: "99.7 % a month", Result: api.MeasurementMet}}
	f.add(measured)
	f.exception = &api.SecurityException{ObjectMeta: named("exception"), Spec: api.SecurityExceptionSpec{
		Lapse: &api.WaivedLapse{
			Reason: "ContractExpired", RecordRef: api.RecordReference{Kind: api.KindOutsourcedService, Name: "consulting"},
		},
		Reason: "the new contract is being drafted", CompensatingControl: "no access until then",
		RequestedBy: actor("ada"), RequestedOn: date("2026-04-20"),
		Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date("2026-04-28")}},
		Validity:  &api.Validity{ValidFrom: date("2026-05-01"), ValidUntil: date("2026-12-31")},
	}}
	f.add(f.server, f.serverPatch, f.hostingCheck, f.exception)
}

// aMaintenance is maintenance of a subject that is named as Kind/name.
func aMaintenance(name, subject, on string, result api.MaintenanceResult) *api.MaintenanceRecord {
	kind, of, _ := strings.Cut(subject, "/")
	return &api.MaintenanceRecord{ObjectMeta: named(name), Spec: api.MaintenanceRecordSpec{
		SubjectRef: api.SubjectReference{Kind: api.MaintenanceSubjectKind(kind), Name: of}, Activity: api.MaintenancePatch,
		PerformedOn: date(on), PerformedBy: actor("ada"), Result: result,
	}}
}

// aServiceReview is a review of the service hosting that found nothing.
func aServiceReview(name string, kind api.ServiceReviewType, on string) *api.ServiceReview {
	return &api.ServiceReview{ObjectMeta: named(name), Spec: api.ServiceReviewSpec{
		ServiceRef: *ref("hosting"), Type: kind, PerformedOn: date(on), PerformedBy: actor("ada"),
		Outcome: api.ServiceReviewSatisfactory,
	}}
}

// waiver is an exception in force that waives a lapse.
func waiver(kind api.RecordKind, name, reason, from, until string) *api.SecurityException {
	return &api.SecurityException{ObjectMeta: named("waiver"), Spec: api.SecurityExceptionSpec{
		Lapse:  &api.WaivedLapse{Reason: reason, RecordRef: api.RecordReference{Kind: kind, Name: name}},
		Reason: "no time", CompensatingControl: "a look at it every week", RequestedBy: actor("ada"),
		Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date(from).AddDays(-1)}},
		Validity:  &api.Validity{ValidFrom: date(from), ValidUntil: date(until)},
	}}
}

var infrastructureTables = map[string][]row{
	"InfrastructureAsset/server":     slices.Concat(assetRows, assetWorkloadRows, nodeVersionRows, assetRunsRows, assetApplicationRows),
	"MaintenanceRecord/server-patch": maintenanceRows,
	"ToolLicense/backup":             slices.Concat(toolUpkeepRows, supportCycleRows, versionRows, certificateRows, applicationRows),
	"ServiceReview/hosting-check":    serviceReviewRows,
	"OutsourcedService/hosting":      slices.Concat(supplierRows, actionRows, slaRows),
	"OutsourcedService/consulting":   contractorRows,
	"SecurityException/exception":    exceptionRows,
	"ClauseAssessment/isms":          infrastructureRows,
}

func TestInfrastructure(t *testing.T) {
	for subject, rows := range infrastructureTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, rows) })
	}
}
