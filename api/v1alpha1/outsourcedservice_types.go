package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// DataClass is a class of data that a supplier can reach.
// +kubebuilder:validation:Enum=None;Public;Internal;Confidential;Personal
type DataClass string

// DataClass values. None says that the supplier reaches no data; an empty list says nothing.
const (
	DataNone         DataClass = "None"
	DataPublic       DataClass = "Public"
	DataInternal     DataClass = "Internal"
	DataConfidential DataClass = "Confidential"
	DataPersonal     DataClass = "Personal"
)

// DueDiligenceOutcome is the outcome of looking at a supplier before the start.
// +kubebuilder:validation:Enum=Satisfactory;SatisfactoryWithActions;Unsatisfactory
type DueDiligenceOutcome string

// DueDiligenceOutcome values.
const (
	DueDiligenceSatisfactory   DueDiligenceOutcome = "Satisfactory"
	DueDiligenceWithActions    DueDiligenceOutcome = "SatisfactoryWithActions"
	DueDiligenceUnsatisfactory DueDiligenceOutcome = "Unsatisfactory"
)

// DueDiligence is the look at a supplier before the start (A.5.19, A.5.20).
type DueDiligence struct {
	// performedOn is the day on which it was finished.
	// +required
	PerformedOn Date `json:"performedOn"`
	// performedBy names the Person who did it.
	// +optional
	PerformedBy *Actor `json:"performedBy,omitempty"`
	// outcome of it.
	// +required
	Outcome DueDiligenceOutcome `json:"outcome,omitempty"`
}

// ServiceTarget is a promised service level.
type ServiceTarget struct {
	// name of the target, such as "availability".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Name string `json:"name,omitempty"`
	// target that was promised, such as "99.9 % a month".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Target string `json:"target,omitempty"`
}

// ExitPlan says how the organization goes on without the supplier.
type ExitPlan struct {
	// plan in one sentence, or where it is kept.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Plan string `json:"plan,omitempty"`
	// testedOn is the day on which the plan was last tried.
	// +optional
	TestedOn Date `json:"testedOn,omitzero"`
}

// Subcontractor of a supplier.
type Subcontractor struct {
	// name of the subcontractor.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// service that it contributes.
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Service string `json:"service,omitempty"`
}

// CertificationBodyRelation says whether a supplier is tied to the organization's certification body.
// +kubebuilder:validation:Enum=None;IsCertificationBody;RelatedToCertificationBody
type CertificationBodyRelation string

// CertificationBodyRelation values.
const (
	CertificationBodyNone    CertificationBodyRelation = "None"
	CertificationBodyIs      CertificationBodyRelation = "IsCertificationBody"
	CertificationBodyRelated CertificationBodyRelation = "RelatedToCertificationBody"
)

// ProvidedService is a kind of service that matters for impartiality: whoever
// certifies an organization may neither consult it nor audit it internally.
// +kubebuilder:validation:Enum=Consultancy;InternalAudit;Certification;Operations;Other
type ProvidedService string

// ProvidedService values.
const (
	ProvidesConsultancy   ProvidedService = "Consultancy"
	ProvidesInternalAudit ProvidedService = "InternalAudit"
	ProvidesCertification ProvidedService = "Certification"
	ProvidesOperations    ProvidedService = "Operations"
	ProvidesOther         ProvidedService = "Other"
)

// OutsourcedServiceSpec is a service that somebody else provides.
type OutsourcedServiceSpec struct {
	Common `json:",inline"`

	// supplier that provides the service.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Supplier string `json:"supplier,omitempty"`
	// service that is provided.
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Service string `json:"service,omitempty"`
	// provides lists the kinds of service that are provided; unknown where empty.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=5
	Provides []ProvidedService `json:"provides,omitempty"`
	// state of the service as the register says it. Only retiredOn takes a service out of use; the
	// two must agree (P3-09).
	// +optional
	State UseState `json:"state,omitempty"`
	// location from which the service is provided or where it keeps data, such as a country or region.
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Location string `json:"location,omitempty"`
	// criticality of the service for the ISMS.
	// +optional
	Criticality Criticality `json:"criticality,omitempty"`
	// criticalityReason says why a service on which much rests is no more critical than stated.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	CriticalityReason string `json:"criticalityReason,omitempty"`
	// dataAccessed lists the classes of data that the supplier can reach.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=5
	DataAccessed []DataClass `json:"dataAccessed,omitempty"`
	// processorRole is what the supplier is in the processing of personal data. A processor or
	// subprocessor reaches them, whatever dataAccessed says (P7-06).
	// +optional
	ProcessorRole ProcessorRole `json:"processorRole,omitempty"`
	// term of the contract.
	// +optional
	Term *Term `json:"term,omitempty"`
	// retiredOn is the day on which the service went out of use; absent while it is in use.
	// +optional
	RetiredOn Date `json:"retiredOn,omitzero"`
	// agreements with the supplier.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=3
	Agreements []Agreement `json:"agreements,omitempty"`
	// dueDiligence before the start.
	// +optional
	DueDiligence *DueDiligence `json:"dueDiligence,omitempty"`
	// assuranceReports on the supplier's security; older ones may stay on record.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	AssuranceReports []AssuranceReport `json:"assuranceReports,omitempty"`
	// serviceTargets that the supplier promised.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=32
	ServiceTargets []ServiceTarget `json:"serviceTargets,omitempty"`
	// exitPlan says how to go on without the supplier.
	// +optional
	ExitPlan *ExitPlan `json:"exitPlan,omitempty"`
	// subcontractors of the supplier.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	Subcontractors []Subcontractor `json:"subcontractors,omitempty"`
	// certificationBodyRelation says whether the supplier is tied to the organization's certification body.
	// +optional
	CertificationBodyRelation CertificationBodyRelation `json:"certificationBodyRelation,omitempty"`
	// controls of Annex A that the service supports.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// requirementRefs name the ResourceRequirements that the service satisfies.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RequirementRefs []Reference `json:"requirementRefs,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=outsourcedservices,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=outsourcedservices/status,verbs=patch

// OutsourcedService is a service that somebody else provides and the
// organization answers for. Checklist point 7; A.5.19 to A.5.23.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=outsourcedservices,shortName=osvc,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Supplier",type=string,JSONPath=`.spec.supplier`
// +kubebuilder:printcolumn:name="Criticality",type=string,JSONPath=`.spec.criticality`
// +kubebuilder:printcolumn:name="Ends",type=string,JSONPath=`.spec.term.end`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type OutsourcedService struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a service that somebody else provides.
	// +required
	Spec OutsourcedServiceSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *OutsourcedService) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *OutsourcedService) RecordStatus() *RecordStatus { return &r.Status }

// OutsourcedServiceList is a list of OutsourcedService.
//
// +kubebuilder:object:root=true
type OutsourcedServiceList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []OutsourcedService `json:"items"`
}

func init() { register(&OutsourcedService{}, &OutsourcedServiceList{}) }
