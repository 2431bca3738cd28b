// Package allocation asks point 8: who answers for what is given, documented and known.
package allocation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docMandatory, checkMandatory),
		assess.OnISMS(docRaciActivities, checkRaciActivities),
		assess.OnISMS(docAppointments, checkAppointments),
		assess.On(docSourcing, checkSourcing),
		assess.On(docPresence, checkPresence),
		assess.On(docAppointment, checkAppointment),
		assess.On(docLookedAt, checkLookedAt),
		assess.On(docTeam, checkTeam),
		assess.On(docDeputyActs, checkDeputyActs),
		assess.On(docContractEnded, checkContractEnded),
		assess.On(docOutsourcedA, checkOutsourcedAccountability),
		assess.On(docNoAccountable, eachRow(checkNoAccountable)),
		assess.On(docManyAccountable, eachRow(checkManyAccountable)),
		assess.On(docNoResponsible, eachRow(checkNoResponsible)),
		assess.On(docRaciRoles, checkRaciRoles),
		assess.On(docRaciCells, eachRow(checkRaciCells)),
		assess.On(docOwnership, eachRow(checkRowOwnership)),
		assess.On(docMatrixApproved, checkMatrixApproved),
	}
}

// eachRow asks of each row of a matrix.
func eachRow(check func(*assess.Context, *api.AccountabilityRow)) func(*assess.Context, *api.AccountabilityMatrix) {
	return func(c *assess.Context, r *api.AccountabilityMatrix) {
		for i := range r.Spec.Rows {
			check(c, &r.Spec.Rows[i])
		}
	}
}
