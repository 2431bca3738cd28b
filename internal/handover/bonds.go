package handover

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Do is what is to be done about something that is in the hands of somebody who leaves.
type Do string

// What is to be done, in the order in which it is listed.
const (
	Assign   Do = "Assign a successor"
	Name     Do = "Name a new owner"
	Sign     Do = "Have somebody else sign"
	Withdraw Do = "Take back"
	Train    Do = "Have somebody else qualify"
	Keep     Do = "Keep as history"
)

// Dos are all that may have to be done, in order.
func Dos() []Do { return []Do{Assign, Name, Sign, Withdraw, Train, Keep} }

// target is what a reference names.
type target int

const (
	somebody target = iota // a person
	nobody                 // a record of another kind
)

// bond is what it means that a field names somebody.
type bond struct {
	do Do
	// says what they do there, after their name: "answers for it".
	says string
	// names is what a reference names; an actor is always somebody.
	names target
	// over reports that it only says what happened; nil where it never does, but for a
	// record whose subject is gone.
	over func(*assess.Context, *mention) bool
	// on is the day by which it is to be done; nil where there is none.
	on func(*assess.Context, *mention) api.Date
	// moves reports whether it may be handed over by an edit of the name; nil where it never
	// may.
	moves func(*assess.Context, *mention) bool
}

// history is a field that says what happened.
func history(says string) bond { return bond{do: Keep, says: says} }

// bonds are the fields that can name somebody, by kind and field; those without a kind are of
// every kind. A reference that is not here fails a test.
var bonds = map[string]bond{
	"owner":             {do: Name, says: "answers for it", moves: always},
	"review.reviewedBy": history("reviewed the record"),
	"coOwners[]":        {do: Name, says: "owns it beside who answers for it", moves: always},

	"Person.managerRef":     {do: Name, says: "is their manager", moves: always},
	"Person.distinctFrom[]": history("is somebody else of the same name"),

	"Person.signingKeys[].registeredBy": history("registered the key"),

	"ClauseAssessment.policy.signatures.timestampAuthorities[].registeredBy": history("registered the authority for time stamps"),

	"SecurityRole.authorityGrantedBy":        {do: Name, says: "is where the role has its authority from"},
	"SecurityRole.assignments[].personRef":   {do: Assign, says: "holds the role", over: assignmentOver},
	"SecurityRole.assignments[].appointedBy": history("made the appointment"),
	"SecurityRole.team.lead":                 {do: Name, says: "leads the team", moves: always},
	"SecurityRole.delegations[].by":          history("delegated authority; it counts as they were of top management then"),

	"CompetencyRecord.personRef":       history("has this competency"),
	"CompetencyRecord.verification.by": history("checked the proof"),

	"ToolLicense.administratorRefs[]":                 {do: Withdraw, says: "administers it: take the access back, and name who administers it then"},
	"ToolLicense.administrators[]":                    {do: Withdraw, says: "administers it: take the access back, and name who administers it then"},
	"ToolLicense.provisionedBy":                       {do: Name, says: "grants access to it", moves: always},
	"ToolLicense.deprovisionedBy":                     {do: Name, says: "takes access to it back", moves: always},
	"ToolLicense.term.renewalDecision.by":             history("decided on the renewal"),
	"ToolLicense.replacement.decidedBy":               history("decided on the replacement"),
	"OutsourcedService.term.renewalDecision.by":       history("decided on the renewal"),
	"OutsourcedService.dueDiligence.performedBy":      history("looked into the supplier"),
	"OutsourcedService.assuranceReports[].reviewedBy": history("read the report"),

	"ManagementReview.chairRef":          {do: Sign, says: "chairs it", over: notLatestReview, on: reviewDay, moves: reviewPlanned},
	"ManagementReview.attendeeRefs[]":    {do: Sign, says: "takes part", over: notLatestReview, on: reviewDay},
	"ManagementReview.decisions[].owner": {do: Name, says: "carries the decision out", over: decisionDone, on: decisionDue, moves: always},
	"ManagementReview.approvals[].by":    {do: Sign, says: "approved it, and would approve the next", over: notLatestReview, on: reviewDay},

	"Risk.acceptance.by":          {do: Sign, says: "accepted the risk, which is to be accepted again", over: acceptanceOver, on: acceptanceEnd},
	"Risk.residual.acceptance.by": {do: Sign, says: "accepted what remains of the risk, which is to be accepted again", over: acceptanceOver, on: acceptanceEnd},

	"ResourceRequirement.raisedBy":    history("raised the need"),
	"ResourceRequirement.decision.by": history("decided on the need"),

	"InfrastructureAsset.custodian":             {do: Name, says: "looks after it", moves: always},
	"InfrastructureAsset.replacement.decidedBy": history("decided on the replacement"),

	"MaintenanceRecord.performedBy": history("did the maintenance"),

	"ServiceReview.performedBy":     history("did the review"),
	"ServiceReview.actions[].owner": {do: Name, says: "carries the action out", over: actionDone, on: actionDue, moves: always},

	"SecurityBudget.requestedBy":    history("asked for the budget"),
	"SecurityBudget.approvals[].by": {do: Sign, says: "approved it, and would approve the next", over: budgetOver, on: budgetEnd},

	"Risk.assets[].resourceRef":                 history("is what the risk is about"),
	"StatementOfApplicability.controls[].owner": {do: Name, says: "owns the control", moves: always},
	"StatementOfApplicability.approvals[].by":   {do: Sign, says: "approved it, and would approve it again", over: neverReviewed, on: nextLook},
	"AccountabilityMatrix.approvals[].by":       {do: Sign, says: "approved it, and would approve it again", over: neverReviewed, on: nextLook},

	"Risk.resourceRefs[]":                                {do: Assign, says: "is a resource that treats the risk", moves: always},
	"SecurityObjective.resourceRefs[]":                   {do: Assign, says: "is a resource of the objective", over: objectiveOver, moves: always},
	"ResourceRequirement.satisfiedByRefs[]":              {do: Assign, says: "is a resource that satisfies the need", moves: always},
	"SecurityBudget.lines[].resourceRefs[]":              {do: Assign, says: "is a resource that the budget pays for", over: budgetOver},
	"StatementOfApplicability.controls[].resourceRefs[]": {do: Assign, says: "is a resource that carries the control", moves: always},
	"SecurityException.lapse.recordRef":                  {do: Withdraw, says: "is whom a lapse is waived for: close it", over: exceptionOver},
	"Improvement.owner":                                  {do: Name, says: "answers for it", over: improvementDone, on: improvementDue, moves: always},
	"Improvement.addresses.recordRef":                    history("is whom the improvement is about"),

	"InternalAudit.auditors[].personRef": {do: Sign, says: "audits", over: auditOver, on: auditDay, moves: always},
	"InternalAudit.findings[].owner":     {do: Name, says: "removes the finding", over: findingClosed, on: findingDue, moves: always},

	"SecurityException.personRefs[]":   {do: Withdraw, says: "is who it is made for: close it", over: exceptionOver},
	"SecurityException.requestedBy":    history("asked for it"),
	"SecurityException.approvals[].by": {do: Sign, says: "approved it, and would approve its renewal", over: exceptionOver, on: exceptionEnd},
}

