package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func managementReview() assess.Kind {
	rules := common(reviewFacts, reviewReferences, func(r *api.ManagementReview) (*api.Approval, any) {
		return r.Spec.Approval, r.Spec.Approvable()
	})
	rules = append(rules, assess.On(docReviewOverdue, checkReviewOverdue))
	for _, rule := range []struct {
		doc   assess.Doc
		check func(*assess.Context, *api.ManagementReview, grading)
	}{
		{docTopAbsent, checkTopAbsent},
		{docInputs, checkInputs},
		{docAdequacy, checkAdequacy},
		{docResults, checkResults},
		{docMinutes, checkMinutes},
		{docActions, checkActions},
		{docActionOverdue, checkActionOverdue},
		{docNextReview, checkNextReview},
		{docRationale, checkReviewRationale},
		{docDecisionTracked, checkDecisionTracked},
	} {
		rules = append(rules, assess.On(rule.doc, func(c *assess.Context, r *api.ManagementReview) {
			if held(c, r) {
				rule.check(c, r, gradingOf(c, r))
			}
		}))
	}
	rules = append(rules, assess.After(assess.On(docContradicts, checkContradicts)))
	return assess.KindOf("ManagementReview", "managementreviews", assess.Reviews,
		func(r *api.ManagementReview) api.Date { return r.Spec.NextReviewOn }, rules...)
}

func reviewFacts(r *api.ManagementReview) []fact {
	facts := []fact{{"spec.heldOn", r.Spec.HeldOn, "the review was held"}}
	if a := r.Spec.Approval; a != nil {
		facts = append(facts, fact{"spec.approval.approvedOn", a.ApprovedOn, "the minutes were approved"})
	}
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		facts = append(facts, fact{decisionField(d, "completedOn"), d.CompletedOn, "the action was done"})
	}
	return facts
}

func reviewReferences(w *assess.World, r *api.ManagementReview) []reference {
	all := append(ownerReferences(w, "spec.owner", r.Spec.Owner),
		to[*api.Person](w, "spec.chairRef", "Person", r.Spec.ChairRef)...)
	all = append(all, eachTo[*api.Person](w, "spec.attendeeRefs", "Person", r.Spec.AttendeeRefs)...)
	if r.Spec.Approval != nil {
		all = append(all, to[*api.Person](w, "spec.approval.by", "Person", &r.Spec.Approval.By)...)
	}
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		all = append(all, ownerReferences(w, decisionField(d, "owner"), d.Owner)...)
		all = append(all, to[*api.Improvement](w, decisionField(d, "trackedBy"), "Improvement", d.TrackedBy)...)
	}
	return all
}

func decisionField(d *api.ReviewDecision, field string) string {
	return "spec.decisions[" + d.ID + "]." + field
}

// held reports whether the review took place; a plan is not a review.
func held(c *assess.Context, r *api.ManagementReview) bool { return c.Today.Reached(r.Spec.HeldOn) }

// latestReviewKey is what latestReview is remembered under.
type latestReviewKey struct{}

// latestReview is the review held last; nil if none ever was.
func latestReview(c *assess.Context) *api.ManagementReview {
	return assess.Once(c, latestReviewKey{}, func(c *assess.Context) *api.ManagementReview {
		var last *api.ManagementReview
		for r := range assess.All[*api.ManagementReview](c.World) {
			if held(c, r) && (last == nil || r.Spec.HeldOn.After(last.Spec.HeldOn)) {
				last = r
			}
		}
		return last
	})
}

// grading grades findings on a review. What an old review lacks cannot be mended
// any more: once a later one was held, it is shown as an observation.
type grading func(api.Grade) api.Grade

func gradingOf(c *assess.Context, r *api.ManagementReview) grading {
	if latestReview(c) != r {
		return func(api.Grade) api.Grade { return api.GradeObservation }
	}
	return func(g api.Grade) api.Grade { return g }
}

