package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func infrastructureAsset() assess.Kind {
	return assess.KindOf[*api.InfrastructureAsset]("InfrastructureAsset", "infrastructureassets", assess.Infrastructure, nil)
}
