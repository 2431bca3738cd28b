package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func statementOfApplicability() assess.Kind {
	return assess.KindOf[*api.StatementOfApplicability]("StatementOfApplicability", "statementsofapplicability", assess.Controls, nil)
}
