package segregation

import (
	"cmp"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// pair is a pair of duties that one person must not hold in one scope.
type pair struct {
	// number of the pair in the default matrix; 0 for one that the policy adds.
	number        int
	first, second string
	grade         api.Grade
}

// defaultPairs is the default matrix, which follows the examples of A.5.3. A
// pair of the catalogue that names alternatives has a line for each.
var defaultPairs = []pair{
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

// independent reports whether the pair is about the independence of internal
// audit, which can neither be waived nor taken out: it is to be bought in.
func (p *pair) independent() bool { return p.number == 10 || p.number == 11 }

// mandateDuties are the duties that a mandate brings along, in the scope "ISMS".
var mandateDuties = map[api.Mandate]string{
	api.MandateInformationSecurityManager: "RunISMS",
	api.MandateInternalAuditor:            "AuditISMS",
	api.MandateRiskOwner:                  "OwnRisk",
}

// dutiesOf returns the duties of a role, those of its mandate included.
func dutiesOf(r *api.SecurityRole) []api.Duty {
	if duty, ok := mandateDuties[r.Spec.Mandate]; ok {
		return append([]api.Duty{{Duty: duty, Scope: "ISMS"}}, r.Spec.Duties...)
	}
	return r.Spec.Duties
}

var joined = strings.NewReplacer(" ", "", "-", "", "_", "")

// dutyKey makes names of duties comparable: "approve access" is ApproveAccess.
func dutyKey(name string) string {
	return joined.Replace(facts.Normal(name))
}

// pairKey makes pairs comparable, whatever the order of the two.
func pairKey(first, second string) string {
	a, b := dutyKey(first), dutyKey(second)
	if a > b {
		a, b = b, a
	}
	return a + "\n" + b
}

// conflictsKey is what conflictsInForce is remembered under.
type conflictsKey struct{}

// pairInForce is a conflict with its duties in comparable form.
type pairInForce struct {
	pair
	firstKey, secondKey string
}

// conflictsInForce are the pairs of the default matrix as the policy changes it,
// by number and name.
func conflictsInForce(c *assess.Context) []pairInForce {
	return assess.Once(c, conflictsKey{}, func(c *assess.Context) []pairInForce {
		pairs := map[string]pair{}
		for _, p := range defaultPairs {
			pairs[pairKey(p.first, p.second)] = p
		}
		for i := range c.Policy.Segregation.DutyConflicts {
			override(pairs, &c.Policy.Segregation.DutyConflicts[i])
		}
		all := make([]pairInForce, 0, len(pairs))
		for _, p := range pairs {
			all = append(all, pairInForce{p, dutyKey(p.first), dutyKey(p.second)})
		}
		slices.SortFunc(all, func(a, b pairInForce) int {
			return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.first, b.first), strings.Compare(a.second, b.second))
		})
		return all
	})
}

// override applies what the policy says about a pair.
func override(pairs map[string]pair, d *api.DutyConflict) {
	key := pairKey(d.First, d.Second)
	p, known := pairs[key]
	switch {
	case dutyKey(d.First) == dutyKey(d.Second) || weakens(&p, d):
		return
	case facts.Stated(d.DisabledBecause):
		delete(pairs, key)
		return
	case !known:
		p = pair{first: d.First, second: d.Second, grade: api.GradeMinor}
	}
	if d.Grade != "" {
		p.grade = api.Grade(d.Grade)
	}
	pairs[key] = p
}

// weakens reports whether the policy would take out, or grade lower, a pair on the
// independence of internal audit (D-07).
func weakens(p *pair, d *api.DutyConflict) bool {
	lower := d.Grade != "" && api.Grade(d.Grade) != api.GradeMajor
	return p.independent() && (lower || facts.Stated(d.DisabledBecause))
}

// defaultConflict returns the pair of the default matrix.
func defaultConflict(first, second string) (pair, bool) {
	key := pairKey(first, second)
	for _, p := range defaultPairs {
		if pairKey(p.first, p.second) == key {
			return p, true
		}
	}
	return pair{}, false
}

// Conflict is a pair of duties of the default matrix, as the documentation shows it.
type Conflict struct {
	Number        int
	First, Second string
	Grade         api.Grade
	// Waivable says whether an exception can waive the pair.
	Waivable bool
}

// DefaultConflicts returns the default matrix of duties that conflict.
func DefaultConflicts() []Conflict {
	all := make([]Conflict, len(defaultPairs))
	for i := range defaultPairs {
		p := &defaultPairs[i]
		all[i] = Conflict{p.number, p.first, p.second, p.grade, !p.independent()}
	}
	return all
}
