// Package improvement asks point 10: the ISMS and its use of resources get better continually.
package improvement

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoImprovement, checkNoImprovement),
		assess.OnISMS(docOptimization, checkOptimization),
		assess.After(assess.OnISMS(docRecurring, checkRecurring)),
		assess.On(docDecisionTracked, checkDecisionTracked),
		assess.On(docBenefit, checkBenefit),
		assess.On(docImprovementOverdue, checkImprovementOverdue),
		assess.On(docRecurs, checkRecurs),
		assess.On(docNonconformity, checkNonconformity),
	}
}