var docReviewOverdue = assess.Doc{
	ID: "P9-02", Aspect: assess.Current, Clause: "9.3.1",
	Requires: "Management reviews are held at planned intervals",
	Fires:    "the last review is older than the interval or its planned successor was not held (minor), or it is older than the limit, or from before the last external audit (major); a planned review was not held in time (minor) or has no date (unknown)",
	Reasons:  []string{"ManagementReviewOverdue", "ManagementReviewUndated"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Hold a management review and record it with its heldOn",
	Policy:   []string{"managementReviewIntervalMonths", "managementReviewLimitMonths"},
}

func checkReviewOverdue(c *assess.Context, r *api.ManagementReview) {
	last := latestReview(c)
	switch {
	case last == r:
		checkLatestOverdue(c, r)
	case held(c, r):
	case r.Spec.PlannedOn.IsZero() && r.Spec.HeldOn.IsZero():
		c.Report(assess.Finding{
			Reason: "ManagementReviewUndated", Grade: api.GradeUnknown, Field: "spec.heldOn",
			Message: "The review is neither planned for a day nor held on one",
			Remedy:  "Set spec.plannedOn, or spec.heldOn once it was held",
		})
	case r.Spec.HeldOn.IsZero() && c.Today.Past(r.Spec.PlannedOn) && (last == nil || last.Spec.HeldOn.Before(r.Spec.PlannedOn)):
		c.Report(assess.Finding{
			Reason: "ManagementReviewOverdue", Grade: api.GradeMinor, Field: "spec.plannedOn", Since: r.Spec.PlannedOn.AddDays(1),
			Message: fmt.Sprintf("The review was planned for %s and was not held", r.Spec.PlannedOn),
		})
	}
}

// successorDue is the last day for the review that follows: the end of the interval,
// or of the limit where a policy has set it shorter, or the day that was planned if that
// is earlier.
func successorDue(c *assess.Context, r *api.ManagementReview) api.Date {
	due := r.Spec.HeldOn.AddMonths(min(c.Policy.ReviewIntervalMonths(), c.Policy.ReviewLimitMonths()))
	if next := r.Spec.NextReviewOn; !next.IsZero() && next.Before(due) {
		return next
	}
	return due
}

func checkLatestOverdue(c *assess.Context, r *api.ManagementReview) {
	due := successorDue(c, r)
	limit := r.Spec.HeldOn.AddMonths(c.Policy.ReviewLimitMonths())
	f := assess.Finding{
		Reason: "ManagementReviewOverdue", Grade: api.GradeMinor, Field: "spec.heldOn", Since: due.AddDays(1),
		Message: fmt.Sprintf("The last management review was held on %s, and the next was due on %s", r.Spec.HeldOn, due),
	}
	switch audit := c.Assessment.Spec.LastExternalAudit; {
	case audit != nil && c.Today.Reached(audit.StartsOn) && r.Spec.HeldOn.Before(audit.StartsOn.AddMonths(-c.Policy.ReviewIntervalMonths())):
		f.Grade, f.Message = api.GradeMajor, f.Message+fmt.Sprintf("; none was held in the interval before the external audit of %s", audit.StartsOn)
	case c.Today.Past(limit):
		f.Grade, f.Message = api.GradeMajor, f.Message+fmt.Sprintf("; the limit was %s", limit)
	case !c.Today.Past(due):
		return
	}
	c.Report(f)
}

var docTopAbsent = assess.Doc{
	ID: "P9-03", Aspect: assess.Covered, Clause: "9.3.1",
	Requires: "Top management reviews the ISMS itself",
	Fires:    "nobody who held a role with the mandate TopManagement on the day chaired or attended (major; observation once a later review was held)",
	Reasons:  []string{"TopManagementAbsent"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Hold the review with top management, and name them in spec.attendeeRefs",
}

func checkTopAbsent(c *assess.Context, r *api.ManagementReview, grade grading) {
	attended, names := topManagementAttended(c, r)
	if attended {
		return
	}
	message := "Nobody is named who attended"
	if len(names) > 0 {
		message = "Nobody from top management attended, only " + assess.List(names)
	}
	c.Report(assess.Finding{Reason: "TopManagementAbsent", Grade: grade(api.GradeMajor), Field: "spec.attendeeRefs", Message: message})
}

type topManagementKey struct {
	name string
	on   api.Date
}

// wasTopManagement reports whether the person held a role of top management on the day.
func wasTopManagement(c *assess.Context, name string, on api.Date) bool {
	return assess.Once(c, topManagementKey{name, on}, func(c *assess.Context) bool {
		return slices.ContainsFunc(assess.By(c.World, rolesByPerson, name), func(role *api.SecurityRole) bool {
			return role.Spec.Mandate == api.MandateTopManagement && wasHolder(c, role, name, on)
		})
	})
}

// topManagementAttended reports whether somebody of top management chaired or
// attended the review, and names all who did.
func topManagementAttended(c *assess.Context, r *api.ManagementReview) (attended bool, names []string) {
	for _, ref := range r.Spec.AttendeeRefs {
		names = append(names, ref.Name)
	}
	if r.Spec.ChairRef != nil {
		names = append(names, r.Spec.ChairRef.Name)
	}
	for _, name := range names {
		if wasTopManagement(c, name, r.Spec.HeldOn) {
			return true, names
		}
	}
	return false, names
}

// letters are the inputs of Clause 9.3.2 with the topics that answer each.
var letters = []struct {
	letter string
	topics []api.ReviewTopic
}{
	{"a", []api.ReviewTopic{api.TopicPreviousActions}},
	{"b", []api.ReviewTopic{api.TopicContextChanges}},
	{"c", []api.ReviewTopic{api.TopicInterestedParties}},
	{"d", []api.ReviewTopic{api.TopicNonconformities, api.TopicMonitoring, api.TopicAuditResults, api.TopicObjectives}},
	{"e", []api.ReviewTopic{api.TopicFeedback}},
	{"f", []api.ReviewTopic{api.TopicRiskStatus}},
	{"g", []api.ReviewTopic{api.TopicImprovementOpportunities}},
}

var docInputs = assess.Doc{
	ID: "P9-04", Aspect: assess.Covered, Clause: "9.3.2",
	Requires: "A review deals with every input a to g, and says what was discussed",
	Fires:    "an input is missing or has no discussion (minor for each letter; major from a number of letters on; observation once a later review was held)",
	Reasons:  []string{"ReviewInputMissing"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Deal with the input, in a further review if need be, and record it in spec.inputs with its discussion",
	Policy: []string{"missingReviewInputsForMajor"},
}

func checkInputs(c *assess.Context, r *api.ManagementReview, grade grading) {
	discussed := map[api.ReviewTopic]bool{}
	for _, in := range r.Spec.Inputs {
		discussed[in.Topic] = strings.TrimSpace(in.Discussion) != ""
	}
	type lack struct{ letter, topics string }
	var missing []lack
	for _, l := range letters {
		var topics []string
		for _, t := range l.topics {
			if !discussed[t] {
				topics = append(topics, string(t))
			}
		}
		if len(topics) > 0 {
			missing = append(missing, lack{l.letter, assess.List(topics)})
		}
	}
	worst := api.GradeMinor
	if len(missing) >= c.Policy.ReviewInputsForMajor() {
		worst = api.GradeMajor
	}
	for _, m := range missing {
		c.Report(assess.Finding{
			Reason: "ReviewInputMissing", Grade: grade(worst), Field: "spec.inputs",
			Message: fmt.Sprintf("Input %s of 9.3.2 was not discussed: %s", m.letter, m.topics),
		})
	}
}

var docAdequacy = assess.Doc{
	ID: "P9-05", Aspect: assess.Covered, Clause: "9.3, 7.1",
	Requires: "A review judges whether the resources are adequate, and decides on them",
	Fires:    "no verdict, no discussion or no decision on resources (minor; observation once a later review was held)",
	Reasons:  []string{"ResourcesNotReviewed"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Judge the resources in spec.resourceAdequacy and record a decision of category Resource",
}

func checkAdequacy(c *assess.Context, r *api.ManagementReview, grade grading) {
	var lacks []string
	field := "spec.resourceAdequacy"
	if a := r.Spec.ResourceAdequacy; a == nil {
		lacks = append(lacks, "a verdict on resources", "a discussion of resources")
	} else {
		if a.Verdict == "" {
			lacks = append(lacks, "a verdict on resources")
		}
		if strings.TrimSpace(a.Discussion) == "" {
			lacks = append(lacks, "a discussion of resources")
		}
	}
	if !decided(r, api.DecisionResource) {
		if len(lacks) == 0 {
			field = "spec.decisions"
		}
		lacks = append(lacks, "a decision on resources")
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ResourcesNotReviewed", Grade: grade(api.GradeMinor), Field: field,
			Message: "The review lacks " + assess.List(lacks),
		})
	}
}

func decided(r *api.ManagementReview, category api.DecisionCategory) bool {
	for i := range r.Spec.Decisions {
		if r.Spec.Decisions[i].Category == category {
			return true
		}
	}
	return false
}

var docResults = assess.Doc{
	ID: "P9-06", Aspect: assess.Covered, Clause: "9.3.3",
	Requires: "A review decides on improvement and on changes, and keeps minutes",
	Fires:    "no decision on improvement or on changes, even that none is needed, or no minutes (minor; observation once a later review was held)",
	Reasons:  []string{"ReviewResultsMissing"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Record decisions of the categories Improvement and Change, and where the minutes are in spec.minutes",
}

func checkResults(c *assess.Context, r *api.ManagementReview, grade grading) {
	var lacks []string
	field := "spec.decisions"
	if !decided(r, api.DecisionImprovement) {
		lacks = append(lacks, "a decision on improvement")
	}
	if !decided(r, api.DecisionChange) {
		lacks = append(lacks, "a decision on changes")
	}
	if r.Spec.Minutes == nil {
		if len(lacks) == 0 {
			field = "spec.minutes"
		}
		lacks = append(lacks, "minutes")
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ReviewResultsMissing", Grade: grade(api.GradeMinor), Field: field,
			Message: "The review lacks " + assess.List(lacks),
		})
	}
}

var docMinutes = assess.Doc{
	ID: "P9-07", Aspect: assess.Owned, Clause: "9.3.3, 7.5.2",
	Requires: "The minutes are approved after the review",
	Fires:    "no approval, or one from before the review was held (minor; observation once a later review was held)",
	Reasons:  []string{"MinutesNotApproved"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Have the minutes approved and record it in spec.approval",
}

func checkMinutes(c *assess.Context, r *api.ManagementReview, grade grading) {
	f := assess.Finding{Reason: "MinutesNotApproved", Grade: grade(api.GradeMinor), Field: "spec.approval"}
	switch a := r.Spec.Approval; {
	case a == nil:
		f.Message = fmt.Sprintf("The minutes of the review of %s are not approved", r.Spec.HeldOn)
	case a.ApprovedOn.Before(r.Spec.HeldOn):
		f.Field, f.Message = "spec.approval.approvedOn", fmt.Sprintf("The minutes were approved on %s, before the review was held on %s", a.ApprovedOn, r.Spec.HeldOn)
	default:
		return
	}
	c.Report(f)
}

var docActions = assess.Doc{
	ID: "P9-08", Aspect: assess.Covered, Clause: "9.3.3, 6.2",
	Requires: "An action that a review decides has an owner and a due date",
	Fires:    "a decision that is not marked noActionNeeded has no owner who is somebody, or no due date (minor; observation once a later review was held)",
	Reasons:  []string{"ReviewActionIncomplete"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Set owner and dueOn of the decision, or noActionNeeded with the reason",
}

func checkActions(c *assess.Context, r *api.ManagementReview, grade grading) {
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		if d.NoActionNeeded != "" || c.Today.Reached(d.CompletedOn) {
			continue
		}
		var lacks []string
		field := "dueOn"
		if d.Owner == nil || d.Owner.StatedAs != "" {
			field = "owner"
			lacks = append(lacks, "an owner")
		}
		if d.DueOn.IsZero() {
			lacks = append(lacks, "a due date")
		}
		if len(lacks) > 0 {
			c.Report(assess.Finding{
				Reason: "ReviewActionIncomplete", Grade: grade(api.GradeMinor), Field: decisionField(d, field),
				Message: fmt.Sprintf("Decision %s lacks %s", quote(d.ID), assess.And(lacks)),
			})
		}
	}
}

var docActionOverdue = assess.Doc{
	ID: "P9-09", Aspect: assess.Current, Clause: "9.3.2 a",
	Requires: "Actions of reviews are done in time, and open ones are carried into the next review",
	Fires:    "an action is overdue, or a later review was held and does not carry an open one on (minor)",
	Reasons:  []string{"ReviewActionOverdue", "ReviewActionNotCarried"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Do the action and set completedOn, or carry it on under the same id in the latest review",
}

func checkActionOverdue(c *assess.Context, r *api.ManagementReview, _ grading) {
	last := latestReview(c)
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		if d.NoActionNeeded != "" || c.Today.Reached(d.CompletedOn) || (last != r && carries(last, d.ID)) {
			continue
		}
		f := assess.Finding{Reason: "ReviewActionOverdue", Grade: api.GradeMinor, Field: decisionField(d, "completedOn")}
		switch {
		case last != r:
			f.Reason = "ReviewActionNotCarried"
			f.Message = fmt.Sprintf("Decision %s is open, and the review %s of %s does not carry it on", quote(d.ID), last.Name, last.Spec.HeldOn)
		case c.Today.Past(d.DueOn):
			f.Since = d.DueOn.AddDays(1)
			f.Message = fmt.Sprintf("Decision %s was due on %s and is open", quote(d.ID), d.DueOn)
		default:
			continue
		}
		c.Report(f)
	}
}

func carries(r *api.ManagementReview, id string) bool {
	for i := range r.Spec.Decisions {
		if r.Spec.Decisions[i].ID == id {
			return true
		}
	}
	return false
}

var docNextReview = assess.Doc{
	ID: "P9-10", Aspect: assess.Current, Clause: "9.3.1",
	Requires: "The next review is planned",
	Fires:    "the latest review names no next one, and none is planned (observation)",
	Reasons:  []string{"NextReviewNotPlanned"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.nextReviewOn, or add a ManagementReview with its plannedOn",
}

func checkNextReview(c *assess.Context, r *api.ManagementReview, _ grading) {
	if !r.Spec.NextReviewOn.IsZero() || latestReview(c) != r {
		return
	}
	for other := range assess.All[*api.ManagementReview](c.World) {
		if other.Spec.PlannedOn.After(r.Spec.HeldOn) && !held(c, other) {
			return
		}
	}
	c.Report(assess.Finding{
		Reason: "NextReviewNotPlanned", Grade: api.GradeObservation, Field: "spec.nextReviewOn",
		Message: fmt.Sprintf("No review is planned after the one of %s", r.Spec.HeldOn),
	})
}
