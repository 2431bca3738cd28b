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
