package v1alpha1

// AgreementType is a kind of agreement with a supplier.
// +kubebuilder:validation:Enum=DataProcessing;SecurityClauses;NonDisclosure
type AgreementType string

// AgreementType values.
const (
	AgreementDataProcessing  AgreementType = "DataProcessing"
	AgreementSecurityClauses AgreementType = "SecurityClauses"
	AgreementNonDisclosure   AgreementType = "NonDisclosure"
)

// AgreementState is how an agreement with a supplier stands.
// +kubebuilder:validation:Enum=Signed;NotSigned;NotNeeded;Lapsed
type AgreementState string

// AgreementState values.
const (
	// AgreementSigned: it is signed, on signedOn or on a day that nobody knows.
	AgreementSigned AgreementState = "Signed"
	// AgreementNotSigned: nobody has signed it.
	AgreementNotSigned AgreementState = "NotSigned"
	// AgreementNotNeeded: none is needed; reason says why.
	AgreementNotNeeded AgreementState = "NotNeeded"
	// AgreementLapsed: it was signed and has lapsed, on validUntil or on a day that nobody knows.
	AgreementLapsed AgreementState = "Lapsed"
)

// Agreement with a supplier.
//
// +kubebuilder:validation:XValidation:rule="!has(self.signedOn) || !has(self.state) || self.state == 'Signed' || self.state == 'Lapsed'",message="signedOn is of an agreement that was signed: set state to Signed or Lapsed, or leave signedOn out",fieldPath=".signedOn"
type Agreement struct {
	// type of the agreement.
	// +required
	Type AgreementType `json:"type,omitempty"`
	// state of the agreement where the days do not tell it: one may be signed on a day that
	// nobody knows, not be signed, or not be needed.
	// +optional
	State AgreementState `json:"state,omitempty"`
	// reason why no agreement is needed (P7-06).
	// +optional
	// +kubebuilder:validation:MaxLength=512
	Reason string `json:"reason,omitempty"`
	// signedOn is the day of the last signature.
	// +optional
	SignedOn Date `json:"signedOn,omitzero"`
	// validUntil is the last day; absent where the agreement runs with the contract.
	// +optional
	ValidUntil Date `json:"validUntil,omitzero"`
}

// ProcessorRole is what a supplier is in the processing of personal data.
// +kubebuilder:validation:Enum=None;Processor;Subprocessor;Controller
type ProcessorRole string

// ProcessorRole values.
const (
	// ProcessorNone: it processes none.
	ProcessorNone ProcessorRole = "None"
	// ProcessorDirect: it processes them on behalf of the organization.
	ProcessorDirect ProcessorRole = "Processor"
	// ProcessorSub: the organization processes them for its customers, and the supplier does
	// so on its behalf.
	ProcessorSub ProcessorRole = "Subprocessor"
	// ProcessorController: it decides itself what they are processed for.
	ProcessorController ProcessorRole = "Controller"
)
