// Package rules asks what ISO/IEC 27001:2022 Clause 7.1 asks: one file for each
// kind of record or checklist point, and one list of them all, in registry.go.
package rules

import (
	"fmt"
	"strings"
	"unicode"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// quote puts a value that a record states into a message.
func quote(s string) string { return fmt.Sprintf("%q", s) }

// normal makes names comparable: case and spacing do not tell names apart.
func normal(name string) string {
	name = strings.ToLower(name)
	if strings.TrimSpace(name) == name && !strings.Contains(name, "  ") && !strings.ContainsFunc(name, oddSpace) {
		return name // as most names are; splitting them is what comparing would spend its time on
	}
	return strings.Join(strings.Fields(name), " ")
}

func oddSpace(r rune) bool { return r != ' ' && unicode.IsSpace(r) }

// fact is a date on which a record says that something has happened.
type fact struct {
	field string
	on    api.Date
	what  string
}

// reference is a name of another record of the namespace.
type reference struct {
	field string
	kind  string
	name  string
	found bool
}

// to makes a reference; an absent one makes none.
func to[T api.Record](w *assess.World, field, kind string, ref *api.Reference) []reference {
	if ref == nil {
		return nil
	}
	_, found := assess.Get[T](w, ref.Name)
	return []reference{{field: field, kind: kind, name: ref.Name, found: found}}
}

// eachTo makes a reference of each entry of a list keyed by name.
func eachTo[T api.Record](w *assess.World, field, kind string, refs []api.Reference) []reference {
	var all []reference
	for i := range refs {
		all = append(all, to[T](w, field+"["+refs[i].Name+"]", kind, &refs[i])...)
	}
	return all
}

// common returns the rules that every kind is asked: its references resolve,
// what it says has happened lies not in the future, its own review is not
// overdue, its approval is of what it says now.
func common[T api.Record](facts func(T) []fact, references func(*assess.World, T) []reference, approved func(T) (*api.Approval, any)) []assess.Rule {
	return []assess.Rule{
		assess.On(docReferences, func(c *assess.Context, r T) {
			checkReferences(c, references(c.World, r))
		}),
		assess.On(docFacts, func(c *assess.Context, r T) {
			checkFacts(c, append(commonFacts(r.RecordCommon()), facts(r)...))
		}),
		assess.On(docReview, func(c *assess.Context, r T) { checkReview(c, r.RecordCommon().Review) }),
		assess.On(docApproval, func(c *assess.Context, r T) {
			if approved != nil {
				approval, content := approved(r)
				checkApproval(c, approval, content)
			}
		}),
		assess.On(docEvidence, func(c *assess.Context, r T) { checkEvidence(c, r) }),
	}
}

var docReferences = assess.Doc{
	ID: "X-04", Aspect: assess.Owned, Clause: "7.5.3",
	Requires: "A record that is named exists",
	Fires:    "a reference names a record that is not in the namespace (minor), or one that is there and cannot be read (unknown)",
	Reasons:  []string{"ReferenceNotFound", "ReferenceNotJudged"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Add the record that is named, or name one that exists",
}

func checkReferences(c *assess.Context, references []reference) {
	for _, r := range references {
		switch {
		case r.found:
		case c.World.NotRead(r.kind, r.name):
			c.Report(assess.Finding{
				Reason: "ReferenceNotJudged", Grade: api.GradeUnknown, Field: r.field,
				Message: fmt.Sprintf("%s names the %s %s, which cannot be read", r.field, r.kind, quote(r.name)),
				Remedy:  fmt.Sprintf("Make the %s %s readable", r.kind, quote(r.name)),
			})
		default:
			c.Report(assess.Finding{
				Reason: "ReferenceNotFound", Grade: api.GradeMinor, Field: r.field,
				Message: fmt.Sprintf("%s names the %s %s, which does not exist", r.field, r.kind, quote(r.name)),
				Remedy:  fmt.Sprintf("Add the %s %s, or name one that exists", r.kind, quote(r.name)),
			})
		}
	}
}

func ownerReferences(w *assess.World, field string, owner *api.Owner) []reference {
	if owner == nil {
		return nil
	}
	return append(to[*api.SecurityRole](w, field+".roleRef", "SecurityRole", owner.RoleRef),
		to[*api.Person](w, field+".personRef", "Person", owner.PersonRef)...)
}

var docFacts = assess.Doc{
	ID: "X-05", Aspect: assess.Current, Clause: "7.5.3",
	Requires: "What a record says has happened lies in the past",
	Fires:    "a date of something done lies after the day that is judged (minor)",
	Reasons:  []string{"DateInFuture"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Correct the date, or leave it out until it has happened",
}

func checkFacts(c *assess.Context, facts []fact) {
	for _, f := range facts {
		if !f.on.IsZero() && !c.Today.Reached(f.on) {
			c.Report(assess.Finding{
				Reason: "DateInFuture", Grade: api.GradeMinor, Field: f.field,
				Message: fmt.Sprintf("%s says that %s on %s, a day that has not come", f.field, f.what, f.on),
			})
		}
	}
}

func commonFacts(common *api.Common) []fact {
	var facts []fact
	for _, e := range common.Evidence {
		facts = append(facts,
			fact{"spec.evidence[" + e.Name + "].effectiveOn", e.EffectiveOn, "the evidence took effect"},
			fact{"spec.evidence[" + e.Name + "].collectedOn", e.CollectedOn, "the evidence was collected"})
	}
	if common.Review != nil {
		facts = append(facts, fact{"spec.review.lastReviewedOn", common.Review.LastReviewedOn, "the record was reviewed"})
	}
	return facts
}

var docReview = assess.Doc{
	ID: "X-06", Aspect: assess.Current, Clause: "7.5.2",
	Requires: "A record that is to be looked at again is looked at in time",
	Fires:    "the last review is older than the record's own interval (minor), or there was none (unknown)",
	Reasons:  []string{"RecordReviewOverdue", "RecordReviewUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy:   "Review the record and set spec.review.lastReviewedOn",
}

func checkReview(c *assess.Context, review *api.Review) {
	if review == nil {
		return
	}
	if review.LastReviewedOn.IsZero() {
		c.Report(assess.Finding{
			Reason: "RecordReviewUnknown", Grade: api.GradeUnknown, Field: "spec.review.lastReviewedOn",
			Message: fmt.Sprintf("The record is to be reviewed every %d months, and no review is recorded", review.IntervalMonths),
		})
		return
	}
	due := review.LastReviewedOn.AddMonths(int(review.IntervalMonths))
	if c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "RecordReviewOverdue", Grade: api.GradeMinor, Field: "spec.review.lastReviewedOn", Since: due.AddDays(1),
			Message: fmt.Sprintf("The record was last reviewed on %s, and the next review was due on %s", review.LastReviewedOn, due),
		})
	}
}

var docApproval = assess.Doc{
	ID: "X-07", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "What was approved is what the record says now",
	Fires:    "the content has changed since the approval that is bound to it (minor)",
	Reasons:  []string{"ApprovalStale"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the record approved again as it is now, or restore what was approved",
}

func checkApproval(c *assess.Context, approval *api.Approval, content any) {
	if approval == nil || approval.ContentHash == "" {
		return
	}
	if now := api.ContentHash(content); now != approval.ContentHash {
		c.Report(assess.Finding{
			Reason: "ApprovalStale", Grade: api.GradeMinor, Field: "spec.approval.contentHash",
			Message: fmt.Sprintf("The content was changed after %s approved it on %s", quote(approval.By.Name), approval.ApprovedOn),
		})
	}
}
