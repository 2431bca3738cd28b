package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docConsistent = assess.Doc{
	ID: "P1-19", Aspect: assess.Current, Clause: "6.1.2 d, 6.1.3, 8.3",
	Requires: "What a risk says of its ratings and of its treatment agrees",
	Fires:    "a risk is rated higher as it stands, or with what remains, than before anything treats it, or higher with what remains than as it stands (unknown), or its treatment is said to be implemented while controls for it are not (observation)",
	Reasons:  []string{"RatingsContradict", "TreatmentContradicted"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Assess the risk anew, or correct the rating or spec.treatmentState that is wrong",
}

func checkConsistent(c *assess.Context, r *api.Risk) {
	checkRatings(c, r)
	if r.Spec.TreatmentState != api.ImplementationImplemented || !facts.Treated(r) {
		return
	}
	s := facts.StatementInForce(c)
	if s == nil {
		return // of which others speak
	}
	var unfinished []string
	for _, id := range facts.ExistingControls(r.Spec.Controls) {
		if e := s.Controls[string(id)]; e != nil && facts.Necessary(e) && e.Implementation != "" && e.Implementation != api.ImplementationImplemented {
			unfinished = append(unfinished, fmt.Sprintf("%s is %s", id, e.Implementation))
		}
	}
	if len(unfinished) > 0 {
		c.Report(assess.Finding{
			Reason: "TreatmentContradicted", Grade: api.GradeObservation, Field: "spec.treatmentState",
			Message: fmt.Sprintf("The treatment of the risk %s is said to be implemented, and by the statement %s it is not: %s", facts.Quote(r.Spec.Title), s.Record.Name, assess.And(unfinished)),
		})
	}
}

// checkRatings compares each rating with the one before it: a treatment lowers a risk, or
// leaves it as it is.
func checkRatings(c *assess.Context, r *api.Risk) {
	type stage struct {
		rating       api.RiskRating
		field, where string
	}
	var before stage
	if r.Spec.Inherent != nil {
		before = stage{r.Spec.Inherent.Rating, "spec.inherent.rating", "before anything treats it"}
	}
	stages := []stage{{r.Spec.Rating, "spec.rating", "as it stands"}}
	if r.Spec.Residual != nil {
		stages = append(stages, stage{r.Spec.Residual.Rating, "spec.residual.rating", "with what its treatment leaves"})
	}
	for _, s := range stages {
		if s.rating == "" {
			continue
		}
		if before.rating != "" && facts.RatedHigher(s.rating, before.rating) {
			c.Report(assess.Finding{
				Reason: "RatingsContradict", Grade: api.GradeUnknown, Field: s.field,
				Message: fmt.Sprintf("The risk %s is rated %s %s, and %s %s", facts.Quote(r.Spec.Title), before.rating, before.where, s.rating, s.where),
			})
			return
		}
		before = s
	}
}
