package infrastructure

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docUseState = assess.Doc{
	ID: "P3-09", Aspect: assess.Current, Clause: "A.5.9, 7.5.3",
	Requires: "What is said of whether something is in use agrees with its days",
	Fires:    "it is said to be retired, and no day is known on which it went out of use, so that it is judged as in use; or it is said to be something else after that day, planned after it began, or in use before (unknown)",
	Reasons:  []string{"UseStateContradicted"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.retiredOn where it is retired, or correct spec.state",
}

// use is what a record says of whether something is in use.
type use struct {
	state       api.UseState
	from, until api.Date
}

// useStated makes rule P3-09 for a kind.
func useStated[T api.Record](of func(T) use) assess.Rule {
	return assess.On(docUseState, func(c *assess.Context, r T) {
		u := of(r)
		if u.state == "" {
			return
		}
		contradiction := ""
		switch gone := c.Today.Reached(u.until); {
		case u.state == api.UseRetired && u.until.IsZero():
			contradiction = "no day is known on which it went out of use"
		case u.state != api.UseRetired && gone:
			contradiction = fmt.Sprintf("it went out of use on %s", u.until)
		case u.state == api.UsePlanned && c.Today.Reached(u.from):
			contradiction = fmt.Sprintf("it began on %s", u.from)
		case u.state == api.UseInUse && !u.from.IsZero() && !c.Today.Reached(u.from):
			contradiction = fmt.Sprintf("it begins on %s", u.from)
		default:
			return
		}
		c.Report(assess.Finding{
			Reason: "UseStateContradicted", Grade: api.GradeUnknown, Field: "spec.state",
			Message: fmt.Sprintf("It is said to be %s, and %s", u.state, contradiction),
		})
	})
}

func assetUse(r *api.InfrastructureAsset) use {
	return use{r.Spec.State, r.Spec.InServiceFrom, r.Spec.RetiredOn}
}

func serviceUse(r *api.OutsourcedService) use {
	u := use{state: r.Spec.State, until: r.Spec.RetiredOn}
	if r.Spec.Term != nil {
		u.from = r.Spec.Term.Start
	}
	return u
}
