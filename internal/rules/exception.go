package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityException() assess.Kind {
	return assess.KindOf("SecurityException", "securityexceptions", assess.Maintenance,
		func(r *api.SecurityException) api.Date {
			if r.Spec.Validity == nil {
				return api.Date{}
			}
			return unlessClosed(r.Spec.Validity.ValidUntil, r.Spec.ClosedOn)
		},
		append(append(common(exceptionFacts, exceptionReferences, exceptionApproval), selfApprovalRules()...),
			assess.On(docExceptionExpired, checkExceptionExpired),
			assess.On(docExceptionInvalid, checkExceptionInvalid))...)
}

func exceptionFacts(r *api.SecurityException) []fact {
	facts := []fact{
		{"spec.requestedOn", r.Spec.RequestedOn, "the exception was asked for"},
		{"spec.closedOn", r.Spec.ClosedOn, "the exception was closed"},
	}
	if a := r.Spec.Approval; a != nil {
		facts = append(facts, fact{"spec.approval.approvedOn", a.ApprovedOn, "the exception was approved"})
	}
	return facts
}

func exceptionReferences(w *assess.World, r *api.SecurityException) []reference {
	all := append(ownerReferences(w, "spec.owner", r.Spec.Owner),
		eachTo[*api.Person](w, "spec.personRefs", "Person", r.Spec.PersonRefs)...)
	all = append(all, to[*api.Person](w, "spec.requestedBy", "Person", r.Spec.RequestedBy)...)
	if a := r.Spec.Approval; a != nil {
		all = append(all, to[*api.Person](w, "spec.approval.by", "Person", &a.By)...)
	}
	if l := r.Spec.Lapse; l != nil {
		all = append(all, recordReference(w, "spec.lapse.record", l.Record))
	}
	return all
}

func exceptionApproval(r *api.SecurityException) (*api.Approval, any) {
	return r.Spec.Approval, r.Spec.Approvable()
}

// recordReference makes a reference of the name of a record of any kind.
func recordReference(w *assess.World, field string, ref api.RecordReference) reference {
	exists, known := recordKinds[ref.Kind]
	return reference{field: field, kind: string(ref.Kind), name: ref.Name, found: known && exists(w, ref.Name)}
}

// recordKinds looks up a record of each kind.
var recordKinds = map[api.RecordKind]func(*assess.World, string) bool{
	api.KindClauseAssessment:         recorded[*api.ClauseAssessment],
	api.KindPerson:                   recorded[*api.Person],
	api.KindSecurityRole:             recorded[*api.SecurityRole],
	api.KindCompetencyRecord:         recorded[*api.CompetencyRecord],
	api.KindToolLicense:              recorded[*api.ToolLicense],
	api.KindOutsourcedService:        recorded[*api.OutsourcedService],
	api.KindManagementReview:         recorded[*api.ManagementReview],
	api.KindRisk:                     recorded[*api.Risk],
	api.KindSecurityObjective:        recorded[*api.SecurityObjective],
	api.KindResourceRequirement:      recorded[*api.ResourceRequirement],
	api.KindSecurityBudget:           recorded[*api.SecurityBudget],
	api.KindImprovement:              recorded[*api.Improvement],
	api.KindInternalAudit:            recorded[*api.InternalAudit],
	api.KindInfrastructureAsset:      recorded[*api.InfrastructureAsset],
	api.KindMaintenanceRecord:        recorded[*api.MaintenanceRecord],
	api.KindServiceReview:            recorded[*api.ServiceReview],
	api.KindStatementOfApplicability: recorded[*api.StatementOfApplicability],
	api.KindAccountabilityMatrix:     recorded[*api.AccountabilityMatrix],
	api.KindSecurityException:        recorded[*api.SecurityException],
}

func recorded[T api.Record](w *assess.World, name string) bool {
	_, found := assess.Get[T](w, name)
	return found
}

// exceptionOver reports whether the exception has run out.
func exceptionOver(c *assess.Context, e *api.SecurityException) bool {
	return e.Spec.Validity != nil && c.Today.Past(e.Spec.Validity.ValidUntil)
}

var docExceptionExpired = assess.Doc{
	ID: "P6-07", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.5.3",
	Requires: "An exception that has run out is closed, or granted anew",
	Fires:    "the last day of the exception is over, and it is not closed (minor)",
	Reasons:  []string{"ExceptionExpired"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.closedOn if what it waives is mended; else have an exception approved anew",
}

func checkExceptionExpired(c *assess.Context, e *api.SecurityException) {
	if exceptionOver(c, e) && !c.Today.Reached(e.Spec.ClosedOn) {
		until := e.Spec.Validity.ValidUntil
		c.Report(assess.Finding{
			Reason: "ExceptionExpired", Grade: api.GradeMinor, Field: "spec.validity.validUntil", Since: until.AddDays(1),
			Message: fmt.Sprintf("The exception ran until %s and is not closed; it waives nothing any more", until),
		})
	}
}

var docExceptionInvalid = assess.Doc{
	ID: "P6-08", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1, A.5.3",
	Requires: "An exception says what it waives and why, is compensated for, ends, and is approved by somebody else",
	Fires:    "an exception that is not closed or over has no end or too late a one, no object, no reason, no compensating control, no requester or no approval, or was approved by who asked for it (minor)",
	Reasons:  []string{"ExceptionInvalid"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Correct the field that is named, and have the exception approved as it is then; until then it waives nothing",
	Policy: []string{"exceptionMaxMonths"},
}

func checkExceptionInvalid(c *assess.Context, e *api.SecurityException) {
	if exceptionOver(c, e) || c.Today.Reached(e.Spec.ClosedOn) {
		return
	}
	if v := e.Spec.Validity; e.Spec.Approval == nil && v != nil && !started(c, v.ValidFrom) {
		return // a request that there is time to decide
	}
	if flaw, field := exceptionInvalid(c, e); flaw != "" {
		c.Report(assess.Finding{
			Reason: "ExceptionInvalid", Grade: api.GradeMinor, Field: field, Message: "The exception " + flaw,
		})
	}
}
