package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ReviewTopic is an input that Clause 9.3.2 requires of a management review.
// +kubebuilder:validation:Enum=PreviousActions;ContextChanges;InterestedParties;NonconformitiesAndCorrectiveActions;MonitoringAndMeasurement;AuditResults;ObjectivesFulfillment;Feedback;RiskStatus;ImprovementOpportunities
type ReviewTopic string

// ReviewTopic values, in the order of the letters of Clause 9.3.2. Letter d has
// four parts.
const (
	TopicPreviousActions          ReviewTopic = "PreviousActions"                     // a
	TopicContextChanges           ReviewTopic = "ContextChanges"                      // b
	TopicInterestedParties        ReviewTopic = "InterestedParties"                   // c
	TopicNonconformities          ReviewTopic = "NonconformitiesAndCorrectiveActions" // d 1
	TopicMonitoring               ReviewTopic = "MonitoringAndMeasurement"            // d 2
	TopicAuditResults             ReviewTopic = "AuditResults"                        // d 3
	TopicObjectives               ReviewTopic = "ObjectivesFulfillment"               // d 4
	TopicFeedback                 ReviewTopic = "Feedback"                            // e
	TopicRiskStatus               ReviewTopic = "RiskStatus"                          // f
	TopicImprovementOpportunities ReviewTopic = "ImprovementOpportunities"            // g
)

// ReviewInput is one topic that the review dealt with.
type ReviewInput struct {
	// topic of Clause 9.3.2.
	// +required
	Topic ReviewTopic `json:"topic,omitempty"`
	// discussion in short: what was presented and said.
	// +optional
	// +kubebuilder:validation:MaxLength=4096
	Discussion string `json:"discussion,omitempty"`
}

// AdequacyVerdict is the review's verdict on the resources of the ISMS.
// +kubebuilder:validation:Enum=Adequate;AdequateWithActions;Inadequate
type AdequacyVerdict string

// AdequacyVerdict values.
const (
	AdequacyAdequate    AdequacyVerdict = "Adequate"
	AdequacyWithActions AdequacyVerdict = "AdequateWithActions"
	AdequacyInadequate  AdequacyVerdict = "Inadequate"
)

// ResourceAdequacy is what the review said on resources (checklist point 9).
type ResourceAdequacy struct {
	// verdict of the review.
	// +optional
	Verdict AdequacyVerdict `json:"verdict,omitempty"`
	// discussion in short.
	// +optional
	// +kubebuilder:validation:MaxLength=4096
	Discussion string `json:"discussion,omitempty"`
}

// DecisionCategory says what a decision is about. Clause 9.3.3 requires
// decisions on improvement and on changes, even if it is that none is needed.
// +kubebuilder:validation:Enum=Improvement;Change;Resource;Other
type DecisionCategory string

// DecisionCategory values.
const (
	DecisionImprovement DecisionCategory = "Improvement"
	DecisionChange      DecisionCategory = "Change"
	DecisionResource    DecisionCategory = "Resource"
	DecisionOther       DecisionCategory = "Other"
)

// ReviewDecision is a decision of the review, with the action that follows from it.
type ReviewDecision struct {
	// id of the decision, unique within the review; a later review carries an
	// open action on under the same ID.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	ID string `json:"id,omitempty"`
	// category of the decision.
	// +optional
	Category DecisionCategory `json:"category,omitempty"`
	// text of the decision.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Text string `json:"text,omitempty"`
	// rationale is the reason for it.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Rationale string `json:"rationale,omitempty"`
	// owner answers for the action that follows.
	// +optional
	Owner *Actor `json:"owner,omitempty"`
	// noActionNeeded says why nothing has to be done; without it a decision is an
	// action and needs an owner and a due date.
	// +optional
	// +kubebuilder:validation:MaxLength=512
	NoActionNeeded string `json:"noActionNeeded,omitempty"`
	// dueOn is the day by which the action is done.
	// +optional
	DueOn Date `json:"dueOn,omitzero"`
	// completedOn is the day on which the action was done.
	// +optional
	CompletedOn Date `json:"completedOn,omitzero"`
	// trackedByRef names the Improvement that carries the action out.
	// +optional
	TrackedByRef *Reference `json:"trackedByRef,omitempty"`
}