// others are references that name no person, with what they name.
var others = map[string]string{
	"ClauseAssessment.policy.competence.mandatoryTraining[].roleRefs[]": "SecurityRole",
	"Person.serviceRef":                                         "OutsourcedService",
	"SecurityRole.reportsToRef":                                 "SecurityRole",
	"ToolLicense.requirementRefs[]":                             "ResourceRequirement",
	"ToolLicense.serviceRef":                                    "OutsourcedService",
	"OutsourcedService.requirementRefs[]":                       "ResourceRequirement",
	"ManagementReview.decisions[].trackedByRef":                 "Improvement",
	"SecurityObjective.requirementRefs[]":                       "ResourceRequirement",
	"ResourceRequirement.drivers.riskRefs[]":                    "Risk",
	"ResourceRequirement.drivers.objectiveRefs[]":               "SecurityObjective",
	"InfrastructureAsset.requirementRefs[]":                     "ResourceRequirement",
	"MaintenanceRecord.serviceRef":                              "OutsourcedService",
	"ServiceReview.serviceRef":                                  "OutsourcedService",
	"ServiceReview.actions[].trackedByRef":                      "Improvement",
	"SecurityBudget.lines[].requirementRefs[]":                  "ResourceRequirement",
	"StatementOfApplicability.controls[].riskRefs[]":            "Risk",
	"StatementOfApplicability.controls[].accountableRoleRef":    "SecurityRole",
	"StatementOfApplicability.controls[].responsibleRoleRefs[]": "SecurityRole",
	"AccountabilityMatrix.rows[].serviceRef":                    "OutsourcedService",
	"AccountabilityMatrix.rows[].accountableRoleRefs[]":         "SecurityRole",
	"AccountabilityMatrix.rows[].responsibleRoleRefs[]":         "SecurityRole",
	"AccountabilityMatrix.rows[].consultedRoleRefs[]":           "SecurityRole",
	"AccountabilityMatrix.rows[].informedRoleRefs[]":            "SecurityRole",
	"Improvement.decisionRef.reviewRef":                         "ManagementReview",
	"Improvement.auditFindingRef.auditRef":                      "InternalAudit",
	"InternalAudit.scope.roleRefs[]":                            "SecurityRole",
	"InternalAudit.findings[].trackedByRef":                     "Improvement",
	"CompetencyRecord.coverage.roleRefs[]":                      "SecurityRole",
}

// bondOf is what a field means: that of its kind, or else that of all kinds.
func bondOf(kind, pattern string) bond {
	if b, ok := bonds[kind+"."+pattern]; ok {
		return b
	}
	if b, ok := bonds[pattern]; ok {
		return b
	}
	return bond{do: Keep, names: nobody}
}

