package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func improvement() assess.Kind {
	return assess.KindOf[*api.Improvement]("Improvement", "improvements", assess.Improvement, nil)
}
