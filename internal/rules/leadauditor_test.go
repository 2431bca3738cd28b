package rules_test

import (
	"fmt"
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
)

const (
	untold      = "P1-17 AcceptanceNotTold Observation spec.acceptance.acceptedOn"
	stalled     = "P1-18 TreatmentStalled Minor spec.treatment"
	notLookedAt = "P8-12 AssignmentNotReviewed Observation spec.review.lastReviewedOn"
	overdueTool = "P6-13 ReplacementNotDecided Observation spec.replacement.decidedBy"
	overloaded  = "P5-11 OwnerOverloaded Observation"
	unreadBy    = "P7-16 AssuranceNotRead Observation spec.assuranceReports[r].reviewedOn"
	copiedO     = "P2-18 RequirementsCopied Observation"
	bunched     = "L-08 EvidenceBunched Observation"
	noFacts     = "P5-10 DecisionsWithoutPerformance Observation"
)

// borneBelow has a risk accepted by an owner with the mandate, who is not of top management.
func borneBelow(on string, changes ...func(*fixture)) func(*fixture) {
	return accepted("ada", on, "", append([]func(*fixture){riskOwner(&api.Actor{PersonRef: ref("ada")}), func(f *fixture) {
		f.risk.Spec.Assignments = append(f.risk.Spec.Assignments, assigned("ada", "boss"))
	}}, changes...)...)
}

// silentOn takes topics out of a review.
func silentOn(topics ...api.ReviewTopic) func(*fixture) {
	return func(f *fixture) {
		f.review.Spec.Inputs = slices.DeleteFunc(f.review.Spec.Inputs, func(in api.ReviewInput) bool { return slices.Contains(topics, in.Topic) })
	}
}

// overdueNeed makes the risk a great one, and a need that comes from it overdue.
func overdueNeed(by string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.leak.Spec.Rating = api.RiskHigh
		f.leak.Spec.Residual = &api.ResidualRisk{Acceptance: acceptance("boss", "2026-01-20")}
		f.backups.Spec.Decision.State, f.backups.Spec.FulfilledOn, f.backups.Spec.NeededBy = api.RequirementApproved, api.Date{}, date(by)
		for _, change := range changes {
			change(f)
		}
	}
}

// says has the review say something.
func says(text string) func(*fixture) {
	return func(f *fixture) { f.review.Spec.Decisions[2].Rationale = text }
}

var toldRows = []row{
	{name: "told in a review since", why: "who leads knows of it", change: borneBelow("2026-01-20")},
	{name: "told on the day", why: "the review of the day hears of it", change: borneBelow("2026-03-02")},
	{name: "reviewed since without a word on risks", why: "nobody was told", change: borneBelow("2026-01-20", silentOn(api.TopicRiskStatus)), want: []string{untold}},
	{name: "accepted after the last review", why: "the next one will hear of it", change: borneBelow("2026-03-03")},
	{name: "accepted by top management", why: "nobody is to be told", change: accepted("boss", "2026-01-20", "", silentOn(api.TopicRiskStatus))},
	{name: "a year ago, looked at again, no review since", why: "the last day", change: borneBelow("2025-06-15", func(f *fixture) {
		f.leak.Spec.AssessedOn, f.leak.Spec.Acceptance.ReviewedOn = date("2025-06-15"), date("2026-05-02")
		f.drop(f.review)
	})},
	{name: "a year and a day ago", why: "a review was due by then", change: borneBelow("2025-06-14", func(f *fixture) {
		f.leak.Spec.AssessedOn, f.leak.Spec.Acceptance.ReviewedOn = date("2025-06-15"), date("2026-05-02")
		f.drop(f.review)
	}), want: []string{untold}},
	{name: "a remainder of which nobody was told", why: "so for what a treatment leaves", change: remaining(api.RiskMedium, acceptance("ada", "2026-01-20"), func(f *fixture) {
		borneBelow("2026-01-20")(f)
		f.leak.Spec.Treatment, f.leak.Spec.Acceptance = api.TreatmentMitigate, nil
		f.leak.Spec.ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
		silentOn(api.TopicRiskStatus)(f)
	}), want: []string{"P1-17 AcceptanceNotTold Observation spec.residual.acceptance.acceptedOn"}},
	{name: "a Critical one, under authority that was given away", why: "it weighs more", change: accepted("ada", "2026-01-20", "", func(f *fixture) {
		f.leak.Spec.Rating = api.RiskCritical
	}), want: []string{"P1-05 AcceptanceWithoutOwner Minor spec.acceptance.by"}},
}

