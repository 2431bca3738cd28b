package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityBudget() assess.Kind {
	return assess.KindOf[*api.SecurityBudget]("SecurityBudget", "securitybudgets", assess.Finances, nil)
}
