package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// RiskRating is how bad a risk is as it stands, with what treats it.
// +kubebuilder:validation:Enum=Low;Medium;High;Critical
type RiskRating string

// RiskRating values, lowest first.
const (
	RiskLow      RiskRating = "Low"
	RiskMedium   RiskRating = "Medium"
	RiskHigh     RiskRating = "High"
	RiskCritical RiskRating = "Critical"
)

// RiskTreatment is what was decided to do about a risk.
// +kubebuilder:validation:Enum=Mitigate;Accept;Avoid;Transfer
type RiskTreatment string

// RiskTreatment values.
const (
	// TreatmentMitigate lowers the risk by controls.
	TreatmentMitigate RiskTreatment = "Mitigate"
	// TreatmentAccept lets the risk stand as it is.
	TreatmentAccept RiskTreatment = "Accept"
	// TreatmentAvoid gives up what the risk comes from.
	TreatmentAvoid RiskTreatment = "Avoid"
	// TreatmentTransfer shares the risk with somebody else, such as an insurer.
	TreatmentTransfer RiskTreatment = "Transfer"
)

// RiskAcceptance is the decision to bear a risk, or what is left of it (Clause 6.1.3 f). A
// register that says that it was accepted, and not by whom or when, is recorded as far as it
// goes: it is unknown then whether somebody bears the risk.
//
// +kubebuilder:validation:XValidation:rule="!has(self.acceptedOn) || !has(self.validUntil) || self.acceptedOn.split('T')[0] <= self.validUntil.split('T')[0]",message="validUntil must not be before acceptedOn",fieldPath=".validUntil"
type RiskAcceptance struct {
	// by says who accepted the risk; absent where nobody is named.
	// +optional
	By Actor `json:"by,omitzero"`
	// acceptedOn is the day of the decision; absent where nobody knows it.
	// +optional
	AcceptedOn Date `json:"acceptedOn,omitzero"`
	// rationale is the reason, in the words of the one who accepted.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Rationale string `json:"rationale,omitempty"`
	// rating that was accepted; a risk that is rated higher by now is not accepted by it.
	// +optional
	Rating RiskRating `json:"rating,omitempty"`
	// reviewedOn is the last day on which the one who accepted looked at it again.
	// +optional
	ReviewedOn Date `json:"reviewedOn,omitzero"`
	// validUntil is the last day on which the acceptance counts; absent where no end was set.
	// +optional
	ValidUntil Date `json:"validUntil,omitzero"`
	// signature of the acceptance by a key of who accepted, as ssh-keygen writes one (SSHSIG,
	// armored), in the namespace act@isms-operator.io, of what "sign --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Signature string `json:"signature,omitempty"`
}

// RiskEstimate is how likely a risk is, how bad, and what follows from both. Likelihood and
// impact are on the scale of the organization.
type RiskEstimate struct {
	// likelihood of the risk, such as "4 of 5" or "likely".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Likelihood string `json:"likelihood,omitempty"`
	// impact of the risk, such as "5 of 5" or "severe".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Impact string `json:"impact,omitempty"`
	// rating that follows from both.
	// +optional
	Rating RiskRating `json:"rating,omitempty"`
}

// AffectedAsset is something that a risk is about.
//
// +kubebuilder:validation:XValidation:rule="has(self.resourceRef) != has(self.statedAs)",message="set exactly one of resourceRef and statedAs"
type AffectedAsset struct {
	// resourceRef names a record of the register.
	// +optional
	ResourceRef *ResourceReference `json:"resourceRef,omitempty"`
	// statedAs keeps what the source said where it named no record of this register.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	StatedAs string `json:"statedAs,omitempty"`
}