var stalledRows = []row{
	{name: "overdue by 30 days at the review", why: "there is still time to decide", change: overdueNeed("2026-01-31")},
	{name: "overdue by 31 days at the review", why: "the review was to deal with it", change: overdueNeed("2026-01-30"), want: []string{stalled}},
	{name: "the review names the risk", why: "top management knows", change: overdueNeed("2026-01-20", says("we wait for the leak to be mended"))},
	{name: "the review names what is overdue", why: "by the name of its record", change: overdueNeed("2026-01-20", says("The backups-team is late: its supplier went out of business"))},
	{name: "the review has the name within a word", why: "a bleak outlook is no leak", change: overdueNeed("2026-01-20", says("the outlook is bleakest")), want: []string{stalled}},
	{name: "decided again", why: "somebody has looked at it", change: overdueNeed("2026-01-20", func(f *fixture) { f.backups.Spec.Decision.DecidedOn = date("2026-01-21") })},
	{name: "escalated", why: "it is with top management", change: overdueNeed("2026-01-20", func(f *fixture) { f.backups.Spec.EscalatedOn = date("2026-02-20") })},
	{name: "what is left is borne since", why: "somebody bears it until then", change: overdueNeed("2026-01-19")},
	{name: "a Medium risk", why: "the need alone is overdue", change: overdueNeed("2026-01-20", func(f *fixture) { f.leak.Spec.Rating = api.RiskMedium })},
	{name: "silent in two reviews", why: "nobody escalates it", change: overdueNeed("2026-01-25", func(f *fixture) { f.add(aReview("second", "2026-06-01")) }), want: []string{"P1-18 TreatmentStalled Major spec.treatment"}},
	{name: "a planned control that is overdue", why: "it treats the risk as well", change: overdueNeed("2026-11-30", func(f *fixture) {
		f.leak.Spec.Controls = []api.ControlID{"A.5.1"}
		f.soa.Spec.Controls[0].Implementation, f.soa.Spec.Controls[0].TargetOn = api.ImplementationPlanned, date("2026-01-25")
	}), want: []string{stalled}},
}

// lookedAt sets when somebody last looked at the assignments of the manager's role.
func lookedAt(on, appointed string) func(*fixture) {
	return func(f *fixture) {
		f.ism.Spec.Review = nil
		if on != "" {
			f.ism.Spec.Review = &api.Review{LastReviewedOn: date(on), IntervalMonths: 60}
		}
		f.ism.Spec.Assignments[0].From, f.ism.Spec.Assignments[0].AppointedOn = date(appointed), date(appointed)
	}
}

var lookedAtRows = []row{
	{name: "looked at a year ago", why: "the last day", change: lookedAt("2025-06-15", "2024-01-01")},
	{name: "looked at a year and a day ago", why: "the interval is over", change: lookedAt("2025-06-14", "2024-01-01"), want: []string{notLookedAt}},
	{name: "looked at two years ago", why: "it is still told", change: lookedAt("2024-06-15", "2024-01-01"), want: []string{notLookedAt}},
	{name: "looked at two years and a day ago", why: "so long is a lapse", change: lookedAt("2024-06-14", "2024-01-01"), want: []string{"P8-12 AssignmentNotReviewed Minor spec.review.lastReviewedOn"}},
	{name: "filled within a year", why: "it was looked at then", change: lookedAt("", "2025-06-15")},
	{name: "filled before", why: "nobody has looked since", change: lookedAt("", "2025-06-14"), want: []string{notLookedAt}},
	{name: "its own interval is over", why: "that says it already", change: func(f *fixture) {
		lookedAt("2025-06-14", "2024-01-01")(f)
		f.ism.Spec.Review.IntervalMonths = 12
	}, want: []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{name: "a role of no mandate", why: "only what an ISMS must have is asked", on: "SecurityRole/desk", change: func(f *fixture) {
		f.add(aRole("desk", api.MandateNone, assigned("ada", "boss")))
	}},
}

var topTrainingRows = []row{
	{name: "learned two years ago", why: "the last day", change: learned("2024-06-15", "2024-01-01")},
	{name: "learned two years and a day ago", why: "the limit is over", change: learned("2024-06-14", "2024-01-01"), want: []string{"P2-19 TopManagementUntrained Observation"}},
	{name: "in office for two years", why: "there is still time", change: learned("", "2024-06-15")},
	{name: "in office for two years and a day", why: "nothing is on record", change: learned("", "2024-06-14"), want: []string{"P2-19 TopManagementUntrained Observation"}},
}

// learned sets when the boss last learned something, and since when they are in office.
func learned(on, from string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining[1].IntervalMonths = ptr[int32](60)
		for _, r := range f.records() {
			if r, ok := r.(*api.CompetencyRecord); ok && r.Name == "boss-induction" {
				r.Spec.Basis = api.BasisExperience
				if on != "" {
					r.Spec.Basis, r.Spec.AchievedOn = api.BasisCertification, date(on)
				}
			}
		}
		f.top.Spec.Assignments[0].From, f.top.Spec.Assignments[0].AppointedOn = date(from), date(from)
	}
}

