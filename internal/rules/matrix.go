package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func accountabilityMatrix() assess.Kind {
	return assess.KindOf[*api.AccountabilityMatrix]("AccountabilityMatrix", "accountabilitymatrices", assess.Allocation, nil)
}
