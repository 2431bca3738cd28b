package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// SecurityObjectiveSpec is an objective, its target, and what it takes to reach it.
//
// +kubebuilder:validation:XValidation:rule="!has(self.noResourcesNeeded) || ((!has(self.resourceRefs) || self.resourceRefs.size() == 0) && (!has(self.requirementRefs) || self.requirementRefs.size() == 0))",message="noResourcesNeeded contradicts resourceRefs and requirementRefs; leave it out, or empty both",fieldPath=".noResourcesNeeded"
type SecurityObjectiveSpec struct {
	Common `json:",inline"`

	// objective that is to be reached.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Objective string `json:"objective,omitempty"`
	// target says how to tell that the objective is reached, with a number where one
	// can be measured, such as "95 % of staff trained".
	// +optional
	// +kubebuilder:validation:MaxLength=512
	Target string `json:"target,omitempty"`
	// dueOn is the day by which the objective is to be reached.
	// +optional
	DueOn Date `json:"dueOn,omitzero"`
	// achievedOn is the day on which the objective was reached; absent until then.
	// +optional
	AchievedOn Date `json:"achievedOn,omitzero"`
	// resourceRefs name the resources allocated to the objective.
	// +optional
	// +listType=map
	// +listMapKey=kind
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	ResourceRefs []ResourceReference `json:"resourceRefs,omitempty"`
	// requirementRefs name the ResourceRequirements that say what the objective needs.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RequirementRefs []Reference `json:"requirementRefs,omitempty"`
	// noResourcesNeeded says why the objective needs no resources; without it the
	// need is unknown where no resource and no requirement is named.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	NoResourcesNeeded string `json:"noResourcesNeeded,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=securityobjectives,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=securityobjectives/status,verbs=patch

// SecurityObjective is an information security objective and the resources that it
// takes. Checklist point 1; Clause 6.2.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=securityobjectives,shortName=sobj,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Due",type=string,JSONPath=`.spec.dueOn`
// +kubebuilder:printcolumn:name="Achieved",type=string,JSONPath=`.spec.achievedOn`
// +kubebuilder:printcolumn:name="Objective",type=string,JSONPath=`.spec.objective`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type SecurityObjective struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is an objective, its target, and what it takes to reach it.
	// +required
	Spec SecurityObjectiveSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *SecurityObjective) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *SecurityObjective) RecordStatus() *RecordStatus { return &r.Status }

// SecurityObjectiveList is a list of SecurityObjective.
//
// +kubebuilder:object:root=true
type SecurityObjectiveList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []SecurityObjective `json:"items"`
}

func init() { register(&SecurityObjective{}, &SecurityObjectiveList{}) }
