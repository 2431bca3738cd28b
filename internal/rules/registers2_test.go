package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// certifiedIn2024 is an organization with a certificate that was audited a year ago, has money for
// another audit, and plans it as is said.
func certifiedIn2024(next string) string {
	return `
kind: SecurityRole
metadata: {name: top}
spec: {title: CEO, mandate: TopManagement, assignments: [{name: ada, personRef: {name: ada}, appointedOn: "2024-01-01", appointedBy: {personRef: {name: bob}}}]}
---
kind: SecurityBudget
metadata: {name: "2026"}
spec:
  period: {start: "2026-01-01", end: "2026-12-31"}
  currency: EUR
  approvals: [{name: ada, by: {personRef: {name: ada}}, approvedOn: "2025-12-01"}]
  lines: [{name: audit, category: ExternalAudit, planned: "9000"}]
---
kind: ClauseAssessment
metadata: {name: isms}
spec:
  organization: X
  scope: all
  phase: Maintenance
  certificate: {number: "1", body: B, issuedOn: "2024-06-01", expiresOn: "2027-05-31"}
  lastExternalAudit: {type: Surveillance, startsOn: "2025-06-15"}
` + next
}

// nextAuditOn plans the next external audit for a day.
func nextAuditOn(day string) string {
	return `  nextExternalAudit: {type: Surveillance, startsOn: "` + day + `"}` + "\n"
}

// spentElsewhere takes the budget away.
func spentElsewhere(records string) string {
	return strings.ReplaceAll(records, "category: ExternalAudit", "category: Training")
}

// waiving is an exception of a lapse of the service a, whose contract is over.
func waiving(reason string) string {
	return `
kind: SecurityException
metadata: {name: exception}
spec:
  lapse: {reason: ` + reason + `, recordRef: {kind: OutsourcedService, name: a}}
  reason: The new contract is being signed
  compensatingControl: The old terms go on
  requestedBy: {personRef: {name: ada}}
  approvals: [{name: bob, by: {personRef: {name: bob}}, approvedOn: "2026-02-01"}]
  validity: {validFrom: "2026-02-01", validUntil: "2026-08-01"}
---
kind: OutsourcedService
metadata: {name: a}
spec: {supplier: A, criticality: Low, owner: {personRef: {name: bob}}, term: {start: "2024-01-01", end: "2026-03-31"}}
`
}

// external are the rules on the calendar of the certification.
var external = []string{"L-01", "L-02", "L-04", "L-05"}

var moreRegisterCases = []registerCase{
	{"ext", "a surveillance audit of a year ago and the next that is planned and paid for are fine", certifiedIn2024(nextAuditOn("2026-06-16")), external, nil},
	{"ext, today", "what begins today is not late", certifiedIn2024(nextAuditOn("2026-06-15")), external, nil},
	{"ext, yesterday", "that it was held is not on record, and that is told once", certifiedIn2024(nextAuditOn("2026-06-14")), external, []string{"L-01 PhaseUnknown Unknown ClauseAssessment/isms"}},
	{"ext, without money", "the day is planned, and nothing pays for it", spentElsewhere(certifiedIn2024(nextAuditOn("2026-06-16"))), external, []string{"L-04 ExternalAuditNotPlanned Observation ClauseAssessment/isms"}},
	{"ext, not planned", "twelve months after the last one it is due", certifiedIn2024(""), external, []string{"L-04 ExternalAuditNotPlanned Minor ClauseAssessment/isms"}},
	{
		"dpa", "an agreement of an unknown day is there, and one that is not signed is not", `
kind: OutsourcedService
metadata: {name: known}
spec: {supplier: A, criticality: Critical, dataAccessed: [Personal], agreements: [{type: DataProcessing, state: Signed}, {type: SecurityClauses}]}
---
kind: OutsourcedService
metadata: {name: unsigned}
spec: {supplier: B, criticality: Critical, dataAccessed: [Personal], agreements: [{type: DataProcessing, state: NotSigned}, {type: SecurityClauses, signedOn: "2025-01-01"}]}
`, []string{"P7-06"}, []string{
			"P7-06 AgreementDateUnknown Unknown OutsourcedService/known", "P7-06 AgreementDateUnknown Unknown OutsourcedService/known",
			"P7-06 AgreementMissing Major OutsourcedService/unsigned",
		},
	},
	{
		"ex2", "an exception from a policy is on record and waives nothing, and one that is over has lapsed", `
kind: SecurityException
metadata: {name: running}
spec:
  deviation: {policy: Malware policy, controls: [A.8.7], scope: /builds on the CI runners}
  reason: The scan doubles the time of a build
  compensatingControl: Weekly offline scan
  requestedBy: {personRef: {name: ada}}
  approvals: [{name: bob, by: {personRef: {name: bob}}, approvedOn: "2026-02-01"}]
  validity: {validFrom: "2026-02-01", validUntil: "2026-08-01"}
---
kind: SecurityException
metadata: {name: over}
spec:
  deviation: {policy: Malware policy}
  reason: The scan doubles the time of a build
  compensatingControl: Weekly offline scan
  requestedBy: {personRef: {name: ada}}
  approvals: [{name: bob, by: {personRef: {name: bob}}, approvedOn: "2026-02-01"}]
  validity: {validFrom: "2026-02-01", validUntil: "2026-06-14"}
`, []string{"P6-07", "P6-14", "P6-15"},
		[]string{"P6-07 ExceptionExpired Minor SecurityException/over"},
	},
	{"ex3", "a slip of the pen waives nothing, and says so", waiving("ContractExpird"), []string{"P6-14"}, []string{"P6-14 WaivedReasonUnknown Unknown SecurityException/exception"}},
	{"ex3, without the slip", "the reason is one that a rule gives", waiving("ContractExpired"), []string{"P6-14"}, nil},
	{
		"support-end-unknown", "of weighty software nobody knows until when it is supported, unless somebody looked", `
kind: InfrastructureAsset
metadata: {name: silent}
spec: {type: Software, version: "3.5", criticality: Critical}
---
kind: InfrastructureAsset
metadata: {name: looked-up}
spec: {type: Software, version: "1.2", criticality: Critical, supportLookup: {lookedUpOn: "2026-06-01", source: "https://vendor.example/lifecycle"}}
`, []string{"P6-11"},
		[]string{"P6-11 SupportEndUnknown Unknown InfrastructureAsset/silent"},
	},
}

