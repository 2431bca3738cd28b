package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ResourceCategory is a category of resources that an ISMS needs.
// +kubebuilder:validation:Enum=People;Financial;Technology;Infrastructure;Facility;Service;Knowledge
type ResourceCategory string

// ResourceCategory values.
const (
	ResourcePeople         ResourceCategory = "People"
	ResourceFinancial      ResourceCategory = "Financial"
	ResourceTechnology     ResourceCategory = "Technology"
	ResourceInfrastructure ResourceCategory = "Infrastructure"
	ResourceFacility       ResourceCategory = "Facility"
	ResourceService        ResourceCategory = "Service"
	ResourceKnowledge      ResourceCategory = "Knowledge"
)

// RequirementState is how far the decision on a need has come.
// +kubebuilder:validation:Enum=Proposed;Escalated;Approved;Rejected;Fulfilled
type RequirementState string

// RequirementState values.
const (
	// RequirementProposed: nobody has decided yet.
	RequirementProposed RequirementState = "Proposed"
	// RequirementEscalated: the decision was passed on to top management.
	RequirementEscalated RequirementState = "Escalated"
	// RequirementApproved: the resource is to be provided.
	RequirementApproved RequirementState = "Approved"
	// RequirementRejected: the resource is not to be provided.
	RequirementRejected RequirementState = "Rejected"
	// RequirementFulfilled: the resource is there.
	RequirementFulfilled RequirementState = "Fulfilled"
)

// RequirementDecision is what was decided about a need.
type RequirementDecision struct {
	// state of the decision.
	// +required
	State RequirementState `json:"state,omitempty"`
	// by names the Person who decided.
	// +optional
	By *Actor `json:"by,omitempty"`
	// decidedOn is the day of the decision; absent while nobody has decided.
	// +optional
	DecidedOn Date `json:"decidedOn,omitzero"`
	// rationale is the reason.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Rationale string `json:"rationale,omitempty"`
	// signature of the decision by a key of who decided, as ssh-keygen writes one (SSHSIG,
	// armored), in the namespace act@isms-operator.io, of what "sign --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Signature string `json:"signature,omitempty"`
}

// ResourceRequirementSpec is a need for a resource, where it comes from, what was
// decided about it, and what satisfies it.
//
// +kubebuilder:validation:XValidation:rule="!has(self.raisedOn) || !has(self.escalatedOn) || self.raisedOn.split('T')[0] <= self.escalatedOn.split('T')[0]",message="escalatedOn must not be before raisedOn",fieldPath=".escalatedOn"
// +kubebuilder:validation:XValidation:rule="!has(self.raisedOn) || !has(self.decision) || !has(self.decision.decidedOn) || self.raisedOn.split('T')[0] <= self.decision.decidedOn.split('T')[0]",message="decision.decidedOn must not be before raisedOn",fieldPath=".decision.decidedOn"
// +kubebuilder:validation:XValidation:rule="!has(self.raisedOn) || !has(self.fulfilledOn) || self.raisedOn.split('T')[0] <= self.fulfilledOn.split('T')[0]",message="fulfilledOn must not be before raisedOn",fieldPath=".fulfilledOn"
type ResourceRequirementSpec struct {
	Common `json:",inline"`

	// need in one sentence: what is needed, and for what.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Need string `json:"need,omitempty"`
	// category of the resource that is needed.
	// +optional
	Category ResourceCategory `json:"category,omitempty"`
	// phases of the ISMS in which the resource is needed; unknown where empty.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=4
	Phases []LifecyclePhase `json:"phases,omitempty"` //nolint:kubeapilinter // phases of the ISMS, not of the record
	// drivers say what the need comes from.
	// +optional
	Drivers *Drivers `json:"drivers,omitempty"`
	// raisedBy names the Person who raised the need.
	// +optional
	RaisedBy *Actor `json:"raisedBy,omitempty"`
	// raisedOn is the day on which the need was raised.
	// +optional
	RaisedOn Date `json:"raisedOn,omitzero"`
	// escalatedOn is the day on which the need was put to top management; absent
	// where it was not.
	// +optional
	EscalatedOn Date `json:"escalatedOn,omitzero"`
	// decision about the need; absent while there is none.
	// +optional
	Decision *RequirementDecision `json:"decision,omitempty"`
	// neededBy is the day by which the resource must be there.
	// +optional
	NeededBy Date `json:"neededBy,omitzero"`
	// recurrence says that the need comes again: it is met for a time only (P1-06).
	// +optional
	Recurrence *Recurrence `json:"recurrence,omitempty"`
	// estimatedCost of the resource; unknown where absent.
	// +optional
	EstimatedCost *Money `json:"estimatedCost,omitempty"`
	// satisfiedByRefs name the resources that satisfy the need.
	// +optional
	// +listType=map
	// +listMapKey=kind
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	SatisfiedByRefs []ResourceReference `json:"satisfiedByRefs,omitempty"`
	// fulfilledOn is the day from which the need was satisfied; absent until then.
	// +optional
	FulfilledOn Date `json:"fulfilledOn,omitzero"`
	// assessedOn is the day on which somebody last looked whether the need still
	// holds and is still satisfied.
	// +optional
	AssessedOn Date `json:"assessedOn,omitzero"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=resourcerequirements,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=resourcerequirements/status,verbs=patch

// ResourceRequirement is a need for a resource: for people, money, technology,
// infrastructure, facilities, services or knowledge. Checklist points 1, 3 and 5;
// Clause 7.1.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=resourcerequirements,shortName=rreq,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Category",type=string,JSONPath=`.spec.category`
// +kubebuilder:printcolumn:name="State",type=string,JSONPath=`.spec.decision.state`
// +kubebuilder:printcolumn:name="Needed by",type=string,JSONPath=`.spec.neededBy`
// +kubebuilder:printcolumn:name="Fulfilled",type=string,JSONPath=`.spec.fulfilledOn`,priority=1
// +kubebuilder:printcolumn:name="Need",type=string,JSONPath=`.spec.need`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ResourceRequirement struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a need for a resource, where it comes from, what was
	// decided about it, and what satisfies it.
	// +required
	Spec ResourceRequirementSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *ResourceRequirement) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *ResourceRequirement) RecordStatus() *RecordStatus { return &r.Status }

// ResourceRequirementList is a list of ResourceRequirement.
//
// +kubebuilder:object:root=true
type ResourceRequirementList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ResourceRequirement `json:"items"`
}

func init() { register(&ResourceRequirement{}, &ResourceRequirementList{}) }
