package v1alpha1

// Absence is a span in which the holder of a role is away. Both ends are included.
//
// +kubebuilder:validation:XValidation:rule="!has(self.until) || self.from.split('T')[0] <= self.until.split('T')[0]",message="until must not be before from",fieldPath=".until"
type Absence struct {
	// from is the first day of the absence.
	// +required
	From Date `json:"from"`
	// until is the last day of the absence; absent while nobody knows it.
	// +optional
	Until Date `json:"until,omitzero"`
}

// SignedAct is something that takes the signature of somebody with the authority to it.
// +kubebuilder:validation:Enum=RiskAcceptance;StatementOfApplicability;AccountabilityMatrix;ManagementReview;Budget;Appointment;MajorException;Exception
type SignedAct string

// SignedAct values.
const (
	// SignRiskAcceptance accepts a risk, or what is left of it.
	SignRiskAcceptance SignedAct = "RiskAcceptance"
	// SignStatement approves the Statement of Applicability.
	SignStatement SignedAct = "StatementOfApplicability"
	// SignMatrix approves who answers for what.
	SignMatrix SignedAct = "AccountabilityMatrix"
	// SignReview approves the minutes of a management review.
	SignReview SignedAct = "ManagementReview"
	// SignBudget approves a budget.
	SignBudget SignedAct = "Budget"
	// SignAppointment appoints somebody to a role that an ISMS must have.
	SignAppointment SignedAct = "Appointment"
	// SignMajorException waives what would be a major nonconformity.
	SignMajorException SignedAct = "MajorException"
	// SignException waives anything else.
	SignException SignedAct = "Exception"
)

// Delegation gives the holders of a role the authority of top management to sign one
// kind of thing, for a time.
//
// +kubebuilder:validation:XValidation:rule="!has(self.until) || self.from.split('T')[0] <= self.until.split('T')[0]",message="until must not be before from",fieldPath=".until"
type Delegation struct {
	// what may be signed.
	// +required
	What SignedAct `json:"what,omitempty"`
	// from is the first day of the delegation.
	// +required
	From Date `json:"from"`
	// until is the last day; absent while it is not taken back.
	// +optional
	Until Date `json:"until,omitzero"`
	// by says who delegated it; it counts where they were of top management on the
	// first day.
	// +optional
	By *Actor `json:"by,omitempty"`
	// signature of the delegation by a key of who delegated, as ssh-keygen writes one (SSHSIG,
	// armored), in the namespace act@isms-operator.io, of what "sign --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Signature string `json:"signature,omitempty"`
}