func assignmentOver(c *assess.Context, m *mention) bool {
	return c.Today.Past(entry[api.Assignment](m).Until)
}

// always is for what is no history as long as it is not over.
func always(*assess.Context, *mention) bool { return true }

// reviewPlanned reports whether a review is still to be held.
func reviewPlanned(c *assess.Context, m *mention) bool {
	return !facts.ReviewHeld(c, m.record.(*api.ManagementReview))
}

// notLatestReview reports whether another review is the one that the next is counted from.
func notLatestReview(c *assess.Context, m *mention) bool {
	return facts.ReviewHeld(c, m.record.(*api.ManagementReview)) && facts.LatestReview(c) != m.record
}

// reviewDay is the day of a planned review, or that of the one after the latest.
func reviewDay(c *assess.Context, m *mention) api.Date {
	r := m.record.(*api.ManagementReview)
	if facts.ReviewHeld(c, r) {
		return facts.ReviewDue(c, r)
	}
	return r.Spec.PlannedOn
}

func decisionDone(c *assess.Context, m *mention) bool {
	d := entry[api.ReviewDecision](m)
	return facts.Given(d.NoActionNeeded) || c.Today.Reached(d.CompletedOn) || tracked(c, d.TrackedByRef)
}

func decisionDue(_ *assess.Context, m *mention) api.Date { return entry[api.ReviewDecision](m).DueOn }

// tracked reports whether an Improvement has carried something out.
func tracked(c *assess.Context, ref *api.Reference) bool {
	i, ok := assess.Find[*api.Improvement](c.World, ref)
	return ok && c.Today.Reached(i.Spec.CompletedOn)
}

// acceptance is that of the risk, or of what remains of it.
func acceptance(m *mention) *api.RiskAcceptance {
	r := m.record.(*api.Risk)
	if m.pattern == "acceptance.by" {
		return r.Spec.Acceptance
	}
	return r.Spec.Residual.Acceptance
}

func acceptanceOver(c *assess.Context, m *mention) bool {
	return c.Today.Past(acceptance(m).ValidUntil)
}

func acceptanceEnd(_ *assess.Context, m *mention) api.Date { return acceptance(m).ValidUntil }

func actionDone(c *assess.Context, m *mention) bool {
	return tracked(c, entry[api.ServiceReviewAction](m).TrackedByRef)
}

func actionDue(_ *assess.Context, m *mention) api.Date {
	return entry[api.ServiceReviewAction](m).DueOn
}

func budgetEnd(_ *assess.Context, m *mention) (end api.Date) {
	if p := m.record.(*api.SecurityBudget).Spec.Period; p != nil {
		end = p.End
	}
	return end
}

func budgetOver(c *assess.Context, m *mention) bool {
	end := budgetEnd(c, m)
	return end.IsZero() || c.Today.Past(end)
}

// nextLook is the day by which somebody looks at the record again; absent where nobody says.
func nextLook(c *assess.Context, m *mention) api.Date {
	review := m.record.RecordCommon().Review
	if review == nil || review.LastReviewedOn.IsZero() {
		return api.Date{}
	}
	return facts.NextLook(c, review, review.LastReviewedOn)
}

func neverReviewed(c *assess.Context, m *mention) bool { return nextLook(c, m).IsZero() }

func auditOver(c *assess.Context, m *mention) bool {
	r := m.record.(*api.InternalAudit)
	return c.Today.Reached(r.Spec.HeldOn) || r.Spec.Skipped != nil
}

func auditDay(_ *assess.Context, m *mention) api.Date {
	return m.record.(*api.InternalAudit).Spec.PlannedOn
}

func improvementDone(c *assess.Context, m *mention) bool {
	return c.Today.Reached(m.record.(*api.Improvement).Spec.CompletedOn)
}

func improvementDue(_ *assess.Context, m *mention) api.Date {
	return m.record.(*api.Improvement).Spec.DueOn
}

func objectiveOver(c *assess.Context, m *mention) bool {
	return c.Today.Reached(m.record.(*api.SecurityObjective).Spec.AchievedOn)
}

func findingClosed(c *assess.Context, m *mention) bool {
	f := entry[api.AuditFinding](m)
	return c.Today.Reached(f.ClosedOn) || tracked(c, f.TrackedByRef)
}

func findingDue(_ *assess.Context, m *mention) api.Date { return entry[api.AuditFinding](m).DueOn }

func exceptionEnd(_ *assess.Context, m *mention) (end api.Date) {
	if v := m.record.(*api.SecurityException).Spec.Validity; v != nil {
		end = v.ValidUntil
	}
	return end
}

func exceptionOver(c *assess.Context, m *mention) bool {
	return c.Today.Reached(m.record.(*api.SecurityException).Spec.ClosedOn) || c.Today.Past(exceptionEnd(c, m))
}
