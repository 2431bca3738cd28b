package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// AssetType is what an infrastructure asset consists of.
// +kubebuilder:validation:Enum=Hardware;Software;Network;Cloud;Facility;Information
type AssetType string

// AssetType values.
const (
	AssetHardware AssetType = "Hardware"
	AssetSoftware AssetType = "Software"
	AssetNetwork  AssetType = "Network"
	AssetCloud    AssetType = "Cloud"
	AssetFacility AssetType = "Facility"
	// AssetInformation: information itself, such as a collection of documents. What holds it is
	// maintained, and not the information.
	AssetInformation AssetType = "Information"
)

// Classification of the information that an asset holds (A.5.12).
// +kubebuilder:validation:Enum=Public;Internal;Confidential;Restricted
type Classification string

// Classification values, the least sensitive first.
const (
	ClassificationPublic       Classification = "Public"
	ClassificationInternal     Classification = "Internal"
	ClassificationConfidential Classification = "Confidential"
	ClassificationRestricted   Classification = "Restricted"
)

// AssetAdequacyVerdict says whether an asset is up to its purpose.
// +kubebuilder:validation:Enum=Adequate;Inadequate
type AssetAdequacyVerdict string

// AssetAdequacyVerdict values.
const (
	AssetAdequate   AssetAdequacyVerdict = "Adequate"
	AssetInadequate AssetAdequacyVerdict = "Inadequate"
)

// AssetAdequacy is the last assessment of whether an asset is up to its purpose:
// its capacity, performance and protection (A.8.6).
type AssetAdequacy struct {
	// assessedOn is the day of the assessment.
	// +required
	AssessedOn Date `json:"assessedOn"`
	// verdict of the assessment.
	// +required
	Verdict AssetAdequacyVerdict `json:"verdict,omitempty"`
	// note on what was found, such as what is lacking.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Note string `json:"note,omitempty"`
}

// InfrastructureAssetSpec is a part of the infrastructure that the ISMS relies on.
//
// +kubebuilder:validation:XValidation:rule="!has(self.inServiceFrom) || !has(self.retiredOn) || self.inServiceFrom.split('T')[0] <= self.retiredOn.split('T')[0]",message="retiredOn must not be before inServiceFrom",fieldPath=".retiredOn"
// +kubebuilder:validation:XValidation:rule="!(has(self.maintenanceIntervalMonths) && has(self.maintenanceNotNeeded))",message="set maintenanceIntervalMonths or maintenanceNotNeeded, not both"
type InfrastructureAssetSpec struct {
	Common `json:",inline"`

	// displayName is what the asset is called.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	DisplayName string `json:"displayName,omitempty"`
	// type of the asset.
	// +optional
	Type AssetType `json:"type,omitempty"`
	// description of the asset: what it is and what it is for.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Description string `json:"description,omitempty"`
	// state of the asset as the register says it. Only inServiceFrom and retiredOn bring it into use
	// and take it out; they must agree (P3-09).
	// +optional
	State UseState `json:"state,omitempty"`
	// environment that the asset is part of, such as "Production" or "Test".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Environment string `json:"environment,omitempty"`
	// location of the asset, such as a site, a room or a cloud region.
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Location string `json:"location,omitempty"`
	// custodian looks after the asset from day to day on behalf of its owner;
	// the owner does so where absent.
	// +optional
	Custodian *Actor `json:"custodian,omitempty"`
	// criticality of the asset for the ISMS.
	// +optional
	Criticality Criticality `json:"criticality,omitempty"`
	// classification of the most sensitive information that the asset holds.
	// +optional
	Classification Classification `json:"classification,omitempty"`
	// version in use, or the model or release.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Version string `json:"version,omitempty"`
	// inServiceFrom is the first day on which the asset is in use.
	// +optional
	InServiceFrom Date `json:"inServiceFrom,omitzero"`
	// retiredOn is the day on which the asset went out of use; absent while it is in use.
	// +optional
	RetiredOn Date `json:"retiredOn,omitzero"`
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
	// maintenanceNotNeeded says why the asset needs no maintenance by the
	// organization, such as "the provider of the cloud maintains it".
	// +optional
	// +kubebuilder:validation:MaxLength=512
	MaintenanceNotNeeded string `json:"maintenanceNotNeeded,omitempty"`
	// adequacy is the last assessment of whether the asset is up to its purpose.
	// +optional
	Adequacy *AssetAdequacy `json:"adequacy,omitempty"`
	// controls of Annex A that the asset supports.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// requirementRefs name the ResourceRequirements that the asset satisfies.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RequirementRefs []Reference `json:"requirementRefs,omitempty"`
	// workloadRefs name objects of this cluster that prove that the asset runs.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	WorkloadRefs []WorkloadReference `json:"workloadRefs,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=infrastructureassets,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=infrastructureassets/status,verbs=patch

// InfrastructureAsset is a part of the infrastructure that the ISMS relies on:
// hardware, software, a network, a cloud or a facility. Checklist points 3 and 6;
// A.7.13, A.8.8 and A.8.13.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=infrastructureassets,shortName=iasset,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.type`
// +kubebuilder:printcolumn:name="Criticality",type=string,JSONPath=`.spec.criticality`
// +kubebuilder:printcolumn:name="Adequacy",type=string,JSONPath=`.spec.adequacy.verdict`
// +kubebuilder:printcolumn:name="Support ends",type=string,JSONPath=`.spec.supportEndsOn`
// +kubebuilder:printcolumn:name="Location",type=string,JSONPath=`.spec.location`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type InfrastructureAsset struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a part of the infrastructure that the ISMS relies on.
	// +required
	Spec InfrastructureAssetSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *InfrastructureAsset) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *InfrastructureAsset) RecordStatus() *RecordStatus { return &r.Status }

// Workloads returns the objects of the cluster that the record names as proof.
func (r *InfrastructureAsset) Workloads() []WorkloadReference { return r.Spec.WorkloadRefs }

// InfrastructureAssetList is a list of InfrastructureAsset.
//
// +kubebuilder:object:root=true
type InfrastructureAssetList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []InfrastructureAsset `json:"items"`
}

func init() { register(&InfrastructureAsset{}, &InfrastructureAssetList{}) }