// roleTraining asks a training of a role that somebody here took on.
func tookOn(from string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = append(f.isms.Spec.Policy.Competence.MandatoryTraining, api.MandatoryTraining{Training: "Desk", RoleRefs: []api.Reference{*ref("desk")}})
		desk := aRole("desk", api.MandateNone, assigned("ben", "boss"))
		desk.Spec.Assignments[0].From = date(from)
		f.add(desk)
	}
}

var newRoleRows = []row{
	{name: "a role since 30 days", why: "there is time to be trained for it", change: tookOn("2026-05-16")},
	{name: "a role since 31 days", why: "the time is over", change: tookOn("2026-05-15"), want: []string{"P2-11 TrainingOverdue Minor"}},
}

// soleSkills has three roles require what their holders have, and nothing else recorded.
func soleSkills(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		dropKind[*api.CompetencyRecord](f)
		f.isms.Spec.Policy.Competence.MandatoryTraining = nil
		for i, r := range []*api.SecurityRole{f.top, f.ism, f.audit} {
			skill := fmt.Sprintf("Craft %d", i)
			r.Spec.RequiredCompetencies = []api.RequiredCompetency{{Competency: skill, Level: api.LevelPractitioner}}
			f.add(aSkill(fmt.Sprintf("craft-%d", i), r.Spec.Assignments[0].PersonRef.Name, skill))
		}
		for _, r := range []*api.SecurityRole{f.team, f.risk} {
			r.Spec.RequiredCompetencies = nil
		}
		for _, change := range changes {
			change(f)
		}
	}
}

var copiedRows = []row{
	{name: "three roles require what is there", why: "nobody has determined it", change: soleSkills(), want: []string{noExpert, copiedO}},
	{name: "two of three", why: "that is not most of them", change: soleSkills(func(f *fixture) { f.audit.Spec.RequiredCompetencies[0].Level = api.LevelFoundation }), want: []string{noExpert}},
	{name: "two roles", why: "that may be chance", change: soleSkills(func(f *fixture) { f.audit.Spec.RequiredCompetencies = nil }), want: []string{noExpert}},
	{name: "somebody plans to learn", why: "a gap was found", change: soleSkills(func(f *fixture) {
		r := aSkill("plan", "ada", "Craft 2")
		r.Spec.AchievedOn, r.Spec.Plan = api.Date{}, &api.CompetencyPlan{DueOn: date("2026-12-01")}
		f.add(r)
	}), want: []string{noExpert}},
	{name: "a holder knows more", why: "then it was not read off", change: soleSkills(func(f *fixture) { f.add(aSkill("more", "ben", "Cooking")) }), want: []string{noExpert}},
}

// late makes things overdue that ada answers for: n assets not maintained, a role not looked
// at, a review of a supplier, and so on.
func late(assets int, more ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		for i := range assets {
			a := *f.server.DeepCopy()
			a.Name, a.Spec.Owner, a.Spec.Controls, a.Spec.Criticality = fmt.Sprintf("late-%d", i), &api.Actor{RoleRef: ref("ism")}, nil, api.CriticalityLow
			a.Spec.Review = &api.Review{LastReviewedOn: date("2025-01-01"), IntervalMonths: 12}
			f.add(&a)
		}
		for _, change := range more {
			change(f)
		}
	}
}

func lateGoal(f *fixture) { f.goal.Spec.DueOn = date("2026-06-01") }

func lateNeed(f *fixture) { f.courses.Spec.NeededBy = date("2026-06-01") }