// Document is a file that a record rests on.
type Document struct {
	// uri where the document is kept: https, git or oci, or a path relative to the manifest.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URI string `json:"uri,omitempty"`
	// sha256 of the document, in hexadecimal. Write it in quotes.
	// +optional
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`
}

// ManagementReviewSpec is a review of the ISMS by top management, planned or held.
//
// +kubebuilder:validation:XValidation:rule="!has(self.nextReviewOn) || !has(self.heldOn) || self.heldOn.split('T')[0] < self.nextReviewOn.split('T')[0]",message="nextReviewOn must be after heldOn",fieldPath=".nextReviewOn"
// +kubebuilder:validation:XValidation:rule="!has(self.approvals) || self.approvals.size() == 0 || has(self.heldOn)",message="a review that was not held cannot be approved: set heldOn",fieldPath=".approvals"
type ManagementReviewSpec struct {
	Common `json:",inline"`

	// plannedOn is the day for which the review was planned.
	// +optional
	PlannedOn Date `json:"plannedOn,omitzero"`
	// heldOn is the day on which the review was held; absent until then.
	// +optional
	HeldOn Date `json:"heldOn,omitzero"`
	// chairRef names the Person who chaired the review.
	// +optional
	ChairRef *Reference `json:"chairRef,omitempty"`
	// attendeeRefs name the people who attended.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	AttendeeRefs []Reference `json:"attendeeRefs,omitempty"`
	// inputs of Clause 9.3.2 that the review dealt with.
	// +optional
	// +listType=map
	// +listMapKey=topic
	// +kubebuilder:validation:MaxItems=10
	Inputs []ReviewInput `json:"inputs,omitempty"`
	// resourceAdequacy is what the review said on resources.
	// +optional
	ResourceAdequacy *ResourceAdequacy `json:"resourceAdequacy,omitempty"`
	// decisions of the review, with their actions.
	// +optional
	// +listType=map
	// +listMapKey=id
	// +kubebuilder:validation:MaxItems=32
	Decisions []ReviewDecision `json:"decisions,omitempty"`
	// minutes of the review.
	// +optional
	Minutes *Document `json:"minutes,omitempty"`
	// approvals of the minutes. With the first the review is history: what it says cannot be changed.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Approvals []Approval `json:"approvals,omitempty"`
	// nextReviewOn is the day for which the next review is planned.
	// +optional
	NextReviewOn Date `json:"nextReviewOn,omitzero"`
}

// Approvable returns what an approval of the review binds: all that cannot be changed
// after it.
func (s *ManagementReviewSpec) Approvable() any {
	content := s.DeepCopy()
	content.Common = Common{}
	content.Approvals = nil
	for i := range content.Decisions {
		content.Decisions[i].CompletedOn = Date{}
		content.Decisions[i].TrackedByRef = nil
	}
	return content
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=managementreviews,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=managementreviews/status,verbs=patch

// ManagementReview is a review of the ISMS by top management. Checklist points 5
// and 9; Clause 9.3.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=managementreviews,shortName=mrev,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Held",type=string,JSONPath=`.spec.heldOn`
// +kubebuilder:printcolumn:name="Resources",type=string,JSONPath=`.spec.resourceAdequacy.verdict`
// +kubebuilder:printcolumn:name="Next review",type=string,JSONPath=`.spec.nextReviewOn`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ManagementReview struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a review of the ISMS by top management, planned or held.
	// +required
	Spec ManagementReviewSpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *ManagementReview) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *ManagementReview) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained.
func (r *ManagementReview) RetainedFrom() Date { return r.Spec.HeldOn }

// Immutability implements Immutable.
func (r *ManagementReview) Immutability() Immutability {
	return immutability(Immutability{
		OnceApproved: true, Begun: len(r.Spec.Approvals) > 0,
		Instead: "this review is approved and cannot be changed: the next one corrects it",
	},
		Exception{
			Field: "approvals", May: ChangeAddition, Why: "a board approves together, but not on one day",
			Instead: "an approval stays as it was given: have the review approved again, and add that as another",
		},
		Exception{Field: "approvals[].contentHash", May: ChangeAddition, Why: "it binds the approval to what was approved, and changes neither"},
		Exception{Field: "approvals[].signature", May: ChangeAddition, Why: "it proves the approval, and changes nothing of it"},
		Exception{Field: "approvals[].timestamp", May: ChangeAddition, Why: "it shows by when the approval was signed, and changes nothing of it"},
		Exception{Field: "decisions[].completedOn", May: ChangeAny, Why: "an action is done after it was decided on"},
		Exception{Field: "decisions[].trackedByRef", May: ChangeAny, Why: "the Improvement that carries it out may be opened, or replaced, after the review"})
}

// ManagementReviewList is a list of ManagementReview.
//
// +kubebuilder:object:root=true
type ManagementReviewList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ManagementReview `json:"items"`
}

func init() { register(&ManagementReview{}, &ManagementReviewList{}) }
