package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ImprovementSource is where the idea or the duty to improve comes from.
// +kubebuilder:validation:Enum=ManagementReview;InternalAudit;ExternalAudit;Incident;Risk;Suggestion;Measurement;Other
type ImprovementSource string

// ImprovementSource values.
const (
	SourceManagementReview ImprovementSource = "ManagementReview"
	SourceInternalAudit    ImprovementSource = "InternalAudit"
	SourceExternalAudit    ImprovementSource = "ExternalAudit"
	SourceIncident         ImprovementSource = "Incident"
	SourceRisk             ImprovementSource = "Risk"
	SourceSuggestion       ImprovementSource = "Suggestion"
	SourceMeasurement      ImprovementSource = "Measurement"
	SourceOther            ImprovementSource = "Other"
)

// ImprovementType is in what way things get better.
// +kubebuilder:validation:Enum=Automation;Optimization;Consolidation;Reuse;Reallocation;CorrectiveAction;Other
type ImprovementType string

// ImprovementType values.
const (
	ImprovementAutomation       ImprovementType = "Automation"
	ImprovementOptimization     ImprovementType = "Optimization"
	ImprovementConsolidation    ImprovementType = "Consolidation"
	ImprovementReuse            ImprovementType = "Reuse"
	ImprovementReallocation     ImprovementType = "Reallocation"
	ImprovementCorrectiveAction ImprovementType = "CorrectiveAction"
	ImprovementOther            ImprovementType = "Other"
)

// DecisionReference names a decision of a management review.
type DecisionReference struct {
	// reviewRef names the ManagementReview that decided.
	// +required
	ReviewRef Reference `json:"reviewRef,omitzero"`
	// decisionID is the id of the decision in that review.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	DecisionID string `json:"decisionID,omitempty"`
}

// AuditFindingReference names a finding of an internal audit.
type AuditFindingReference struct {
	// auditRef names the InternalAudit that found it.
	// +required
	AuditRef Reference `json:"auditRef,omitzero"`
	// findingID is the id of the finding in that audit.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	FindingID string `json:"findingID,omitempty"`
}

// AddressedFinding names a finding of a rule on a record.
type AddressedFinding struct {
	// reason of the finding, as the status of the record gives it, such as "ContractExpired".
	// +required
	// +kubebuilder:validation:Pattern=`^[A-Z][A-Za-z0-9]{0,63}$`
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason"`
	// recordRef names the record that the finding is about.
	// +required
	RecordRef RecordReference `json:"recordRef,omitzero"`
}

// ExpectedBenefit is what an improvement is meant to bring.
type ExpectedBenefit struct {
	// statement of the benefit in one sentence.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Statement string `json:"statement,omitempty"`
	// measure by which the benefit can be told, such as "hours a month spent on access reviews".
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Measure string `json:"measure,omitempty"`
	// target that the measure is to reach, such as "less than 4".
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Target string `json:"target,omitempty"`
}

// AchievedBenefit is what an improvement has brought.
type AchievedBenefit struct {
	// statement of the benefit in one sentence, with the measured value where there
	// is a measure.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Statement string `json:"statement,omitempty"`
	// measuredOn is the day of the measurement.
	// +optional
	MeasuredOn Date `json:"measuredOn,omitzero"`
}

// Nonconformity is what a corrective action answers (Clause 10.2): a finding of the
// certification body, of an audit or of anybody else.
type Nonconformity struct {
	// id that the source gave it, such as "NC-2026-01".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	ID string `json:"id,omitempty"`
	// grade that the source gave it; unknown where absent.
	// +optional
	Grade Grade `json:"grade,omitempty"`
	// clause of ISO/IEC 27001:2022, or control of Annex A, that it is against, such as "7.2".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Clause string `json:"clause,omitempty"`
	// text of the finding.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Text string `json:"text,omitempty"`
	// foundOn is the day on which it was found, or the audit that found it ended.
	// +optional
	FoundOn Date `json:"foundOn,omitzero"`
	// correction is what was done at once to control it and deal with its effects.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Correction string `json:"correction,omitempty"`
	// cause of it; unknown where absent.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Cause string `json:"cause,omitempty"`
	// effectiveness says whether the action removed the cause; absent until somebody looked.
	// +optional
	Effectiveness *Effectiveness `json:"effectiveness,omitempty"`
}

