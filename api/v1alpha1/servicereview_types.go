package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ServiceReviewType is a kind of look at an outsourced service.
// +kubebuilder:validation:Enum=DueDiligence;SLAMeasurement;PeriodicReview
type ServiceReviewType string

// ServiceReviewType values.
const (
	// ServiceReviewDueDiligence is the look before the start.
	ServiceReviewDueDiligence ServiceReviewType = "DueDiligence"
	// ServiceReviewSLAMeasurement compares what was delivered with the service targets.
	ServiceReviewSLAMeasurement ServiceReviewType = "SLAMeasurement"
	// ServiceReviewPeriodic is the regular look at the supplier's security.
	ServiceReviewPeriodic ServiceReviewType = "PeriodicReview"
)

// MeasurementResult says whether a service target was met.
// +kubebuilder:validation:Enum=Met;Missed;NotMeasured
type MeasurementResult string

// MeasurementResult values.
const (
	MeasurementMet         MeasurementResult = "Met"
	MeasurementMissed      MeasurementResult = "Missed"
	MeasurementNotMeasured MeasurementResult = "NotMeasured"
)

// ServiceMeasurement compares what was delivered with one service target.
type ServiceMeasurement struct {
	// target by the name of its entry in serviceTargets of the OutsourcedService.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Target string `json:"target,omitempty"`
	// measured value, in the terms of the target, such as "99.95 % a month".
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Measured string `json:"measured,omitempty"`
	// result of the comparison; unknown where absent.
	// +optional
	Result MeasurementResult `json:"result,omitempty"`
}

// ServiceReviewOutcome is what a review of a service came to.
// +kubebuilder:validation:Enum=Satisfactory;SatisfactoryWithActions;Unsatisfactory
type ServiceReviewOutcome string

// ServiceReviewOutcome values.
const (
	ServiceReviewSatisfactory   ServiceReviewOutcome = "Satisfactory"
	ServiceReviewWithActions    ServiceReviewOutcome = "SatisfactoryWithActions"
	ServiceReviewUnsatisfactory ServiceReviewOutcome = "Unsatisfactory"
)

// ServiceReviewAction is something to be done that follows from a review.
type ServiceReviewAction struct {
	// id of the action, unique within the review.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	ID string `json:"id,omitempty"`
	// text says what is to be done.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Text string `json:"text,omitempty"`
	// owner answers for the action.
	// +optional
	Owner *Actor `json:"owner,omitempty"`
	// dueOn is the day by which the action is done.
	// +optional
	DueOn Date `json:"dueOn,omitzero"`
	// trackedByRef names the Improvement that carries the action out and says when it
	// was done. It may be named before the Improvement is created, and once after the
	// review was recorded.
	// +optional
	TrackedByRef *Reference `json:"trackedByRef,omitempty"`
}

// ServiceReviewSpec is one look at an outsourced service that was taken.
//
// +kubebuilder:validation:XValidation:rule="!has(self.period) || self.period.start.split('T')[0] <= self.performedOn.split('T')[0]",message="performedOn must not be before period.start",fieldPath=".performedOn"
// +kubebuilder:validation:XValidation:rule="!has(self.actions) || self.actions.all(a, !has(a.dueOn) || self.performedOn.split('T')[0] <= a.dueOn.split('T')[0])",message="dueOn of an action must not be before performedOn",fieldPath=".actions"
type ServiceReviewSpec struct {
	Common `json:",inline"`

	// serviceRef names the OutsourcedService that was looked at.
	// +required
	ServiceRef Reference `json:"serviceRef,omitzero"`
	// type of the review.
	// +required
	Type ServiceReviewType `json:"type,omitempty"`
	// period that the review covers, such as the quarter that was measured.
	// +optional
	Period *Period `json:"period,omitempty"`
	// performedOn is the day on which the review was finished.
	// +required
	PerformedOn Date `json:"performedOn"`
	// performedBy names the Person who did it.
	// +optional
	PerformedBy *Actor `json:"performedBy,omitempty"`
	// measurements of the service targets.
	// +optional
	// +listType=map
	// +listMapKey=target
	// +kubebuilder:validation:MaxItems=32
	Measurements []ServiceMeasurement `json:"measurements,omitempty"`
	// outcome of the review.
	// +optional
	Outcome ServiceReviewOutcome `json:"outcome,omitempty"`
	// actions that follow from the review.
	// +optional
	// +listType=map
	// +listMapKey=id
	// +kubebuilder:validation:MaxItems=32
	Actions []ServiceReviewAction `json:"actions,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=servicereviews,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=servicereviews/status,verbs=patch

// ServiceReview is one look at an outsourced service that was taken. It is
// history: what it says cannot be changed. Checklist point 7; A.5.19 to A.5.22.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=servicereviews,shortName=srev,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Service",type=string,JSONPath=`.spec.serviceRef.name`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.type`
// +kubebuilder:printcolumn:name="Outcome",type=string,JSONPath=`.spec.outcome`
// +kubebuilder:printcolumn:name="Performed",type=string,JSONPath=`.spec.performedOn`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ServiceReview struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is one look at an outsourced service that was taken.
	// +required
	Spec ServiceReviewSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *ServiceReview) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *ServiceReview) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained.
func (r *ServiceReview) RetainedFrom() Date { return r.Spec.PerformedOn }

// Immutability implements Immutable.
func (r *ServiceReview) Immutability() Immutability {
	return immutability(Immutability{Instead: "this review is history and cannot be changed: another one corrects it"},
		Exception{Field: "actions[].trackedByRef", May: ChangeAddition, Why: "the Improvement that carries an action out is often opened after the review"})
}

// ServiceReviewList is a list of ServiceReview.
//
// +kubebuilder:object:root=true
type ServiceReviewList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ServiceReview `json:"items"`
}

func init() { register(&ServiceReview{}, &ServiceReviewList{}) }
