package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func risk() assess.Kind {
	return assess.KindOf[*api.Risk]("Risk", "risks", assess.Identification, nil)
}
