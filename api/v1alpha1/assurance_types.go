package v1alpha1

// AssuranceReportType is what kind of statement an assurance report is: it decides how
// long the report counts.
// +kubebuilder:validation:Enum=Certificate;Attestation;PenetrationTest;Other
type AssuranceReportType string

// AssuranceReportType values.
const (
	// AssuranceCertificate counts until it ends.
	AssuranceCertificate AssuranceReportType = "Certificate"
	// AssuranceAttestation is on a period, and counts for a while after it.
	AssuranceAttestation AssuranceReportType = "Attestation"
	// AssurancePenetrationTest is of one day.
	AssurancePenetrationTest AssuranceReportType = "PenetrationTest"
	// AssuranceOther is anything else.
	AssuranceOther AssuranceReportType = "Other"
)

// AssuranceReport is an independent statement on a supplier's security.
//
// +kubebuilder:validation:XValidation:rule="!has(self.issuedOn) || !has(self.validUntil) || self.issuedOn.split('T')[0] <= self.validUntil.split('T')[0]",message="validUntil must not be before issuedOn",fieldPath=".validUntil"
type AssuranceReport struct {
	// name of the report, such as "ISO 27001 certificate" or "SOC 2 Type 2, 2026".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// type of the report; unknown where absent.
	// +optional
	Type AssuranceReportType `json:"type,omitempty"`
	// periodEnd is the last day that an attestation speaks of.
	// +optional
	PeriodEnd Date `json:"periodEnd,omitzero"`
	// bridgedUntil is the last day that a bridge letter of the supplier speaks of.
	// +optional
	BridgedUntil Date `json:"bridgedUntil,omitzero"`
	// lookedUpOn is the last day on which somebody looked whether the report still holds,
	// such as in the register of the certification body.
	// +optional
	LookedUpOn Date `json:"lookedUpOn,omitzero"`
	// issuedOn is the day of issue.
	// +optional
	IssuedOn Date `json:"issuedOn,omitzero"`
	// validUntil is the last day on which the report counts.
	// +optional
	ValidUntil Date `json:"validUntil,omitzero"`
	// receivedOn is the day on which it came in; the day of its issue where absent.
	// +optional
	ReceivedOn Date `json:"receivedOn,omitzero"`
	// scope that the report speaks of, such as services and sites: what the organization uses
	// is in it, or it is not (P7-16).
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Scope string `json:"scope,omitempty"`
	// statementSeenOn is the day on which somebody saw the supplier's statement of
	// applicability, which says what a certificate covers (P7-16).
	// +optional
	StatementSeenOn Date `json:"statementSeenOn,omitzero"`
	// reviewedBy is who read the report for the organization (P7-16).
	// +optional
	ReviewedBy *Actor `json:"reviewedBy,omitempty"`
	// reviewedOn is the day on which they did.
	// +optional
	ReviewedOn Date `json:"reviewedOn,omitzero"`
	// userControls are the controls that the report takes for granted at its users (P7-17).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	UserControls []ControlID `json:"userControls,omitempty"`
}
