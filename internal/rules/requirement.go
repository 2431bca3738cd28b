package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func resourceRequirement() assess.Kind {
	return assess.KindOf[*api.ResourceRequirement]("ResourceRequirement", "resourcerequirements", assess.Identification, nil, fundingRules()...)
}
