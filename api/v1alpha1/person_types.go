package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Sourcing says whether somebody is employed or contracted.
// +kubebuilder:validation:Enum=Internal;External
type Sourcing string

// Sourcing values.
const (
	SourcingInternal Sourcing = "Internal"
	SourcingExternal Sourcing = "External"
)

// EngagementState is what a register says of an engagement without a day.
// +kubebuilder:validation:Enum=Engaged;Left
type EngagementState string

// EngagementState values.
const (
	// StateEngaged: the person is engaged, and no end is known.
	StateEngaged EngagementState = "Engaged"
	// StateLeft: the person has left, on a day that nobody knows.
	StateLeft EngagementState = "Left"
)

// PersonSpec is somebody who works in or for the ISMS.
//
// +kubebuilder:validation:XValidation:rule="!has(self.engagedFrom) || !has(self.engagedUntil) || self.engagedFrom.split('T')[0] <= self.engagedUntil.split('T')[0]",message="engagedUntil must not be before engagedFrom",fieldPath=".engagedUntil"
// +kubebuilder:validation:XValidation:rule="!has(self.serviceRef) || !has(self.sourcing) || self.sourcing == 'External'",message="serviceRef names the contract of an External person; leave it out for Internal",fieldPath=".serviceRef"
// +kubebuilder:validation:XValidation:rule="!has(self.state) || !has(self.engagedUntil)",message="state says what no day says; leave it out beside engagedUntil",fieldPath=".state"
type PersonSpec struct {
	Common `json:",inline"`

	// displayName of the person; may be a pseudonym.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	DisplayName string `json:"displayName,omitempty"`
	// sourcing says whether the person is employed (Internal) or contracted (External).
	// +optional
	Sourcing Sourcing `json:"sourcing,omitempty"`
	// serviceRef names the OutsourcedService under whose contract an external person works.
	// +optional
	ServiceRef *Reference `json:"serviceRef,omitempty"`
	// group is the company of the same group that employs the person; they count as internal
	// then, whatever contract they work under.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Group string `json:"group,omitempty"`
	// engagedFrom is the first day of employment or engagement.
	// +optional
	EngagedFrom Date `json:"engagedFrom,omitzero"`
	// engagedUntil is the last day; absent while no end is agreed.
	// +optional
	EngagedUntil Date `json:"engagedUntil,omitzero"`
	// state of the engagement where no last day tells it: Engaged, or Left, on a day that nobody
	// knows. Set engagedUntil in its place once the day is known.
	// +optional
	State EngagementState `json:"state,omitempty"`
	// managerRef names the Person that this person reports to.
	// +optional
	ManagerRef *Reference `json:"managerRef,omitempty"`
	// distinctFrom names people of the same displayName who are somebody else.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	DistinctFrom []Reference `json:"distinctFrom,omitempty"`
	// accounts by which systems know the person, past, present and planned. Rights that the
	// observed cluster grants to them are compared with the roles that the person holds.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Accounts []Account `json:"accounts,omitempty"`
	// signingKeys by which the person signs, past, present and planned.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	SigningKeys []SigningKey `json:"signingKeys,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=people,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=people/status,verbs=patch

// Person is somebody who works in or for the ISMS, internal or external.
// Checklist points 2 and 8.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=people,singular=person,shortName=prsn,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Sourcing",type=string,JSONPath=`.spec.sourcing`
// +kubebuilder:printcolumn:name="Engaged until",type=string,JSONPath=`.spec.engagedUntil`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:validation:XValidation:rule="!has(self.spec.managerRef) || self.spec.managerRef.name != self.metadata.name",message="a person cannot be their own manager; name somebody else or leave managerRef out",fieldPath=".spec.managerRef"
type Person struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is somebody who works in or for the ISMS.
	// +required
	Spec PersonSpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (p *Person) RecordCommon() *Common { return &p.Spec.Common }

// RecordStatus implements Record.
func (p *Person) RecordStatus() *RecordStatus { return &p.Status }

// PersonList is a list of Person.
//
// +kubebuilder:object:root=true
type PersonList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Person `json:"items"`
}

func init() { register(&Person{}, &PersonList{}) }
