package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Applicability is what was decided about a control.
// +kubebuilder:validation:Enum=Applicable;Excluded;Inherited;Undecided
type Applicability string

// Applicability values.
const (
	// ApplicabilityApplicable: the control is necessary.
	ApplicabilityApplicable Applicability = "Applicable"
	// ApplicabilityExcluded: the control is not necessary.
	ApplicabilityExcluded Applicability = "Excluded"
	// ApplicabilityInherited: the control is necessary, and somebody else operates
	// it, such as the group or the provider of a cloud.
	ApplicabilityInherited Applicability = "Inherited"
	// ApplicabilityUndecided: nothing has been decided yet.
	ApplicabilityUndecided Applicability = "Undecided"
)

// InclusionReason is why a control is necessary.
// +kubebuilder:validation:Enum=Risk;Legal;Contract;Business
type InclusionReason string

// InclusionReason values.
const (
	InclusionRisk     InclusionReason = "Risk"
	InclusionLegal    InclusionReason = "Legal"
	InclusionContract InclusionReason = "Contract"
	InclusionBusiness InclusionReason = "Business"
)

// Implementation is how far a control is.
// +kubebuilder:validation:Enum=NotStarted;Planned;InProgress;Implemented
type Implementation string

// Implementation values, in order.
const (
	ImplementationNotStarted  Implementation = "NotStarted"
	ImplementationPlanned     Implementation = "Planned"
	ImplementationInProgress  Implementation = "InProgress"
	ImplementationImplemented Implementation = "Implemented"
)

// ControlStatement is what the statement says of one control.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.accountableRoleRef) && has(self.owner))",message="owner is for a source that names no role of the register: set accountableRoleRef or owner, not both",fieldPath=".owner"
type ControlStatement struct {
	// id of the control, such as "A.8.13". Other numbering is kept as the source
	// had it, so that nothing is lost, and judged by rule S-11.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=16
	ID string `json:"id,omitempty"`
	// applicability of the control; undecided where absent.
	// +optional
	Applicability Applicability `json:"applicability,omitempty"`
	// justification for including or excluding the control.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Justification string `json:"justification,omitempty"`
	// reasons for which the control is necessary.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=4
	Reasons []InclusionReason `json:"reasons,omitempty"`
	// riskRefs name the Risks that the control treats.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=8
	RiskRefs []Reference `json:"riskRefs,omitempty"`
	// implementation says how far the control is; unknown where absent.
	// +optional
	Implementation Implementation `json:"implementation,omitempty"`
	// description says how the control is implemented.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Description string `json:"description,omitempty"`
	// documents that say how, such as a policy and its section, as the source names them.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=8
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	Documents []string `json:"documents,omitempty"`
	// targetOn is the day by which the control is implemented.
	// +optional
	TargetOn Date `json:"targetOn,omitzero"`
	// accountableRoleRef names the SecurityRole that is accountable for the control.
	// +optional
	AccountableRoleRef *Reference `json:"accountableRoleRef,omitempty"`
	// owner of the control as the source states it. A role counts as accountableRoleRef does; a
	// person or words alone are no role that is accountable (S-04).
	// +optional
	Owner *Actor `json:"owner,omitempty"`
	// responsibleRoleRefs name the SecurityRoles that operate the control.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=8
	ResponsibleRoleRefs []Reference `json:"responsibleRoleRefs,omitempty"`
	// resourceRefs name the resources allocated to the control.
	// +optional
	// +listType=map
	// +listMapKey=kind
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	ResourceRefs []ResourceReference `json:"resourceRefs,omitempty"`
	// evidence that the control works.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=4
	Evidence []Evidence `json:"evidence,omitempty"`
}

// DeclaredTotals are the numbers of controls that the document itself states. They
// are compared with its rows (rule S-10).
type DeclaredTotals struct {
	// applicable controls; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Applicable *int32 `json:"applicable,omitempty"`
	// excluded controls; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Excluded *int32 `json:"excluded,omitempty"`
	// inherited controls; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Inherited *int32 `json:"inherited,omitempty"`
	// undecided controls; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Undecided *int32 `json:"undecided,omitempty"`
	// total of all controls; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Total *int32 `json:"total,omitempty"`
	// implemented controls, of those that are not excluded; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Implemented *int32 `json:"implemented,omitempty"`
	// inProgress controls, of those that are not excluded; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	InProgress *int32 `json:"inProgress,omitempty"`
	// planned controls, of those that are not excluded; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	Planned *int32 `json:"planned,omitempty"`
	// notStarted controls, of those that are not excluded; not stated where absent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	NotStarted *int32 `json:"notStarted,omitempty"`
}

// StatementOfApplicabilitySpec is a version of the statement.
type StatementOfApplicabilitySpec struct {
	Common `json:",inline"`

	// version of the statement, such as "3.1". Write it in quotes.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Version string `json:"version,omitempty"`
	// issuedOn is the day on which this version was issued.
	// +optional
	IssuedOn Date `json:"issuedOn,omitzero"`
	// approvals of this version. They bind all of it but the record's review and
	// evidence, how far its controls are, and what says how and proves it.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Approvals []Approval `json:"approvals,omitempty"`
	// controls of Annex A; the 2022 edition has 93.
	// +optional
	// +listType=map
	// +listMapKey=id
	// +kubebuilder:validation:MaxItems=128
	Controls []ControlStatement `json:"controls,omitempty"`
	// declaredTotals that the document states; absent where it states none.
	// +optional
	DeclaredTotals *DeclaredTotals `json:"declaredTotals,omitempty"`
}

// Approvable returns what an approval of the statement binds: all of it but the
// approval itself and what changes without a new decision, which is progress,
// proof, and a review that leaves the statement as it is.
func (s *StatementOfApplicabilitySpec) Approvable() any {
	content := s.DeepCopy()
	content.Approvals = nil
	content.Review = nil
	content.Evidence = nil
	for i := range content.Controls {
		content.Controls[i].Implementation = ""
		content.Controls[i].Description = ""
		content.Controls[i].Documents = nil
		content.Controls[i].Evidence = nil
	}
	if t := content.DeclaredTotals; t != nil {
		t.Implemented, t.InProgress, t.Planned, t.NotStarted = nil, nil, nil, nil
	}
	return content
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=statementsofapplicability,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=statementsofapplicability/status,verbs=patch

// StatementOfApplicability says which controls of Annex A the organization has
// need of, why, how far they are, and what carries them. Clause 6.1.3 d.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=statementsofapplicability,shortName=soa,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Version",type=string,JSONPath=`.spec.version`
// +kubebuilder:printcolumn:name="Issued",type=string,JSONPath=`.spec.issuedOn`
// +kubebuilder:printcolumn:name="Approved",type=string,JSONPath=`.spec.approvals[0].approvedOn`
// +kubebuilder:printcolumn:name="Last review",type=string,JSONPath=`.spec.review.lastReviewedOn`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type StatementOfApplicability struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a version of the statement.
	// +required
	Spec StatementOfApplicabilitySpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *StatementOfApplicability) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *StatementOfApplicability) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained: a statement that was approved, from its approval.
func (r *StatementOfApplicability) RetainedFrom() Date {
	if len(r.Spec.Approvals) == 0 {
		return Date{}
	}
	return r.Spec.Approvals[0].ApprovedOn
}

// StatementOfApplicabilityList is a list of StatementOfApplicability.
//
// +kubebuilder:object:root=true
type StatementOfApplicabilityList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []StatementOfApplicability `json:"items"`
}

func init() { register(&StatementOfApplicability{}, &StatementOfApplicabilityList{}) }