func calledAdequate(f *fixture) { f.review.Spec.ResourceAdequacy.Verdict = api.AdequacyAdequate }

var workloadRowsOfISMS = []row{
	{name: "five things of three kinds are overdue at one person", why: "time is lacking", change: late(3, lateGoal, lateNeed), want: []string{overloaded}},
	{name: "four things", why: "each is found by itself", change: late(2, lateGoal, lateNeed)},
	{name: "of two kinds", why: "then it is the one process", change: late(4, lateGoal)},
	{name: "and the review calls the resources adequate", why: "the records contradict it", change: late(3, lateGoal, lateNeed, calledAdequate), want: []string{"P5-11 OwnerOverloaded Minor"}},
	{name: "at two people", why: "neither has too much", change: late(3, lateGoal, func(f *fixture) {
		lateNeed(f)
		f.courses.Spec.Owner = &api.Actor{PersonRef: ref("ben")}
	})},
}

var performanceRows = []row{
	{name: "decided after a look at measurements", why: "one is enough", change: silentOn(api.TopicAuditResults, api.TopicObjectives)},
	{name: "decided without any", why: "it rests on nothing", change: silentOn(api.TopicAuditResults, api.TopicObjectives, api.TopicMonitoring), want: []string{noFacts}},
	{name: "no decision on resources in it", why: "then there is none to judge", change: together(silentOn(api.TopicAuditResults, api.TopicObjectives, api.TopicMonitoring), func(f *fixture) {
		f.review.Spec.Decisions = f.review.Spec.Decisions[:2]
	})},
}

// aged puts the end of support into the past, with a replacement.
func agedTool(by, on string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.Criticality, f.tool.Spec.SupportEndsOn = api.CriticalityCritical, date("2026-06-01")
		f.tool.Spec.Replacement = replacement(by, on)
	}
}

func replacement(by, on string) *api.Replacement {
	p := &api.Replacement{Plan: "move to another", DueOn: date("2026-12-01")}
	if by != "" {
		p.DecidedBy = actor(by)
	}
	if on != "" {
		p.DecidedOn = date(on)
	}
	return p
}

const supportOver = "P6-04 VendorSupportEnded Observation spec.supportEndsOn"

var replacementRows = []row{
	{name: "decided by top management", why: "it bears what may happen until then", change: agedTool("boss", "2026-05-04"), want: []string{supportOver}},
	{name: "decided by nobody", why: "an administrator may not bear it", change: agedTool("", ""), want: []string{supportOver, overdueTool}},
	{name: "decided on no day", why: "nobody knows who was what then", change: agedTool("boss", ""), want: []string{supportOver, "P6-13 ReplacementNotDecided Observation spec.replacement.decidedOn"}},
	{name: "decided by another", why: "it is for top management", change: agedTool("ada", "2026-05-04"), want: []string{supportOver, overdueTool}},
	{name: "support ends today", why: "until then nothing is run unsupported", change: together(agedTool("", ""), func(f *fixture) { f.tool.Spec.SupportEndsOn = date(baseDay) })},
	{name: "not critical", why: "little hangs on it", change: together(agedTool("", ""), func(f *fixture) { f.tool.Spec.Criticality = api.CriticalityLow }), want: []string{supportOver}},
}

var assetReplacementRows = []row{
	{name: "replacement decided by nobody", why: "so for an asset", change: func(f *fixture) {
		f.server.Spec.SupportEndsOn, f.server.Spec.Replacement, f.server.Spec.Criticality = date("2026-06-01"), replacement("", ""), api.CriticalityCritical
	}, want: []string{supportOver, overdueTool}},
}

// report makes the service a High one, with one report.
func read(change func(*api.AssuranceReport)) func(*fixture) {
	r := api.AssuranceReport{Name: "r", IssuedOn: date("2026-01-05"), Scope: "all that we use", ReviewedBy: actor("ada"), ReviewedOn: date("2026-02-02")}
	change(&r)
	return reports(api.CriticalityHigh, r)
}

func unreadReport(issued, received string) func(*fixture) {
	return read(func(r *api.AssuranceReport) {
		r.IssuedOn, r.ReviewedBy, r.ReviewedOn = date(issued), nil, api.Date{}
		if received != "" {
			r.ReceivedOn = date(received)
		}
	})
}

