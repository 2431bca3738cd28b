package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Verification says who checked a claim, and when.
type Verification struct {
	// by names the Person who checked; nobody verifies their own competency.
	// +required
	By Actor `json:"by"`
	// verifiedOn is the day of the check.
	// +required
	VerifiedOn Date `json:"verifiedOn"`
}

// EffectivenessResult is the outcome of an effectiveness check.
// +kubebuilder:validation:Enum=Effective;NotEffective
type EffectivenessResult string

// EffectivenessResult values.
const (
	ResultEffective    EffectivenessResult = "Effective"
	ResultNotEffective EffectivenessResult = "NotEffective"
)

// Effectiveness is the check whether an action had its effect (Clause 7.2 c).
type Effectiveness struct {
	// evaluatedOn is the day of the check.
	// +required
	EvaluatedOn Date `json:"evaluatedOn"`
	// result of the check.
	// +required
	Result EffectivenessResult `json:"result,omitempty"`
}

// GapAction is a way to close a competency gap (Clause 7.2 c).
// +kubebuilder:validation:Enum=Training;Mentoring;Hiring;Outsourcing;Reassignment
type GapAction string

// CompetencyPlan is the action that will close a gap.
type CompetencyPlan struct {
	// action that is planned.
	// +required
	Action GapAction `json:"action,omitempty"`
	// dueOn is the day by which the gap is to be closed.
	// +required
	DueOn Date `json:"dueOn"`
}

// ProofState is what a source states of a proof without saying when.
// +kubebuilder:validation:Enum=Attained;Lapsed
type ProofState string

// ProofState values.
const (
	// ProofAttained was attained; nobody knows when, nor until when it counts.
	ProofAttained ProofState = "Attained"
	// ProofLapsed was attained, and does not count any more.
	ProofLapsed ProofState = "Lapsed"
)

// CompetencyRecordSpec is one competency of one person, held or planned.
//
// +kubebuilder:validation:XValidation:rule="has(self.achievedOn) || has(self.plan) || has(self.state) || !has(self.validity)",message="validity belongs to an achieved competency: set achievedOn, or state where no day is known",fieldPath=".validity"
// +kubebuilder:validation:XValidation:rule="!has(self.achievedOn) || !has(self.validity) || !has(self.validity.validUntil) || self.achievedOn.split('T')[0] <= self.validity.validUntil.split('T')[0]",message="validity.validUntil must not be before achievedOn",fieldPath=".validity"
type CompetencyRecordSpec struct {
	Common `json:",inline"`

	// personRef names the Person whose competency it is.
	// +required
	PersonRef Reference `json:"personRef,omitzero"`
	// competency by name, as roles require it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Competency string `json:"competency,omitempty"`
	// level that the person masters.
	// +optional
	Level CompetencyLevel `json:"level,omitempty"`
	// basis that the competency rests on.
	// +optional
	Basis CompetencyBasis `json:"basis,omitempty"`
	// issuer of a certificate, or provider of a training.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Issuer string `json:"issuer,omitempty"`
	// credentialID under which the issuer confirms a certificate.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	CredentialID string `json:"credentialID,omitempty"`
	// achievedOn is the day on which the competency was attained; absent while it is only planned.
	// +optional
	AchievedOn Date `json:"achievedOn,omitzero"`
	// validity of the proof. Without validUntil or evergreen it is unknown whether it still counts.
	// +optional
	Validity *Validity `json:"validity,omitempty"`
	// revokedOn is the day on which the issuer withdrew a certificate.
	// +optional
	RevokedOn Date `json:"revokedOn,omitzero"`
	// verification says who checked the proof, and when.
	// +optional
	Verification *Verification `json:"verification,omitempty"`
	// effectiveness says whether training had its effect.
	// +optional
	Effectiveness *Effectiveness `json:"effectiveness,omitempty"`
	// state of the proof where no day tells it: Attained, or Lapsed, on a day that nobody knows.
	// +optional
	State ProofState `json:"state,omitempty"`
	// plan that will close a gap: the competency, or its next level, is not there yet.
	// +optional
	Plan *CompetencyPlan `json:"plan,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=competencyrecords,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=competencyrecords/status,verbs=patch

// CompetencyRecord is one competency of one person with its proof, or the plan
// to attain it. Checklist point 2; Clause 7.2.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=competencyrecords,shortName=crec,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Person",type=string,JSONPath=`.spec.personRef.name`
// +kubebuilder:printcolumn:name="Competency",type=string,JSONPath=`.spec.competency`
// +kubebuilder:printcolumn:name="Level",type=string,JSONPath=`.spec.level`
// +kubebuilder:printcolumn:name="Valid until",type=string,JSONPath=`.spec.validity.validUntil`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type CompetencyRecord struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is one competency of one person, held or planned.
	// +required
	Spec CompetencyRecordSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *CompetencyRecord) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *CompetencyRecord) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained: proof of a competency, from the day it was attained.
func (r *CompetencyRecord) RetainedFrom() Date { return r.Spec.AchievedOn }

// CompetencyRecordList is a list of CompetencyRecord.
//
// +kubebuilder:object:root=true
type CompetencyRecordList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []CompetencyRecord `json:"items"`
}

func init() { register(&CompetencyRecord{}, &CompetencyRecordList{}) }
