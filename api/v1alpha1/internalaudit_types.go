package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// AuditScope is what an internal audit looks at. What is listed adds up; an empty
// list of all three is an unknown scope.
type AuditScope struct {
	// roleRefs name the SecurityRoles whose work is audited.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RoleRefs []Reference `json:"roleRefs,omitempty"`
	// controls of Annex A that are audited.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// clauses of ISO/IEC 27001:2022 that are audited, such as "7.1".
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=16
	Clauses []string `json:"clauses,omitempty"`
}

// AuditorPart is the part that an auditor has in an audit.
// +kubebuilder:validation:Enum=Lead;CoAuditor;Observer
type AuditorPart string

// AuditorPart values.
const (
	// AuditorLead leads the audit.
	AuditorLead AuditorPart = "Lead"
	// AuditorCo audits beside the lead.
	AuditorCo AuditorPart = "CoAuditor"
	// AuditorObserver looks on, and audits nothing.
	AuditorObserver AuditorPart = "Observer"
)

// Auditor is somebody who carries out an internal audit.
type Auditor struct {
	// name of the auditor as the report gives it, unique within the audit.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// personRef names the auditor's Person; absent for somebody who is not on record.
	// +optional
	PersonRef *Reference `json:"personRef,omitempty"`
	// part that the auditor has in the audit; unknown where absent. A co-auditor who is independent
	// and can audit mitigates what the lead lacks of that (D-04).
	// +optional
	Part AuditorPart `json:"part,omitempty"`
	// independence of the auditor as the plan or the report states it. It is judged by what the
	// auditor does, and not by this (D-04).
	// +optional
	// +kubebuilder:validation:MaxLength=512
	Independence string `json:"independence,omitempty"`
	// claimedCompetencies are those that the plan or the report claims for the
	// auditor; a CompetencyRecord proves one by the same name, whatever the case of
	// its letters.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=128
	ClaimedCompetencies []string `json:"claimedCompetencies,omitempty"`
}

// AuditSkipCause is why a planned audit was not held.
// +kubebuilder:validation:Enum=NoTime;NoPeople;NoBudget;Postponed;Other
type AuditSkipCause string

// AuditSkipCause values. The first three are a lack of resources.
const (
	SkippedNoTime    AuditSkipCause = "NoTime"
	SkippedNoPeople  AuditSkipCause = "NoPeople"
	SkippedNoBudget  AuditSkipCause = "NoBudget"
	SkippedPostponed AuditSkipCause = "Postponed"
	SkippedOther     AuditSkipCause = "Other"
)

// SkippedAudit says why a planned audit was not held.
type SkippedAudit struct {
	// cause for which it was not held.
	// +required
	Cause AuditSkipCause `json:"cause,omitempty"`
	// explanation in one or two sentences.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Explanation string `json:"explanation,omitempty"`
}

// AuditFinding is something that an internal audit found.
type AuditFinding struct {
	// id of the finding, unique within the audit.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	ID string `json:"id,omitempty"`
	// grade that the auditor gave; unknown where absent.
	// +optional
	Grade Grade `json:"grade,omitempty"`
	// text of the finding.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Text string `json:"text,omitempty"`
	// clause of ISO/IEC 27001:2022, or control of Annex A, that the finding is against.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Clause string `json:"clause,omitempty"`
	// owner answers for dealing with the finding.
	// +optional
	Owner *Actor `json:"owner,omitempty"`
	// dueOn is the day by which the finding is dealt with.
	// +optional
	DueOn Date `json:"dueOn,omitzero"`
	// closedOn is the day on which the finding was closed; absent while it is open.
	// +optional
	ClosedOn Date `json:"closedOn,omitzero"`
	// trackedByRef names the Improvement that deals with the finding.
	// +optional
	TrackedByRef *Reference `json:"trackedByRef,omitempty"`
}

// InternalAuditSpec is an internal audit, planned, held or skipped.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.heldOn) && has(self.skipped))",message="an audit that was held was not skipped: set heldOn or skipped, not both",fieldPath=".skipped"
// +kubebuilder:validation:XValidation:rule="!has(self.startedOn) || !has(self.heldOn) || self.startedOn.split('T')[0] <= self.heldOn.split('T')[0]",message="heldOn is the last day of the audit and must not be before startedOn",fieldPath=".heldOn"
type InternalAuditSpec struct {
	Common `json:",inline"`

	// plannedOn is the day for which the audit was planned.
	// +optional
	PlannedOn Date `json:"plannedOn,omitzero"`
	// startedOn is the first day of an audit that takes several; that of heldOn where absent.
	// +optional
	StartedOn Date `json:"startedOn,omitzero"`
	// heldOn is the day on which the audit was held, the last one where it took
	// several; absent until then.
	// +optional
	HeldOn Date `json:"heldOn,omitzero"`
	// scope of the audit; unknown where absent.
	// +optional
	Scope *AuditScope `json:"scope,omitempty"`
	// auditors who carry out the audit.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Auditors []Auditor `json:"auditors,omitempty"`
	// skipped says why the audit was not held; absent where it was held or is still to come.
	// +optional
	Skipped *SkippedAudit `json:"skipped,omitempty"`
	// report of the audit.
	// +optional
	Report *Document `json:"report,omitempty"`
	// strengths that the audit saw.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=1024
	Strengths []string `json:"strengths,omitempty"`
	// findings of the audit.
	// +optional
	// +listType=map
	// +listMapKey=id
	// +kubebuilder:validation:MaxItems=128
	Findings []AuditFinding `json:"findings,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=internalaudits,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=internalaudits/status,verbs=patch

// InternalAudit is an internal audit of the ISMS, planned, held or skipped.
// Checklist points 2 and 9; Clause 9.2.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=internalaudits,shortName=iaud,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Planned",type=string,JSONPath=`.spec.plannedOn`
// +kubebuilder:printcolumn:name="Held",type=string,JSONPath=`.spec.heldOn`
// +kubebuilder:printcolumn:name="Skipped",type=string,JSONPath=`.spec.skipped.cause`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type InternalAudit struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is an internal audit, planned, held or skipped.
	// +required
	Spec InternalAuditSpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *InternalAudit) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *InternalAudit) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained.
func (r *InternalAudit) RetainedFrom() Date { return r.Spec.HeldOn }

// InternalAuditList is a list of InternalAudit.
//
// +kubebuilder:object:root=true
type InternalAuditList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []InternalAudit `json:"items"`
}

func init() { register(&InternalAudit{}, &InternalAuditList{}) }