var reportRows = []row{
	{name: "read", why: "nothing is wrong with it", change: read(func(*api.AssuranceReport) {})},
	{name: "unread for 90 days", why: "there is time", change: unreadReport("2026-03-17", "")},
	{name: "unread for 91 days", why: "the time is over", change: unreadReport("2026-03-16", ""), want: []string{unreadBy}},
	{name: "received later", why: "it is measured from then", change: unreadReport("2026-01-05", "2026-03-17")},
	{name: "read by nobody", why: "a day alone is no reader", change: read(func(r *api.AssuranceReport) { r.ReviewedBy = nil }), want: []string{"P7-16 AssuranceNotRead Observation spec.assuranceReports[r].reviewedBy"}},
	{name: "read by a placeholder", why: "that is nobody", change: read(func(r *api.AssuranceReport) { r.ReviewedBy = &api.Actor{StatedAs: "n/a"} }), want: []string{"P7-16 AssuranceNotRead Observation spec.assuranceReports[r].reviewedBy"}},
	{name: "read by the supplier's own people", why: "they know what they wrote", change: together(read(func(r *api.AssuranceReport) { r.ReviewedBy = actor("ext") }), func(f *fixture) { f.ext.Spec.ServiceRef = ref("hosting") }), want: []string{"P7-16 AssuranceNotRead Observation spec.assuranceReports[r].reviewedBy"}},
	{name: "nobody knows what it covers", why: "what is used may be left out", change: read(func(r *api.AssuranceReport) { r.Scope = "tbd" }), want: []string{"P7-16 AssuranceNotRead Observation spec.assuranceReports[r].scope"}},
	{name: "a certificate whose statement was seen", why: "that says what it covers", change: read(func(r *api.AssuranceReport) {
		r.Type, r.Scope, r.StatementSeenOn, r.ValidUntil = api.AssuranceCertificate, "", date("2026-02-02"), date("2028-01-04")
	})},
	{name: "a Medium service", why: "less hangs on it", change: together(unreadReport("2026-01-05", ""), func(f *fixture) { f.hosting.Spec.Criticality = api.CriticalityMedium })},
	{name: "counts on a control that is excluded", why: "nobody does it", change: together(read(func(r *api.AssuranceReport) { r.UserControls = []api.ControlID{"A.5.1"} }), control(func(e *api.ControlStatement) {
		e.Applicability, e.Justification = api.ApplicabilityExcluded, "the group writes all policies"
	})), want: []string{"P7-17 UserControlExcluded Minor spec.assuranceReports[r].userControls"}},
	{name: "counts on a control that is there", why: "it is done", change: read(func(r *api.AssuranceReport) { r.UserControls = []api.ControlID{"A.5.1"} })},
	{name: "counts on a control that does not exist", why: "nobody knows what is meant", change: read(func(r *api.AssuranceReport) { r.UserControls = []api.ControlID{"A.9.1"} }), want: []string{"X-12 ControlNotFound Unknown spec.assuranceReports[r].userControls"}},
}

// acts records that people learned something on a day.
func acts(day string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.LastExternalAudit = &api.ExternalAudit{Type: "Stage2", StartsOn: date("2026-05-31")}
		for i := range 100 {
			r := aSkill(fmt.Sprintf("act-%d", i), "ada", fmt.Sprintf("Craft %d", i))
			r.Spec.AchievedOn = date(day)
			f.add(r)
		}
	}
}

// leadAuditorTables are rows on what lead auditors ask beyond the standard's text.
var leadAuditorTables = map[string][]row{
	"Risk/leak":                  slices.Concat(toldRows, stalledRows),
	"SecurityRole/ism":           lookedAtRows,
	"Person/boss":                topTrainingRows,
	"Person/ben":                 newRoleRows,
	"ClauseAssessment/isms":      slices.Concat(copiedRows, workloadRowsOfISMS, performanceRows, bunchedRows, appointmentsRows, idleRows, dutiesRows, templateRows),
	"ToolLicense/backup":         replacementRows,
	"InfrastructureAsset/server": assetReplacementRows,
	"OutsourcedService/hosting":  reportRows,
	"CompetencyRecord/ada-lead":  proofStateRows,
	"SecurityException/waiver":   slices.Concat(aimRows, chainRows),
}

func TestLeadAuditors(t *testing.T) {
	for subject, rows := range leadAuditorTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, slices.Clone(rows)) })
	}
}

