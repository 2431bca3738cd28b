package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func serviceReview() assess.Kind {
	return assess.KindOf[*api.ServiceReview]("ServiceReview", "servicereviews", assess.Outsourcing, nil)
}
