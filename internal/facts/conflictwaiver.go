package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// exceptionsByConflict finds exceptions by the pair of duties that they waive, and the
// person whose it is.
var exceptionsByConflict = &assess.Index[*api.SecurityException]{
	Keys: func(r *api.SecurityException, yield func(string)) {
		if w := r.Spec.Conflict; w != nil {
			for i := range r.Spec.PersonRefs {
				yield(conflictKey(w.First, w.Second, r.Spec.PersonRefs[i].Name))
			}
		}
	},
}

func conflictKey(first, second, person string) string {
	return DutyPairKey(first, second) + "\n" + person
}

// ConflictAct is what takes a signature where a conflict of a grade is waived.
func ConflictAct(g api.Grade) api.SignedAct {
	if g == api.GradeMajor {
		return api.SignMajorException
	}
	return api.SignException
}

type conflictActsKey struct{}

// ConflictActOf is what takes a signature where an exception waives a conflict of duties, by the
// grade of the pair that it names.
func ConflictActOf(c *assess.Context, w *api.WaivedConflict) api.SignedAct {
	acts := assess.Once(c, conflictActsKey{}, func(c *assess.Context) map[string]api.SignedAct {
		acts := map[string]api.SignedAct{}
		for _, p := range DutyPairs(c.Policy) {
			acts[DutyPairKey(p.First, p.Second)] = ConflictAct(p.Grade)
		}
		return acts
	})
	if act, ok := acts[DutyPairKey(w.First, w.Second)]; ok {
		return act
	}
	return api.SignException
}

// ConflictWaiver returns the exception in force that waives a conflict of duties of the person
// in a scope; nil if there is none. The independence of internal audit is never waived.
func ConflictWaiver(c *assess.Context, person string, pair *DutyPair, in string) *api.SecurityException {
	if pair.Independent() {
		return nil
	}
	for _, e := range assess.By(c.World, exceptionsByConflict, conflictKey(pair.First, pair.Second, person)) {
		scope := Normal(e.Spec.Conflict.Scope)
		if (scope == "" || scope == Normal(in)) && ExceptionHolds(c, e, ConflictAct(pair.Grade)) {
			c.Waives(e.Name)
			return e
		}
	}
	return nil
}
