package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReferences = assess.Doc{
	ID: "X-04", Aspect: assess.Owned, Clause: "7.5.3",
	Requires: "A record that is named exists",
	Fires:    "a reference names a record that is not in the namespace (minor), or one that is there and cannot be read, or words are stated that could name several roles or people (unknown)",
	Reasons:  []string{"ReferenceNotFound", "ReferenceNotJudged", "NameAmbiguous"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Add the record that is named, or name one that exists",
}

func checkReferences(c *assess.Context, record api.Record) {
	if c.Kind().Replaced(c, record) {
		return
	}
	for _, r := range append(coOwners(c.World, record), c.Kind().References(c.World, record)...) {
		switch {
		case r.Words != "":
			checkWords(c, &r)
		case r.Found, r.Rule != "":
		case c.World.NotRead(r.Kind, r.Name):
			c.Report(assess.Finding{
				Reason: "ReferenceNotJudged", Grade: api.GradeUnknown, Field: r.Field,
				Message: fmt.Sprintf("%s names the %s %s, which cannot be read", r.Field, r.Kind, facts.Quote(r.Name)),
				Remedy:  fmt.Sprintf("Make the %s %s readable", r.Kind, facts.Quote(r.Name)),
			})
		default:
			c.Report(assess.Finding{
				Reason: "ReferenceNotFound", Grade: api.GradeMinor, Field: r.Field,
				Message: fmt.Sprintf("%s names the %s %s, which does not exist%s", r.Field, r.Kind, facts.Quote(r.Name), facts.AnotherName(c.World, r.Kind, r.Name)),
				Remedy:  fmt.Sprintf("Add the %s %s, or name one that exists", r.Kind, facts.Quote(r.Name)),
			})
		}
	}
}

// checkWords says that words could name several records, so that they name none.
func checkWords(c *assess.Context, r *assess.Reference) {
	if could := facts.CouldBe(c.World, &api.Actor{StatedAs: r.Words}); could != "" {
		c.Report(assess.Finding{
			Reason: "NameAmbiguous", Grade: api.GradeUnknown, Field: r.Field,
			Message: fmt.Sprintf("%s is %s, and nobody knows who of several is meant: %s", r.Field, facts.Quote(r.Words), could),
			Remedy:  "Name the record that is meant by roleRef or personRef, or give the others another name",
		})
	}
}

// coOwners makes the references that records of every kind have.
func coOwners(w *assess.World, r api.Record) []assess.Reference {
	var all []assess.Reference
	for i, owner := range r.RecordCommon().CoOwners {
		all = append(all, assess.ReferToActor(w, fmt.Sprintf("spec.coOwners[%d]", i), &owner)...)
	}
	return all
}
