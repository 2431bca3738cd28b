package rules_test

import (
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// TestWording looks at sentences that were wrong once.
func TestWording(t *testing.T) {
	for _, r := range []struct {
		name, on string
		change   func(*fixture)
		want     string
	}{
		{"P2-04 withdrawn", "SecurityRole/ism", basics(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date(baseDay) }), "; CompetencyRecord ada-basics was withdrawn"},
		{"P2-04 lapsed", "SecurityRole/ism", basics(func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date("2026-06-14")} }), "; CompetencyRecord ada-basics has lapsed"},
		{"P2-04 without effect", "SecurityRole/ism", withoutEffect(baseDay), "; CompetencyRecord ada-basics is of a training without effect"},
		{"P2-11 proof lapsed", "Person/ada", mandatoryTraining(until("2026-06-14")), "was last done on 2023-05-02, and its proof counted until 2026-06-14"},
		{"P6-05 failed", "InfrastructureAsset/server", patchedOn("2026-01-01", api.MaintenanceFailed), "No maintenance is known to have succeeded, last tried on 2026-01-01"},
		{"P7-07 aged", "OutsourcedService/hosting", reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2023-06-14"), ValidUntil: date("2028-01-01")}), "r (issued on 2023-06-14, valid until 2028-01-01, counted until 2026-06-14)"},
		{"P7-07 expired", "OutsourcedService/hosting", reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", IssuedOn: date("2024-01-01"), ValidUntil: date("2026-06-14")}), "r (issued on 2024-01-01, valid until 2026-06-14)"},
		{"P8-06 deputy", "ClauseAssessment/isms", managerByDeputy(func(*api.Assignment) {}), "A deputy alone holds the mandate InformationSecurityManager: ada in the role ism"},
		{"L-02 all", "ClauseAssessment/isms", certifying(func(f *fixture) { f.drop(f.iaudit, f.budget) }), "these are not in place: an internal audit that was held and money for the external audit in an approved budget"},
		{"L-04 over", "ClauseAssessment/isms", surveillance("2025-06-15", "2025-01-01", "2028-01-01"), "the next was due by 2026-06-15"},
		{"L-04 ahead", "ClauseAssessment/isms", surveillance("2025-06-16", "2025-01-01", "2028-01-01"), "the next is due by 2026-06-16"},
		{"P9-14", "InternalAudit/audit-2026", anAudit(func(s *api.InternalAuditSpec) { s.Findings = []api.AuditFinding{{ID: "F1"}} }), `Finding "F1" lacks a due date, a grade and an owner`},
		{"D-04", "InternalAudit/audit-2026", func(f *fixture) {
			benHolds(theISM, "", "")(f)
			benHolds(desk, "", "")(f)
			f.iaudit.Spec.Scope.RoleRefs = []api.Reference{*ref("desk")}
		}, "ben audits and holds the role desk, which is audited, and holds the role ism, which runs the ISMS"},
		{"D-06", "SecurityRole/ism", standIn("RequestAccess", "ApproveAccess", func(*fixture) {}), "; it is graded on the Person ben"},
	} {
		got := row{change: r.change, on: r.on}.judge(t, "")
		found := false
		for _, f := range got {
			found = found || strings.Contains(f.Message, r.want)
		}
		if !found {
			t.Errorf("%s: no message says %q: %v", r.name, r.want, got)
		}
	}
}
