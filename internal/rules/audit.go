package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func internalAudit() assess.Kind {
	return assess.KindOf[*api.InternalAudit]("InternalAudit", "internalaudits", assess.Reviews, nil)
}
