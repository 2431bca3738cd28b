package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Seats counts users that a license allows and has.
type Seats struct {
	// purchased is the number of seats that the license allows.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Purchased int32 `json:"purchased"`
	// assigned is the number of seats in use.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Assigned int32 `json:"assigned"`
}

// Replacement is the plan to move away from something whose support ends.
type Replacement struct {
	// plan in one sentence.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Plan string `json:"plan,omitempty"`
	// dueOn is the day by which the replacement is in place.
	// +required
	DueOn Date `json:"dueOn"`
	// decidedBy is who decided that the replacement is in time: top management for what is
	// critical, or what a control rests on (P6-13).
	// +optional
	DecidedBy *Actor `json:"decidedBy,omitempty"`
	// decidedOn is the day on which they did.
	// +optional
	DecidedOn Date `json:"decidedOn,omitzero"`
	// decisionSignature of that decision by a key of who decided, as ssh-keygen writes one
	// (SSHSIG, armored), in the namespace act@isms-operator.io, of what "sign --request" writes
	//
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	DecisionSignature string `json:"decisionSignature,omitempty"`
}

// SupportLookup is what the vendor says of support that has no announced end.
type SupportLookup struct {
	// lookedUpOn is the day on which somebody looked that the version is supported and no end
	// is announced.
	// +required
	LookedUpOn Date `json:"lookedUpOn"`
	// source of it, such as the address of the vendor's page; without it the look counts for nothing (P6-11).
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Source string `json:"source,omitempty"`
}

// LifecycleReference names a release of a product by the names of endoflife.date, so that the
// end of its support can be compared with a file of life cycles.
type LifecycleReference struct {
	// product as endoflife.date names it, such as "kubernetes".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Product string `json:"product,omitempty"`
	// cycle of the product that is in use, such as "1.37".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Cycle string `json:"cycle,omitempty"`
}

// WorkloadReference names an object of this cluster that proves that a resource runs.
type WorkloadReference struct {
	// apiVersion of the object, such as "apps/v1".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	APIVersion string `json:"apiVersion,omitempty"`
	// kind of the object.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Kind string `json:"kind,omitempty"`
	// namespace of the object; absent for one without namespace.
	// +optional
	// +kubebuilder:validation:MaxLength=63
	Namespace string `json:"namespace,omitempty"`
	// name of the object.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// ControlID is a control of ISO/IEC 27001:2022 Annex A, such as "A.8.13".
// +kubebuilder:validation:Pattern=`^A\.[5-8]\.[1-9][0-9]?$`
// +kubebuilder:validation:MaxLength=6
type ControlID string

// ToolLicenseSpec is a tool that the ISMS relies on, and the right to use it.
//
// +kubebuilder:validation:XValidation:rule="!has(self.retiredOn) || !has(self.term) || !has(self.term.start) || self.term.start.split('T')[0] <= self.retiredOn.split('T')[0]",message="retiredOn must not be before term.start",fieldPath=".retiredOn"
type ToolLicenseSpec struct {
	Common `json:",inline"`

	// product that is licensed.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Product string `json:"product,omitempty"`
	// vendor of the product.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Vendor string `json:"vendor,omitempty"`
	// version in use.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Version string `json:"version,omitempty"`
	// criticality of the tool for the ISMS.
	// +optional
	Criticality Criticality `json:"criticality,omitempty"`
	// administratorRefs name the people who administer the tool.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=32
	AdministratorRefs []Reference `json:"administratorRefs,omitempty"`
	// administrators of the tool where a register names roles or groups; they add to
	// administratorRefs.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Administrators []Actor `json:"administrators,omitempty"` //nolint:kubeapilinter // the rule of Actor requires exactly one of its fields
	// provisionedBy is who grants access to the tool.
	// +optional
	ProvisionedBy *Actor `json:"provisionedBy,omitempty"`
	// deprovisionedBy is who takes access back.
	// +optional
	DeprovisionedBy *Actor `json:"deprovisionedBy,omitempty"`
	// classification of the most sensitive information that the tool holds.
	// +optional
	Classification Classification `json:"classification,omitempty"`
	// complianceScopes are the schemes in whose scope the tool is, such as "SOC 2" or "PCI DSS".
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	ComplianceScopes []string `json:"complianceScopes,omitempty"`
	// serviceRef names the OutsourcedService that the tool is part of: a tool that somebody else
	// runs. The contract is there; a tool without a term of its own has that of its service.
	// +optional
	ServiceRef *Reference `json:"serviceRef,omitempty"`
	// seats bought and in use; absent where the license does not count users.
	// +optional
	Seats *Seats `json:"seats,omitempty"`
	// term of the license.
	// +optional
	Term *Term `json:"term,omitempty"`
	// supportEndsOn is the last day of the vendor's support for the version in use.
	// +optional
	SupportEndsOn Date `json:"supportEndsOn,omitzero"`
	// supportLookup says that the version is supported and that no end is announced.
	// +optional
	SupportLookup *SupportLookup `json:"supportLookup,omitempty"`
	// lifecycleRef names the release in use by the names of endoflife.date; a file of life cycles then says whether supportEndsOn agrees (P6-17).
	// +optional
	LifecycleRef *LifecycleReference `json:"lifecycleRef,omitempty"`
	// replacement planned for the end of support.
	// +optional
	Replacement *Replacement `json:"replacement,omitempty"`
	// maintenanceIntervalMonths after which maintenance is due again.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	MaintenanceIntervalMonths *int32 `json:"maintenanceIntervalMonths,omitempty"`
	// retiredOn is the day on which the tool went out of use; absent while it is in use.
	// +optional
	RetiredOn Date `json:"retiredOn,omitzero"`
	// controls of Annex A that the tool supports.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// requirementRefs name the ResourceRequirements that the tool satisfies.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RequirementRefs []Reference `json:"requirementRefs,omitempty"`
	// workloadRefs name objects of this cluster that prove that the tool runs.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	WorkloadRefs []WorkloadReference `json:"workloadRefs,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=toollicenses,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=toollicenses/status,verbs=patch

// ToolLicense is a tool that the ISMS relies on and the right to use it. Software that
// somebody else runs is an OutsourcedService, and a ToolLicense as well where it has seats,
// administrators or controls; serviceRef then names the service, which has the term.
// Checklist points 3 and 6.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=toollicenses,shortName=tlic,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Product",type=string,JSONPath=`.spec.product`
// +kubebuilder:printcolumn:name="Criticality",type=string,JSONPath=`.spec.criticality`
// +kubebuilder:printcolumn:name="Ends",type=string,JSONPath=`.spec.term.end`
// +kubebuilder:printcolumn:name="Support ends",type=string,JSONPath=`.spec.supportEndsOn`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ToolLicense struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a tool that the ISMS relies on, and the right to use it.
	// +required
	Spec ToolLicenseSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *ToolLicense) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *ToolLicense) RecordStatus() *RecordStatus { return &r.Status }

// Workloads returns the objects of the cluster that the record names as proof.
func (r *ToolLicense) Workloads() []WorkloadReference { return r.Spec.WorkloadRefs }

// ToolLicenseList is a list of ToolLicense.
//
// +kubebuilder:object:root=true
type ToolLicenseList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ToolLicense `json:"items"`
}

func init() { register(&ToolLicense{}, &ToolLicenseList{}) }
