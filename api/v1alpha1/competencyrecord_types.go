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
	// signature of the check by a key of who checked, as ssh-keygen writes one (SSHSIG,
	// armored), in the namespace act@isms-operator.io, of what "sign --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Signature string `json:"signature,omitempty"`
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

// Coverage is how many of a group have attained a competency, where a register counts them
// and names nobody.
//
// +kubebuilder:validation:XValidation:rule="self.done <= self.of",message="done must not be more than of: of is how many the group has",fieldPath=".done"
type Coverage struct {
	// of is how many people the group has.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1000000
	Of int32 `json:"of,omitempty"`
	// done is how many of them have attained the competency.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000000
	Done *int32 `json:"done,omitempty"`
	// asOf is the day of the count; nobody knows what it is worth where absent.
	// +optional
	AsOf Date `json:"asOf,omitzero"`
	// roleRefs name the SecurityRoles whose holders are the group; everybody who works in or
	// for the ISMS where absent.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RoleRefs []Reference `json:"roleRefs,omitempty"`
}

// CompetencyRecordSpec is one competency of one person, held or planned, or of a group.
//
// +kubebuilder:validation:XValidation:rule="[has(self.personRef), has(self.coverage)].filter(x, x).size() == 1",message="set exactly one of personRef and coverage: the record is of one person, or of a group"
// +kubebuilder:validation:XValidation:rule="!has(self.coverage) || [has(self.achievedOn), has(self.validity), has(self.revokedOn), has(self.credentialID), has(self.verification), has(self.level), has(self.state)].filter(x, x).size() == 0",message="a count of a group says nothing of one person: leave out achievedOn, validity, revokedOn, credentialID, verification, level and state; the day of the count is coverage.asOf",fieldPath=".coverage"
// +kubebuilder:validation:XValidation:rule="has(self.achievedOn) || has(self.plan) || has(self.state) || !has(self.validity)",message="validity belongs to an achieved competency: set achievedOn, or state where no day is known",fieldPath=".validity"
// +kubebuilder:validation:XValidation:rule="!has(self.achievedOn) || !has(self.validity) || !has(self.validity.validUntil) || self.achievedOn.split('T')[0] <= self.validity.validUntil.split('T')[0]",message="validity.validUntil must not be before achievedOn",fieldPath=".validity"
type CompetencyRecordSpec struct {
	Common `json:",inline"`

	// personRef names the Person whose competency it is.
	// +optional
	PersonRef Reference `json:"personRef,omitzero"`
	// coverage is how many of a group have attained the competency, in the place of personRef.
	// The document that shows it belongs to evidence. It counts for a training that the policy
	// makes mandatory for the same group, for as long as the training does.
	// +optional
	Coverage *Coverage `json:"coverage,omitempty"`
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
// to attain it, or how many of a group have it. Checklist point 2; Clause 7.2.
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

	// spec is one competency of one person, held or planned, or of a group.
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

// AttainedOn is the day on which the competency was attained, or of the count of a group;
// absent where nobody knows.
func (s *CompetencyRecordSpec) AttainedOn() Date {
	if s.Coverage != nil {
		return s.Coverage.AsOf
	}
	return s.AchievedOn
}

// RetainedFrom implements Retained: proof of a competency, from the day it was attained.
func (r *CompetencyRecord) RetainedFrom() Date { return r.Spec.AttainedOn() }

// CompetencyRecordList is a list of CompetencyRecord.
//
// +kubebuilder:object:root=true
type CompetencyRecordList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []CompetencyRecord `json:"items"`
}

func init() { register(&CompetencyRecord{}, &CompetencyRecordList{}) }