var bunchedRows = []row{
	{name: "most of it before the audit", why: "it was done for the audit", change: acts("2026-05-20"), want: []string{bunched}},
	{name: "on the first of the last days", why: "45 days before", change: acts("2026-04-17"), want: []string{bunched}},
	{name: "on the day before", why: "that is spread", change: acts("2026-04-16")},
	{name: "an audit ahead within the last days", why: "until today most is done for it", change: func(f *fixture) {
		acts("2026-06-10")(f)
		f.isms.Spec.LastExternalAudit, f.isms.Spec.NextExternalAudit = nil, &api.ExternalAudit{StartsOn: date("2026-07-15")}
	}, want: []string{bunched}},
	{name: "an audit of more than a year ago", why: "nobody looks back that far", today: "2027-06-01", on: "Person/ghost", change: acts("2026-05-20")},
}

// unappointed takes from every assignment who appointed and when.
func unappointed(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		for _, r := range f.records() {
			if r, ok := r.(*api.SecurityRole); ok {
				for i := range r.Spec.Assignments {
					r.Spec.Assignments[i].AppointedBy, r.Spec.Assignments[i].AppointedOn = nil, api.Date{}
				}
			}
		}
		for _, change := range changes {
			change(f)
		}
	}
}

var appointmentsRows = []row{
	{name: "no appointment on record at all", why: "that is one thing, and not a lapse of each role", change: unappointed(), want: []string{"P8-07 AppointmentsNotRecorded Unknown"}},
	{name: "and the role itself", why: "it is said once", on: "SecurityRole/ism", change: unappointed()},
	{name: "one appointment on record", why: "then the others are missing", on: "SecurityRole/ism", change: unappointed(func(f *fixture) {
		f.audit.Spec.Assignments[0].AppointedBy = actor("boss")
	}), want: []string{informal}},
}

// stateless takes the days from the certificate, and sets what the source states instead.
func stateless(state api.ProofState, change func(*api.CompetencyRecordSpec)) func(*fixture) {
	return cert(func(s *api.CompetencyRecordSpec) {
		s.AchievedOn, s.Validity, s.State = api.Date{}, nil, state
		change(s)
	})
}

func asItIs(*api.CompetencyRecordSpec) {}

var proofStateRows = []row{
	{name: "neither attained nor planned nor lapsed", why: "nobody knows what it is", change: stateless("", asItIs), want: []string{"P2-20 ProofStateUnknown Unknown spec.achievedOn"}},
	{name: "planned", why: "a plan says what it is", change: stateless("", func(s *api.CompetencyRecordSpec) { s.Plan = &api.CompetencyPlan{DueOn: date("2026-12-01")} })},
	{name: "lapsed on an unknown day", why: "the source says so", change: stateless(api.ProofLapsed, asItIs), want: []string{"P2-07 CertificationExpired Minor spec.state"}},
	{name: "attained on an unknown day", why: "nobody knows until when it counts", change: stateless(api.ProofAttained, asItIs), want: []string{"P2-07 ValidityUnknown Unknown spec.validity"}},
	{name: "attained on an unknown day, valid until a known one", why: "until then it counts", change: stateless(api.ProofAttained, func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date("2028-06-14")} })},
	{name: "valid until yesterday, attained on no day", why: "the end is known", change: stateless("", func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date("2026-06-14")} }), want: []string{certMinor}},
}

// aimed is an exception in force from a lapse of the tool.
func aimed(reason string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.add(waiver(api.KindToolLicense, "backup", reason, "2026-01-01", "2026-12-31"))
		for _, change := range changes {
			change(f)
		}
	}
}

func unsupportedTool(f *fixture) { f.tool.Spec.SupportEndsOn = date("2026-06-01") }

var aimRows = []row{
	{name: "a reason of a rule", why: "it can be waived", change: aimed("VendorSupportEnded", unsupportedTool)},
	{name: "a slip of the pen", why: "it waives nothing, and nobody would notice", change: aimed("VendorSupportEndet", unsupportedTool), want: []string{"P6-14 WaivedReasonUnknown Unknown spec.lapse.reason"}},
	{name: "a reason of another kind", why: "no tool has that", change: aimed("TopManagementAbsent"), want: []string{"P6-14 WaivedReasonUnknown Unknown spec.lapse.reason"}},
}

