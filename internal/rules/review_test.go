package rules_test

import (
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	reviewMinor = "P9-02 ManagementReviewOverdue Minor spec.heldOn"
	reviewMajor = "P9-02 ManagementReviewOverdue Major spec.heldOn"
	noTop       = "P9-03 TopManagementAbsent Major spec.attendeeRefs"
	noInput     = "P9-04 ReviewInputMissing Minor spec.inputs"
	noInputM    = "P9-04 ReviewInputMissing Major spec.inputs"
	notApproved = "P9-07 MinutesNotApproved Minor spec.approvals"
	noNext      = "P9-10 NextReviewNotPlanned Observation spec.nextReviewOn"
)

func review(change func(*api.ManagementReviewSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.review.Spec) }
}

// lacking leaves out the discussion of topics.
func lacking(topics ...api.ReviewTopic) func(*fixture) {
	return review(func(s *api.ManagementReviewSpec) {
		for i := range s.Inputs {
			for _, t := range topics {
				if s.Inputs[i].Topic == t {
					s.Inputs[i].Discussion = " \n"
				}
			}
		}
	})
}

// resource changes the decision on resources into an action.
func resource(change func(*api.ReviewDecision)) func(*fixture) {
	return review(func(s *api.ManagementReviewSpec) {
		d := &s.Decisions[2]
		d.NoActionNeeded, d.Owner, d.DueOn = "", &api.Actor{RoleRef: ref("ism")}, date("2026-12-31")
		d.Rationale = "the team is small"
		change(d)
	})
}

// later adds a newer review, which plans the one after it.
func later(held string, change func(*api.ManagementReviewSpec)) func(*fixture) {
	return func(f *fixture) {
		r := aReview("review-later", held)
		r.Spec.NextReviewOn = r.Spec.HeldOn.AddMonths(6)
		change(&r.Spec)
		f.add(r)
	}
}

// plannedFor adds a review that is planned for a day.
func plannedFor(day string) func(*fixture) {
	return func(f *fixture) {
		r := &api.ManagementReview{ObjectMeta: named("plan")}
		if day != "" {
			r.Spec.PlannedOn = date(day)
		}
		f.add(r)
	}
}

func audited(on string) func(*fixture) {
	return func(f *fixture) { f.isms.Spec.LastExternalAudit = &api.ExternalAudit{StartsOn: date(on)} }
}

var reviewRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P9-02: held on 2026-03-02, next on 2027-03-01
	{name: "planned day", why: "the planned day is in time", today: "2027-03-01"},
	{name: "a day after the planned day", why: "the planned interval decides", today: "2027-03-02", want: []string{reviewMinor}},
	{name: "interval day", why: "a plan beyond the interval does not stretch it", today: "2027-03-02", change: review(func(s *api.ManagementReviewSpec) { s.NextReviewOn = date("2030-01-01") })},
	{name: "a day after the interval", why: "12 months", today: "2027-03-03", change: review(func(s *api.ManagementReviewSpec) { s.NextReviewOn = date("2030-01-01") }), want: []string{reviewMinor}},
	{name: "limit day", why: "18 months", today: "2027-09-02", want: []string{reviewMinor}},
	{name: "a day after the limit", why: "then it is major", today: "2027-09-03", want: []string{reviewMajor}},
	{name: "intervals by policy", why: "they are the organisation's to set", today: "2026-06-16", change: func(f *fixture) {
		f.isms.Spec.Policy.Review.ManagementReviewIntervalMonths, f.isms.Spec.Policy.Review.ManagementReviewLimitMonths = ptr[int32](1), ptr[int32](2)
	}, want: []string{reviewMajor}},
	{name: "leap day, interval", why: "12 months after 29 February is 28 February", today: "2025-02-28", change: func(f *fixture) {
		f.review = aReview("review", "2024-02-29")
		f.review.Spec.NextReviewOn = date("2025-12-31")
	}},
	{name: "leap day, a day after", why: "and overdue on 1 March", today: "2025-03-01", change: func(f *fixture) {
		f.review = aReview("review", "2024-02-29")
		f.review.Spec.NextReviewOn = date("2025-12-31")
	}, want: []string{reviewMinor}},
	{name: "audit 12 months after", why: "a review in the interval before the audit", today: "2027-03-02", change: func(f *fixture) {
		audited("2027-03-02")(f)
		f.review.Spec.NextReviewOn = date("2027-12-31")
	}},
	{name: "audit later than that", why: "none in the interval before the audit is major", today: "2027-03-03", change: audited("2027-03-03"), want: []string{reviewMajor}},
	{name: "audit of tomorrow", why: "an audit counts once it took place", today: "2027-03-03", change: audited("2027-03-04"), want: []string{reviewMinor}},
	{name: "later review held", why: "only the latest can be overdue", today: "2027-03-02", change: later("2027-02-01", func(*api.ManagementReviewSpec) {})},
	{name: "plan of tomorrow", why: "a plan is not late", on: "ManagementReview/plan", change: plannedFor("2026-06-16")},
	{name: "plan of today", why: "today is not over", on: "ManagementReview/plan", change: plannedFor(baseDay)},
	{name: "plan of yesterday", why: "a planned review that was not held", on: "ManagementReview/plan", change: plannedFor("2026-06-14"), want: []string{"P9-02 ManagementReviewOverdue Minor spec.plannedOn"}},
	{name: "plan made good", why: "one was held since", on: "ManagementReview/plan", change: plannedFor("2026-03-02")},
	{name: "no dates", why: "nobody knows what the record is", on: "ManagementReview/plan", change: plannedFor(""), want: []string{"P9-02 ManagementReviewUndated Unknown spec.heldOn"}},
	{name: "held tomorrow", why: "a review of tomorrow was not held; nothing else is asked of it", today: "2026-03-01", change: review(func(s *api.ManagementReviewSpec) {
		*s = api.ManagementReviewSpec{HeldOn: s.HeldOn}
	}), want: []string{"X-05 DateInFuture Minor spec.heldOn"}},
	// P9-03
	{name: "top attends", why: "attending is enough", change: review(func(s *api.ManagementReviewSpec) {
		s.ChairRef, s.AttendeeRefs = ref("ada"), []api.Reference{*ref("boss")}
	})},
	{name: "top absent", why: "the manager alone cannot review", change: review(func(s *api.ManagementReviewSpec) { s.ChairRef = ref("ada") }), want: []string{noTop}},
	{name: "nobody named", why: "nobody attended", change: review(func(s *api.ManagementReviewSpec) { s.ChairRef, s.AttendeeRefs = nil, nil }), want: []string{noTop}},
	{name: "top until that day", why: "what counts is the day of the review", change: func(f *fixture) { f.top.Spec.Assignments[0].Until = date("2026-03-02") }, want: []string{notEntitledO}},
	{name: "top until the day before", why: "no longer top management on the day", change: func(f *fixture) { f.top.Spec.Assignments[0].Until = date("2026-03-01") }, want: []string{noTop, notEntitled}},
	{name: "top since the day after", why: "not yet top management on the day", change: func(f *fixture) { f.top.Spec.Assignments[0].From = date("2026-03-03") }, want: []string{noTop}},
	{name: "top left after it", why: "who left later was there", change: func(f *fixture) { f.boss.Spec.EngagedUntil = date("2026-03-02") }, want: []string{notInOffice}},
	{name: "top left before it", why: "who left before was not", change: func(f *fixture) { f.boss.Spec.EngagedUntil = date("2026-03-01") }, want: []string{noTop, notInOffice, "X-18 ActorHadLeft Observation spec.heldOn"}},
	{name: "attendees unknown", why: "references that dangle are found", change: review(func(s *api.ManagementReviewSpec) {
		s.AttendeeRefs = append(s.AttendeeRefs, *ref("ghost"))
	}), want: []string{"X-04 ReferenceNotFound Minor spec.attendeeRefs[ghost]"}},
	// P9-04
	{name: "one input missing", why: "a blank discussion is none", change: lacking(api.TopicFeedback), want: []string{noInput}},
	{name: "all of letter d missing", why: "one finding for each letter, not topic", change: lacking(api.TopicNonconformities, api.TopicMonitoring, api.TopicAuditResults, api.TopicObjectives), want: []string{noInput}},
	{name: "three missing", why: "below the number for major", change: lacking(api.TopicFeedback, api.TopicRiskStatus, api.TopicContextChanges), want: []string{noInput, noInput, noInput}},
	{name: "four missing", why: "at the number they are major", change: lacking(api.TopicFeedback, api.TopicRiskStatus, api.TopicContextChanges, api.TopicPreviousActions), want: []string{noInputM, noInputM, noInputM, noInputM}},
	{name: "one missing by policy", why: "the number is the organisation's to set", change: func(f *fixture) {
		lacking(api.TopicFeedback)(f)
		f.isms.Spec.Policy.Review.MissingInputsForMajor = ptr[int32](1)
	}, want: []string{noInputM}},
	// P9-05 and P9-06
	{name: "adequacy missing", why: "checklist point 9", change: review(func(s *api.ManagementReviewSpec) { s.ResourceAdequacy = nil }), want: []string{"P9-05 ResourcesNotReviewed Minor spec.resourceAdequacy"}},
	{name: "adequacy without words", why: "a tick alone is no review", change: review(func(s *api.ManagementReviewSpec) { s.ResourceAdequacy.Discussion = " " }), want: []string{"P9-05 ResourcesNotReviewed Minor spec.resourceAdequacy"}},
	{name: "no decision on resources", why: "nor one without decision", change: review(func(s *api.ManagementReviewSpec) { s.Decisions = s.Decisions[:2] }), want: []string{"P9-05 ResourcesNotReviewed Minor spec.decisions"}},
	{name: "no decision on improvement", why: "9.3.3 asks for it", change: review(func(s *api.ManagementReviewSpec) { s.Decisions = s.Decisions[1:] }), want: []string{"P9-06 ReviewResultsMissing Minor spec.decisions"}},
	{name: "no minutes", why: "what was said must be on file", change: review(func(s *api.ManagementReviewSpec) { s.Minutes = nil }), want: []string{"P9-06 ReviewResultsMissing Minor spec.minutes"}},
	// P9-07
	{name: "not approved", why: "minutes are approved", change: review(func(s *api.ManagementReviewSpec) { s.Approvals = nil }), want: []string{notApproved}},
	{name: "approved on the day", why: "on the day is not before", change: review(func(s *api.ManagementReviewSpec) { s.Approvals[0].ApprovedOn = s.HeldOn })},
	{name: "approved before it", why: "what was not yet held cannot be approved", change: review(func(s *api.ManagementReviewSpec) { s.Approvals[0].ApprovedOn = s.HeldOn.AddDays(-1) }), want: []string{"P9-07 MinutesNotApproved Minor spec.approvals[board].approvedOn"}},
	{name: "approved tomorrow", why: "an approval lies in the past", today: "2026-03-08", want: []string{"X-05 DateInFuture Minor spec.approvals[board].approvedOn"}},
	{name: "approver unknown", why: "references that dangle are found", change: review(func(s *api.ManagementReviewSpec) { s.Approvals[0].By = *actor("ghost") }), want: []string{"X-04 ReferenceNotFound Minor spec.approvals[board].by.personRef"}},
	// P9-08 and P9-09
	{name: "action", why: "an action with owner and day is fine", change: resource(func(*api.ReviewDecision) {})},
	{name: "action without owner", why: "somebody must do it", change: resource(func(d *api.ReviewDecision) { d.Owner = nil }), want: []string{"P9-08 ReviewActionIncomplete Minor spec.decisions[D3].owner"}},
	{name: "action of everybody", why: "words are nobody", change: resource(func(d *api.ReviewDecision) { d.Owner = &api.Actor{StatedAs: "all"} }), want: []string{"P9-08 ReviewActionIncomplete Minor spec.decisions[D3].owner"}},
	{name: "action of a ghost", why: "references that dangle are found", change: resource(func(d *api.ReviewDecision) { d.Owner = &api.Actor{PersonRef: ref("ghost")} }), want: []string{"X-04 ReferenceNotFound Minor spec.decisions[D3].owner.personRef"}},
	{name: "action without day", why: "and by a day", change: resource(func(d *api.ReviewDecision) { d.DueOn = api.Date{} }), want: []string{"P9-08 ReviewActionIncomplete Minor spec.decisions[D3].dueOn"}},
	{name: "done without owner", why: "what is done needs none any more", change: resource(func(d *api.ReviewDecision) { d.Owner, d.CompletedOn = nil, date(baseDay) })},
	{name: "action due today", why: "today is in time", change: resource(func(d *api.ReviewDecision) { d.DueOn = date(baseDay) })},
	{name: "action overdue", why: "the day after is not", change: resource(func(d *api.ReviewDecision) { d.DueOn = date("2026-06-14") }), want: []string{"P9-09 ReviewActionOverdue Minor spec.decisions[D3].completedOn"}},
	{name: "overdue, done today", why: "done is done", change: resource(func(d *api.ReviewDecision) { d.DueOn, d.CompletedOn = date("2026-06-14"), date(baseDay) })},
	{name: "overdue, done tomorrow", why: "not before it is", change: resource(func(d *api.ReviewDecision) { d.DueOn, d.CompletedOn = date("2026-06-14"), date("2026-06-16") }), want: []string{"P9-09 ReviewActionOverdue Minor spec.decisions[D3].completedOn", "X-05 DateInFuture Minor spec.decisions[D3].completedOn"}},
	{name: "open action carried on", why: "the later review takes it over", change: func(f *fixture) {
		resource(func(d *api.ReviewDecision) { d.DueOn = date("2026-06-14") })(f)
		later("2026-06-01", func(*api.ManagementReviewSpec) {})(f)
	}},
	{name: "open action dropped", why: "a later review that forgets it", change: func(f *fixture) {
		resource(func(d *api.ReviewDecision) { d.ID = "D9" })(f)
		later("2026-06-01", func(*api.ManagementReviewSpec) {})(f)
	}, want: []string{"P9-09 ReviewActionNotCarried Minor spec.decisions[D9].completedOn"}},
	{name: "open action, next review tomorrow", why: "a review to come forgets nothing yet", change: func(f *fixture) {
		resource(func(d *api.ReviewDecision) { d.ID = "D9" })(f)
		later("2026-06-16", func(*api.ManagementReviewSpec) {})(f)
	}},
	{name: "flaws of an old review", why: "cannot be mended, so they are observations", change: func(f *fixture) {
		later("2026-06-01", func(*api.ManagementReviewSpec) {})(f)
		resource(func(d *api.ReviewDecision) { d.Owner = nil })(f)
		lacking(api.TopicFeedback)(f)
		f.review.Spec.Approvals, f.review.Spec.ChairRef, f.review.Spec.ResourceAdequacy, f.review.Spec.Minutes = nil, nil, nil, nil
	}, want: []string{
		"P9-03 TopManagementAbsent Observation spec.attendeeRefs", "P9-04 ReviewInputMissing Observation spec.inputs",
		"P9-05 ResourcesNotReviewed Observation spec.resourceAdequacy", "P9-06 ReviewResultsMissing Observation spec.minutes",
		"P9-07 MinutesNotApproved Observation spec.approvals", "P9-08 ReviewActionIncomplete Observation spec.decisions[D3].owner",
	}},
	// P9-10
	{name: "next not planned", why: "the next must be planned", change: review(func(s *api.ManagementReviewSpec) { s.NextReviewOn = api.Date{} }), want: []string{noNext}},
	{name: "next planned as a record", why: "a record that plans it will do", change: func(f *fixture) {
		f.review.Spec.NextReviewOn = api.Date{}
		plannedFor("2026-12-01")(f)
	}},
	{name: "plan of before", why: "a plan for before it is not the next", change: func(f *fixture) {
		f.review.Spec.NextReviewOn = api.Date{}
		plannedFor("2026-03-01")(f)
	}, want: []string{noNext}},
	//
	{name: "approved content", why: "the hash binds the content", change: review(func(s *api.ManagementReviewSpec) { s.Approvals[0].ContentHash = api.ContentHash(s.Approvable()) })},
	{name: "changed after approval", why: "an edit makes the approval stale", change: review(func(s *api.ManagementReviewSpec) {
		s.Approvals[0].ContentHash = api.ContentHash(s.Approvable())
		s.Decisions[0].Text = "something else"
	}), want: []string{"X-07 ApprovalStale Minor spec.approvals[board].contentHash"}},
	{name: "done after approval", why: "completing an action changes nothing that was approved", change: func(f *fixture) {
		resource(func(*api.ReviewDecision) {})(f)
		f.review.Spec.Approvals[0].ContentHash = api.ContentHash(f.review.Spec.Approvable())
		f.review.Spec.Decisions[2].CompletedOn, f.review.Spec.Decisions[2].TrackedByRef = date(baseDay), ref("better")
	}},
	{name: "kept after approval", why: "who owns it, when it was looked at and what was filed are not what was approved", change: review(func(s *api.ManagementReviewSpec) {
		s.Approvals[0].ContentHash = api.ContentHash(s.Approvable())
		s.Owner, s.CoOwners, s.Evidence = actor("ada"), []api.Actor{*actor("boss")}, []api.Evidence{{Name: "scan", URI: "scan.pdf"}}
		s.Review = &api.Review{LastReviewedOn: date(baseDay), IntervalMonths: 12}
	})},
	{name: "approved anew", why: "an approval of what it says now, a day later, makes the stale one history", change: approvedAnew(1, true)},
	{name: "approved anew on the day", why: "bound to what it says now, it holds beside the stale one", change: approvedAnew(0, true)},
	{name: "approved anew before", why: "the stale one was given later", change: approvedAnew(-1, true), want: []string{staleReview}},
	{name: "approved anew without hash", why: "a later approval is of what it said then", change: approvedAnew(1, false), want: []string{"X-19 ApprovalNotBound Observation spec.approvals[board-again].contentHash"}},
	{name: "approved beside", why: "of two approvals of a day one cannot be said to be anew", change: approvedAnew(0, false), want: []string{staleReview, "X-19 ApprovalNotBound Observation spec.approvals[board-again].contentHash"}},
}

const staleReview = "X-07 ApprovalStale Minor spec.approvals[board].contentHash"

// approvedAnew makes the approval stale and adds another, so many days after it.
func approvedAnew(days int, bound bool) func(*fixture) {
	change := review(func(s *api.ManagementReviewSpec) {
		again := s.Approvals[0]
		again.Name, again.ApprovedOn = "board-again", again.ApprovedOn.AddDays(days)
		s.Approvals[0].ContentHash = "sha256:" + strings.Repeat("0", 64)
		if bound {
			again.ContentHash = api.ContentHash(s.Approvable())
		}
		s.Approvals = append(s.Approvals, again)
	})
	return func(f *fixture) {
		f.unbound = !bound
		change(f)
	}
}

func TestManagementReview(t *testing.T) { testRows(t, "ManagementReview/review", reviewRows) }