// registerTests are cases of registers that take more than records of one day.
var registerTests = map[string]func(*testing.T){
	"systemic-hidden":          testSystemicHidden,
	"unreadable-is-not-absent": testUnreadableIsNotAbsent,
}

// TestRegistersAtWork: what becomes of registers that change, or that cannot be read whole.
func TestRegistersAtWork(t *testing.T) {
	for name, test := range registerTests {
		t.Run(name, test)
	}
}

// threeAssets are assets of which a part of the spec is lacking.
func threeAssets(spec string) (records string) {
	for _, name := range []string{"a", "b", "c"} {
		records += "kind: InfrastructureAsset\nmetadata: {name: " + name + "}\nspec: {type: Hardware, criticality: Medium, " + spec + "}\n---\n"
	}
	return people + records + "kind: ClauseAssessment\nmetadata: {name: isms}\nspec: {organization: X, phase: Establishment}\n"
}

// testSystemicHidden: three assets lack one thing before a change and another after it. Either
// lack is summed up, and the sum of one does not hide that of the other.
func testSystemicHidden(t *testing.T) {
	before := run(readAll(t, threeAssets(`owner: {personRef: {name: ada}}`)), baseDay)
	after := run(readAll(t, threeAssets(`inServiceFrom: "2025-01-01"`)), baseDay)
	var got []string
	for _, f := range assess.Introduced(before, after) {
		if f.Sums.Reason != "" {
			got = append(got, f.Rule+" "+f.Sums.Reason)
		}
	}
	if !slices.Contains(got, "G-01 OwnerMissing") {
		t.Errorf("three records that lost their owners are summed up as %v", got)
	}
}

// testUnreadableIsNotAbsent: what is there and cannot be judged is unknown, not absent.
func testUnreadableIsNotAbsent(t *testing.T) {
	records := readAll(t, `
kind: ToolLicense
metadata: {name: scanner}
spec: {product: Scanner, criticality: Low, owner: {personRef: {name: ada}}}
---
kind: ClauseAssessment
metadata: {name: isms}
spec: {organization: X, phase: Establishment}
`)
	of := func(unread ...assess.Unread) (owner, ada []string) {
		w := assess.NewWorld("isms", records)
		w.AddUnread(unread)
		report, err := assess.Judge(t.Context(), rules.Registry(), w, api.MustDate(baseDay))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Rollup.Findings {
			switch line := f.Rule + " " + f.Reason + " " + string(f.Grade); {
			case f.Record.Name == "scanner" && f.Rule == "P3-02":
				owner = append(owner, line)
			case f.Record.Name == "ada":
				ada = append(ada, line)
			}
		}
		return owner, ada
	}
	if owner, _ := of(); !slices.Equal(owner, []string{"P3-02 OwnerNotARole Minor"}) {
		t.Errorf("an owner who is absent: %v", owner)
	}
	person := readAll(t, "kind: Person\nmetadata: {name: ada}\nspec: {}\n")[0]
	owner, ada := of(assess.Unread{Record: person, Faults: []assess.Fault{{Field: "spec.sourcing", Message: "m", Remedy: "r"}, {Field: "spec.engagedFrom", Message: "m", Remedy: "r"}}})
	if !slices.Equal(owner, []string{"P3-02 OwnerNotARole Unknown"}) {
		t.Errorf("an owner who cannot be read: %v", owner)
	}
	if !slices.Equal(ada, []string{"G-03 RecordNotJudged Unknown"}) {
		t.Errorf("a record with two faults is one that is not judged: %v", ada)
	}
}

// TestEveryRegisterIsNamed: each case of the collection of registers is one of the tables,
// under its name.
func TestEveryRegisterIsNamed(t *testing.T) {
	named := map[string]bool{}
	for _, r := range append(registerCases, moreRegisterCases...) {
		name, _, _ := strings.Cut(r.name, ",")
		named[name] = true
	}
	for name := range registerTests {
		named[name] = true
	}
	if len(named) != 20 {
		t.Errorf("%d registers are named, want 20", len(named))
	}
	dir := filepath.Join("..", "..", "..", "shared", "cases", "registers")
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if _, absent := os.Stat(dir); absent != nil || err != nil {
		t.Skipf("the collection of registers is absent at %s: NOT TESTED", dir)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".yaml"); !named[name] {
			t.Errorf("no case is named %s", name)
		}
	}
	if len(files) < len(named) {
		t.Errorf("%d registers are named, and %s has %d", len(named), dir, len(files))
	}
}
