package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityObjective() assess.Kind {
	return assess.KindOf[*api.SecurityObjective]("SecurityObjective", "securityobjectives", assess.Identification, nil)
}
