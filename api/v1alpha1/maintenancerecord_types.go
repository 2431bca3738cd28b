package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// MaintenanceSubjectKind is a kind whose records can be maintained.
// +kubebuilder:validation:Enum=ToolLicense;InfrastructureAsset;OutsourcedService
type MaintenanceSubjectKind string

// MaintenanceSubjectKind values.
const (
	MaintainedTool    MaintenanceSubjectKind = "ToolLicense"
	MaintainedAsset   MaintenanceSubjectKind = "InfrastructureAsset"
	MaintainedService MaintenanceSubjectKind = "OutsourcedService"
)

// SubjectReference names what was maintained, a record of the same namespace.
type SubjectReference struct {
	// kind of the record.
	// +required
	Kind MaintenanceSubjectKind `json:"kind,omitempty"`
	// name of the record.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// MaintenanceActivity is a kind of maintenance.
// +kubebuilder:validation:Enum=Patch;Upgrade;Inspection;Repair;RestoreTest;ContractRenewal
type MaintenanceActivity string

// MaintenanceActivity values.
const (
	MaintenancePatch           MaintenanceActivity = "Patch"
	MaintenanceUpgrade         MaintenanceActivity = "Upgrade"
	MaintenanceInspection      MaintenanceActivity = "Inspection"
	MaintenanceRepair          MaintenanceActivity = "Repair"
	MaintenanceRestoreTest     MaintenanceActivity = "RestoreTest"
	MaintenanceContractRenewal MaintenanceActivity = "ContractRenewal"
)

// MaintenanceResult is how maintenance ended.
// +kubebuilder:validation:Enum=Succeeded;PartlySucceeded;Failed
type MaintenanceResult string

// MaintenanceResult values.
const (
	MaintenanceSucceeded       MaintenanceResult = "Succeeded"
	MaintenancePartlySucceeded MaintenanceResult = "PartlySucceeded"
	MaintenanceFailed          MaintenanceResult = "Failed"
)

// MaintenanceRecordSpec is one piece of maintenance that was done.
type MaintenanceRecordSpec struct {
	Common `json:",inline"`

	// subjectRef names what was maintained.
	// +required
	SubjectRef SubjectReference `json:"subjectRef,omitzero"`
	// activity that was done.
	// +required
	Activity MaintenanceActivity `json:"activity,omitempty"`
	// performedOn is the day on which it was finished.
	// +required
	PerformedOn Date `json:"performedOn"`
	// performedBy says who did it.
	// +optional
	PerformedBy *Actor `json:"performedBy,omitempty"`
	// serviceRef names the OutsourcedService under which it was done.
	// +optional
	ServiceRef *Reference `json:"serviceRef,omitempty"`
	// result of it; unknown where absent.
	// +optional
	Result MaintenanceResult `json:"result,omitempty"`
	// notes on what was done and found.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Notes string `json:"notes,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=maintenancerecords,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=maintenancerecords/status,verbs=patch

// MaintenanceRecord is one piece of maintenance that was done. It is history: what it
// says cannot be changed. Checklist point 6; A.7.13.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=maintenancerecords,shortName=mrec,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Subject",type=string,JSONPath=`.spec.subjectRef.name`
// +kubebuilder:printcolumn:name="Activity",type=string,JSONPath=`.spec.activity`
// +kubebuilder:printcolumn:name="Result",type=string,JSONPath=`.spec.result`
// +kubebuilder:printcolumn:name="Performed",type=string,JSONPath=`.spec.performedOn`
// +kubebuilder:printcolumn:name="Subject kind",type=string,JSONPath=`.spec.subjectRef.kind`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type MaintenanceRecord struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is one piece of maintenance that was done.
	// +required
	Spec MaintenanceRecordSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *MaintenanceRecord) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *MaintenanceRecord) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained.
func (r *MaintenanceRecord) RetainedFrom() Date { return r.Spec.PerformedOn }

// Immutability implements Immutable.
func (r *MaintenanceRecord) Immutability() Immutability {
	return immutability(Immutability{Instead: "this record is history and cannot be changed: another one corrects it"})
}

// MaintenanceRecordList is a list of MaintenanceRecord.
//
// +kubebuilder:object:root=true
type MaintenanceRecordList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []MaintenanceRecord `json:"items"`
}

func init() { register(&MaintenanceRecord{}, &MaintenanceRecordList{}) }
