package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// within is the work on parts of a clause.
func within(clause string) string { return clause + ".*" }

// work is the part that a role has in a control or clause.
type work struct{ id, role string }

// addClauses adds who answers for or operates the clauses of a row, and what they are part
// of: who audits a clause audits its parts.
func addClauses(row *api.AccountabilityRow, add func(id string, refs ...api.Reference)) {
	for _, clause := range facts.ClausesIn(row.Clause) {
		add(clause, row.AccountableRoleRefs...)
		add(clause, row.ResponsibleRoleRefs...)
		facts.ClausesAround(clause, func(around string) {
			add(within(around), row.AccountableRoleRefs...)
			add(within(around), row.ResponsibleRoleRefs...)
		})
	}
}

// givenClause reports whether a role has a part in a clause, in part of it, or in what it is
// part of.
func givenClause(given map[work]bool, clause, role string) bool {
	tied := given[work{within(clause), role}]
	facts.ClausesAround(clause, func(around string) { tied = tied || given[work{around, role}] })
	return tied
}
