package identification

import (
	"fmt"
	"strings"
	"unicode"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docStalled = assess.Doc{
	ID: "P1-18", Point: assess.Identification, Aspect: assess.Current, Clause: "6.1.3, 9.3.2 f",
	Requires: "A treatment that is stalled is decided again, or taken to top management",
	Fires:    "a need or a control that treats a risk of rating High or Critical is overdue by more than the limit, nobody has decided on it since, and the review held since neither names the risk nor what is overdue (minor; major from the second such review on)",
	Reasons:  []string{"TreatmentStalled"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy:  "Have top management decide on it: set spec.escalatedOn or a new spec.decision of the ResourceRequirement, or accept spec.residual of the Risk until it is done, and name it in the next review",
	Policy:  []string{"identification.stalledDays"},
	Another: true,
}

func checkStalled(c *assess.Context, r *api.Risk) {
	if !facts.HighRated(r) || !facts.Treated(r) {
		return
	}
	c.Asked()
	for _, part := range facts.OverdueTreatment(c, r) {
		limit := part.Due.AddDays(c.Policy.StalledTreatment())
		if !c.Today.Past(limit) {
			continue
		}
		var silent []*api.ManagementReview
		for _, review := range facts.ReviewsSince(c, limit.AddDays(1)) {
			if names(review, r.Name, part.Name, part.Alias) {
				silent = nil
				continue
			}
			silent = append(silent, review)
		}
		if len(silent) == 0 {
			continue
		}
		f := assess.Finding{Reason: "TreatmentStalled", Grade: api.GradeMinor, Field: "spec.treatment", Since: silent[0].Spec.HeldOn}
		if len(silent) > 1 {
			f.Grade = api.GradeMajor
		}
		f.Message = fmt.Sprintf("The treatment of the risk %s is stalled: %s was due by %s, and the review %s of %s, held since, does not name it",
			facts.Quote(r.Spec.Title), part, part.Due, silent[0].Name, silent[0].Spec.HeldOn)
		if more := len(silent) - 1; more > 0 {
			f.Message += fmt.Sprintf(", nor do %d after it", more)
		}
		c.Report(f)
		return // one treatment is stalled, in whichever part
	}
}

// names reports whether the text of a review names one of some things.
func names(r *api.ManagementReview, what ...string) bool {
	var all []string
	for i := range r.Spec.Inputs {
		all = append(all, r.Spec.Inputs[i].Discussion)
	}
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		all = append(all, d.Text, d.Rationale, d.NoActionNeeded)
	}
	if a := r.Spec.ResourceAdequacy; a != nil {
		all = append(all, a.Discussion)
	}
	text := words(strings.Join(all, " "))
	for _, name := range what {
		if name != "" && strings.Contains(text, words(name)) {
			return true
		}
	}
	return false
}

// words are those of a text between single spaces, so that a short name is not found within a
// word; what joins words in names of records parts them.
func words(text string) string {
	return " " + strings.Join(strings.FieldsFunc(facts.Normal(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
}
