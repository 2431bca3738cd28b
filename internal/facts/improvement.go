package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ImprovementsByAddress finds improvements by the finding that they are to remove.
var ImprovementsByAddress = &assess.Index[*api.Improvement]{
	Keys: func(r *api.Improvement, yield func(string)) {
		if a := r.Spec.Addresses; a != nil {
			yield(LapseKey(string(a.RecordRef.Kind), a.RecordRef.Name, a.Reason))
		}
	},
}