// ResidualRisk is what the treatment of a risk leaves of it (Clause 6.1.3 f).
type ResidualRisk struct {
	// likelihood of what remains, such as "2 of 5".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Likelihood string `json:"likelihood,omitempty"`
	// impact of what remains, such as "5 of 5".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Impact string `json:"impact,omitempty"`
	// rating of what remains; that of the risk where absent.
	// +optional
	Rating RiskRating `json:"rating,omitempty"`
	// acceptance of what remains; absent where nobody accepted it.
	// +optional
	Acceptance *RiskAcceptance `json:"acceptance,omitempty"`
}

// RiskSpec is a risk, its rating, and what is done about it.
type RiskSpec struct {
	Common `json:",inline"`

	// title names the risk in a few words.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Title string `json:"title,omitempty"`
	// description says what could happen, through what, and to what effect.
	// +optional
	// +kubebuilder:validation:MaxLength=4096
	Description string `json:"description,omitempty"`
	// assets that the risk is about.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Assets []AffectedAsset `json:"assets,omitempty"` //nolint:kubeapilinter // the rule of AffectedAsset requires exactly one of its fields
	// inherent is the estimate of the risk before anything treats it.
	// +optional
	Inherent *RiskEstimate `json:"inherent,omitempty"`
	// existingControls say in words what keeps the risk down already.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	ExistingControls string `json:"existingControls,omitempty"`
	// likelihood of the risk as it stands, such as "3 of 5".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Likelihood string `json:"likelihood,omitempty"`
	// impact of the risk as it stands, such as "5 of 5".
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Impact string `json:"impact,omitempty"`
	// rating of the risk as it stands; that of inherent where absent, and unknown without both.
	// +optional
	Rating RiskRating `json:"rating,omitempty"`
	// treatment that was decided; absent until then.
	// +optional
	Treatment RiskTreatment `json:"treatment,omitempty"`
	// treatmentState says how far the treatment is; unknown where absent. It is compared with the
	// controls of the statement (P1-19).
	// +optional
	TreatmentState Implementation `json:"treatmentState,omitempty"`
	// acceptance of the risk, or of what the treatment leaves of it; absent where
	// nobody accepted it.
	// +optional
	Acceptance *RiskAcceptance `json:"acceptance,omitempty"`
	// residual is what the treatment leaves of the risk.
	// +optional
	Residual *ResidualRisk `json:"residual,omitempty"`
	// assessedOn is the day on which the risk was last assessed.
	// +optional
	AssessedOn Date `json:"assessedOn,omitzero"`
	// controls of Annex A that treat the risk.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// resourceRefs name the resources that carry the treatment.
	// +optional
	// +listType=map
	// +listMapKey=kind
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	ResourceRefs []ResourceReference `json:"resourceRefs,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=risks,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=risks/status,verbs=patch

// Risk is an information security risk and what is done about it. The owner of the
// record is the risk owner. Checklist point 1; Clauses 6.1.2, 6.1.3, 8.2 and 8.3.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=risks,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Rating",type=string,JSONPath=`.spec.rating`
// +kubebuilder:printcolumn:name="Treatment",type=string,JSONPath=`.spec.treatment`
// +kubebuilder:printcolumn:name="Assessed",type=string,JSONPath=`.spec.assessedOn`
// +kubebuilder:printcolumn:name="Accepted until",type=string,JSONPath=`.spec.acceptance.validUntil`
// +kubebuilder:printcolumn:name="Title",type=string,JSONPath=`.spec.title`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type Risk struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a risk, its rating, and what is done about it.
	// +required
	Spec RiskSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *Risk) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *Risk) RecordStatus() *RecordStatus { return &r.Status }

// Rated is the rating of the risk as it stands: what nothing else is said of is as bad as it
// was before anything treated it.
func (s *RiskSpec) Rated() RiskRating {
	if s.Rating == "" && s.Inherent != nil {
		return s.Inherent.Rating
	}
	return s.Rating
}

// RiskList is a list of Risk.
//
// +kubebuilder:object:root=true
type RiskList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Risk `json:"items"`
}

func init() { register(&Risk{}, &RiskList{}) }
