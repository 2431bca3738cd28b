package facts

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// DutyPair is a pair of duties that one person must not hold in one scope.
type DutyPair struct {
	// Number of the pair in the default matrix; 0 for one that the policy adds.
	Number        int
	First, Second string
	Grade         api.Grade
}

// defaultPairs is the default matrix, which follows the examples of A.5.3. A
// pair of the catalogue that names alternatives has a line for each.
var defaultPairs = []DutyPair{
	{1, "RequestAccess", "ApproveAccess", api.GradeMajor},
	{2, "ApproveAccess", "ProvisionAccess", api.GradeMinor},
	{3, "ProvisionAccess", "ReviewAccess", api.GradeMinor},
	{4, "InitiateChange", "ApproveChange", api.GradeMajor},
	{5, "ApproveChange", "ImplementChange", api.GradeMinor},
	{6, "WriteCode", "ReviewCode", api.GradeMajor},
	{7, "WriteCode", "DeployUnreviewed", api.GradeMinor},
	{8, "OwnRisk", "AuditRiskTreatment", api.GradeMajor},
	{9, "OwnRisk", "ApproveRiskAcceptance", api.GradeMajor},
	{9, "ProposeRiskAcceptance", "ApproveRiskAcceptance", api.GradeMajor},
	{10, "OperateControl", "AuditControl", api.GradeMajor},
	{11, "RunISMS", "AuditISMS", api.GradeMajor},
	{12, "WriteStatementOfApplicability", "ApproveStatementOfApplicability", api.GradeMinor},
	{12, "WritePolicy", "ApprovePolicy", api.GradeMinor},
	{13, "PerformInternalAudit", "OwnCorrectiveAction", api.GradeMinor},
	{14, "AdministerSystem", "ReviewLogs", api.GradeMinor},
	{15, "AdministerLogging", "BeLoggedAdministrator", api.GradeMinor},
	{16, "Develop", "AdministerProduction", api.GradeMinor},
	{17, "UseApplication", "AdministerDatabase", api.GradeMinor},
	{18, "OperateBackup", "VerifyRestore", api.GradeObservation},
	{19, "CreateSecret", "ApproveSecretUse", api.GradeMinor},
	{20, "RequestPurchase", "ApprovePurchase", api.GradeMajor},
	{20, "RequestBudget", "ApproveBudget", api.GradeMajor},
	{21, "SelectSupplier", "ApproveSupplier", api.GradeMinor},
	{21, "SelectSupplier", "ApproveInvoice", api.GradeMinor},
	{22, "OwnSupplierContract", "AssessSupplierAlone", api.GradeObservation},
	{23, "RequestException", "ApproveException", api.GradeMajor},
	{24, "ReportIncident", "CloseIncident", api.GradeMinor},
	{24, "CauseIncident", "CloseIncident", api.GradeMinor},
	{25, "ProvideTraining", "VerifyCompetence", api.GradeMinor},
	{25, "ClaimCompetence", "VerifyCompetence", api.GradeMinor},
	{26, "ActAsDataProtectionOfficer", "DecideProcessing", api.GradeMinor},
}

// DefaultDutyPairs returns the default matrix of duties that conflict.
func DefaultDutyPairs() []DutyPair { return slices.Clone(defaultPairs) }

// DefaultDutyPair returns the pair of the default matrix, whatever the order of the two.
func DefaultDutyPair(first, second string) (DutyPair, bool) {
	p, known := defaultPairsByKey[DutyPairKey(first, second)]
	return p, known
}

var defaultPairsByKey = func() map[string]DutyPair {
	pairs := make(map[string]DutyPair, len(defaultPairs))
	for _, p := range defaultPairs {
		pairs[DutyPairKey(p.First, p.Second)] = p
	}
	return pairs
}()

// Independent reports whether the pair is about the independence of internal
// audit, which can neither be waived nor taken out: it is to be bought in.
func (p *DutyPair) Independent() bool { return p.Number == 10 || p.Number == 11 }

// WeakenedBy reports whether the policy would take out the pair, or grade it lower.
func (p *DutyPair) WeakenedBy(d *api.DutyConflict) bool {
	lower := d.Grade != "" && assess.Graver(p.Grade, api.Grade(d.Grade))
	return lower || Stated(d.DisabledBecause)
}

var joined = strings.NewReplacer(" ", "", "-", "", "_", "")

// DutyKey makes names of duties comparable: "approve access" is ApproveAccess.
func DutyKey(name string) string {
	return joined.Replace(Normal(name))
}

// DutyPairKey makes pairs comparable, whatever the order of the two.
func DutyPairKey(first, second string) string {
	a, b := DutyKey(first), DutyKey(second)
	if a > b {
		a, b = b, a
	}
	return a + "\n" + b
}

// DutyPairs are the pairs of the default matrix as the policy changes it, by number and
// name.
func DutyPairs(policy *api.Policy) []DutyPair {
	pairs := maps.Clone(defaultPairsByKey)
	for i := range policy.Segregation.DutyConflicts {
		overridePair(pairs, &policy.Segregation.DutyConflicts[i])
	}
	return slices.SortedFunc(maps.Values(pairs), func(a, b DutyPair) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.First, b.First), strings.Compare(a.Second, b.Second))
	})
}

// overridePair applies what the policy says about a pair. One on the independence of
// internal audit stays as it is (D-07), and so does one that is taken out without saying
// why: the reason is what takes it out.
func overridePair(pairs map[string]DutyPair, d *api.DutyConflict) {
	key := DutyPairKey(d.First, d.Second)
	p, known := pairs[key]
	switch {
	case DutyKey(d.First) == DutyKey(d.Second) || p.Independent() && p.WeakenedBy(d):
		return
	case Stated(d.DisabledBecause):
		delete(pairs, key)
		return
	case !known:
		p = DutyPair{First: d.First, Second: d.Second, Grade: api.GradeMinor}
	}
	if d.Grade != "" {
		p.Grade = api.Grade(d.Grade)
	}
	pairs[key] = p
}
