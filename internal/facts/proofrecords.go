package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// RecordsByPerson finds competency records by the person that they are of.
var RecordsByPerson = &assess.Index[*api.CompetencyRecord]{
	Keys: func(r *api.CompetencyRecord, yield func(string)) {
		if r.Spec.Coverage == nil {
			yield(r.Spec.PersonRef.Name)
		}
	},
}

// recordsByProof finds competency records by their person and competency.
var recordsByProof = &assess.Index[*api.CompetencyRecord]{
	Keys: func(r *api.CompetencyRecord, yield func(string)) {
		if r.Spec.Coverage == nil {
			yield(proofKey(r.Spec.PersonRef.Name, r.Spec.Competency))
		}
	},
}

func proofKey(person, competency string) string { return person + "\n" + CompetencyName(competency) }