// ImprovementSpec is something that is made better, why, by when, and to what benefit.
//
// +kubebuilder:validation:XValidation:rule="!has(self.openedOn) || !has(self.dueOn) || self.openedOn.split('T')[0] <= self.dueOn.split('T')[0]",message="dueOn must not be before openedOn",fieldPath=".dueOn"
// +kubebuilder:validation:XValidation:rule="!has(self.openedOn) || !has(self.completedOn) || self.openedOn.split('T')[0] <= self.completedOn.split('T')[0]",message="completedOn must not be before openedOn",fieldPath=".completedOn"
// +kubebuilder:validation:XValidation:rule="!has(self.nonconformity) || !has(self.nonconformity.foundOn) || !has(self.completedOn) || self.nonconformity.foundOn.split('T')[0] <= self.completedOn.split('T')[0]",message="completedOn must not be before nonconformity.foundOn",fieldPath=".completedOn"
type ImprovementSpec struct {
	Common `json:",inline"`

	// title names the improvement in a few words.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Title string `json:"title,omitempty"`
	// source that the improvement comes from.
	// +optional
	Source ImprovementSource `json:"source,omitempty"`
	// decisionRef names the decision of a management review that the improvement
	// carries out; absent where there is none.
	// +optional
	DecisionRef *DecisionReference `json:"decisionRef,omitempty"`
	// auditFindingRef names the finding of an internal audit that the improvement
	// answers; absent where there is none.
	// +optional
	AuditFindingRef *AuditFindingReference `json:"auditFindingRef,omitempty"`
	// nonconformity that the improvement corrects; absent where there is none.
	// +optional
	Nonconformity *Nonconformity `json:"nonconformity,omitempty"`
	// type of the improvement.
	// +optional
	Type ImprovementType `json:"type,omitempty"`
	// addresses names the finding of a rule that the improvement is to remove;
	// absent where there is none.
	// +optional
	Addresses *AddressedFinding `json:"addresses,omitempty"`
	// openedOn is the day on which the improvement was put on record.
	// +optional
	OpenedOn Date `json:"openedOn,omitzero"`
	// dueOn is the day by which the improvement is done.
	// +optional
	DueOn Date `json:"dueOn,omitzero"`
	// recurrence says that the action is to be done again and again (P10-03).
	// +optional
	Recurrence *Recurrence `json:"recurrence,omitempty"`
	// completedOn is the day on which the improvement was done; absent until then.
	// +optional
	CompletedOn Date `json:"completedOn,omitzero"`
	// expectedBenefit says what the improvement is meant to bring.
	// +optional
	ExpectedBenefit *ExpectedBenefit `json:"expectedBenefit,omitempty"`
	// achievedBenefit says what the improvement has brought; absent until somebody looked.
	// +optional
	AchievedBenefit *AchievedBenefit `json:"achievedBenefit,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=improvements,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=improvements/status,verbs=patch

// Improvement is something that is made better: a corrective action, or a better use
// of resources. Checklist point 10; Clauses 10.1 and 10.2.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=improvements,shortName=impr,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Source",type=string,JSONPath=`.spec.source`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.type`
// +kubebuilder:printcolumn:name="Due",type=string,JSONPath=`.spec.dueOn`
// +kubebuilder:printcolumn:name="Completed",type=string,JSONPath=`.spec.completedOn`
// +kubebuilder:printcolumn:name="Title",type=string,JSONPath=`.spec.title`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type Improvement struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is something that is made better, why, by when, and to what benefit.
	// +required
	Spec ImprovementSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *Improvement) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *Improvement) RecordStatus() *RecordStatus { return &r.Status }

// ImprovementList is a list of Improvement.
//
// +kubebuilder:object:root=true
type ImprovementList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Improvement `json:"items"`
}

func init() { register(&Improvement{}, &ImprovementList{}) }