var idleRows = []row{
	{name: "an exception that waives a lapse", why: "that is what it is for", change: aimed("VendorSupportEnded", unsupportedTool)},
	{name: "an exception from what is mended", why: "it is to be closed", change: aimed("VendorSupportEnded"), want: []string{"P6-15 ExceptionWaivesNothing Observation"}},
	{name: "an exception from what none can waive", why: "it is to be mended", change: aimed("OwnerMissing", func(f *fixture) { f.tool.Spec.Owner = nil }), want: []string{"P6-15 ExceptionWaivesNothing Observation"}},
	{name: "a slip of the pen", why: "that is said of the exception", change: aimed("VendorSupportEndet", unsupportedTool)},
	{name: "an exception that is closed", why: "it is history", change: aimed("VendorSupportEnded", func(f *fixture) {
		f.more[len(f.more)-1].(*api.SecurityException).Spec.ClosedOn = date("2026-06-01")
	})},
}

// besides gives ada, who manages the ISMS, another role.
func besides(change func(*api.SecurityRoleSpec)) func(*fixture) {
	return func(f *fixture) {
		desk := aRole("desk", api.MandateNone, assigned("ada", "boss"))
		change(&desk.Spec)
		f.add(desk)
	}
}

var dutiesRows = []row{
	{name: "a role besides without duties", why: "nobody can tell whether it conflicts", change: besides(func(*api.SecurityRoleSpec) {}), want: []string{"D-08 DutiesNotStated Unknown"}},
	{name: "with duties", why: "then it can be told", change: besides(func(s *api.SecurityRoleSpec) { s.Duties = []api.Duty{{Duty: "WriteCode", Scope: "shop"}} })},
	{name: "the only role of its holder", why: "one role alone meets no other", change: besides(func(s *api.SecurityRoleSpec) { s.Assignments = []api.Assignment{assigned("ext", "boss")} })},
	{name: "responsible for the audits by the matrix", why: "who runs the ISMS audits it", on: "Person/ada", change: func(f *fixture) {
		for i := range f.raci.Spec.Rows {
			if f.raci.Spec.Rows[i].Activity == api.ActivityInternalAudit {
				f.raci.Spec.Rows[i].ResponsibleRoleRefs = []api.Reference{*ref("ism")}
			}
		}
	}, want: []string{"D-01 DutiesConflict Major"}},
}

// following has exceptions from one lapse follow each other.
func following(spans ...string) func(*fixture) {
	return func(f *fixture) {
		unsupportedTool(f)
		for i := 0; i < len(spans); i += 2 {
			e := waiver(api.KindToolLicense, "backup", "VendorSupportEnded", spans[i], spans[i+1])
			if i+2 < len(spans) {
				e.Name, e.Spec.ClosedOn = fmt.Sprintf("before-%d", i), date(spans[i+1])
			}
			f.add(e)
		}
	}
}

var chainRows = []row{
	{name: "two for twelve months together", why: "one may run as long", change: following("2025-09-01", "2026-02-28", "2026-03-01", "2026-09-01")},
	{name: "two for twelve months and a day", why: "together they run for too long", change: following("2025-09-01", "2026-02-28", "2026-03-01", "2026-09-02"), want: []string{"P6-16 ExceptionsInARow Observation spec.validity.validUntil"}},
	{name: "three for more than two years", why: "that is a rule, and no exception", change: following("2024-09-01", "2025-08-31", "2025-09-01", "2026-02-28", "2026-03-01", "2026-09-02"), want: []string{"P6-16 ExceptionsInARow Minor spec.validity.validUntil"}},
	{name: "with 31 days between", why: "a month without one is no end of it", change: following("2025-09-01", "2026-01-29", "2026-03-01", "2026-09-02"), want: []string{"P6-16 ExceptionsInARow Observation spec.validity.validUntil"}},
	{name: "with 32 days between", why: "then it is another", change: following("2025-09-01", "2026-01-28", "2026-03-01", "2026-09-02")},
}

var templateRows = []row{
	{name: "texts of the template", why: "nobody has said what is so", change: func(f *fixture) {
		f.isms.Spec.Organization, f.leak.Spec.Title = facts.TemplateOrganization, facts.TemplateRisk
	}, want: []string{"L-09 TemplateTextLeft Observation"}},
	{name: "in Establishment", why: "they are being worked on", change: func(f *fixture) {
		f.isms.Spec.Phase, f.isms.Spec.Organization = api.PhaseEstablishment, facts.TemplateOrganization
	}},
}
