package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityException() assess.Kind {
	return assess.KindOf[*api.SecurityException]("SecurityException", "securityexceptions", assess.Maintenance, nil, selfApprovalRules()...)
}
