package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Reference names a record of the same namespace. The field that holds it says
// of which kind.
type Reference struct {
	// Name of the record that is meant.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
}

// Owner says who answers for a record: a role, a person, or the words of the
// source where it named neither.
//
// +kubebuilder:validation:XValidation:rule="[has(self.roleRef), has(self.personRef), has(self.statedAs)].filter(x, x).size() == 1",message="set exactly one of roleRef, personRef and statedAs"
type Owner struct {
	// RoleRef names the SecurityRole that owns the record; its holders answer for it.
	// +optional
	RoleRef *Reference `json:"roleRef,omitempty"`
	// PersonRef names the Person that owns the record.
	// +optional
	PersonRef *Reference `json:"personRef,omitempty"`
	// StatedAs keeps what the source said where it named neither a role nor a
	// person of this register, such as "TBD" or a mailbox. It never counts as an
	// owner (rule P3-02).
	// +optional
	// +kubebuilder:validation:MaxLength=256
	StatedAs string `json:"statedAs,omitempty"`
}

// Evidence points at a document that proves a fact.
type Evidence struct {
	// Name of the document, unique within the list.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name"`
	// URI where the document is kept: https, git or oci, or a path relative to the manifest.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URI string `json:"uri"`
	// SHA256 of the document, in hexadecimal. Write it in quotes.
	// +optional
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`
	// EffectiveOn is the day that the document speaks of, or is in force from.
	// +optional
	EffectiveOn Date `json:"effectiveOn,omitzero"`
	// CollectedOn is the day that the document was put on file.
	// +optional
	CollectedOn Date `json:"collectedOn,omitzero"`
}

// Evergreen says that something never lapses, and why. Without it an absent end
// date is unknown, never endless.
type Evergreen struct {
	// Reason why no end date exists, such as "foundation certificates of this issuer do not expire".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Reason string `json:"reason"`
}

// Validity is the span in which a record counts. Both ends are included.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.validUntil) && has(self.evergreen))",message="set validUntil or evergreen, not both"
// +kubebuilder:validation:XValidation:rule="!has(self.validFrom) || !has(self.validUntil) || self.validFrom.split('T')[0] <= self.validUntil.split('T')[0]",message="validUntil must not be before validFrom",fieldPath=".validUntil"
type Validity struct {
	// ValidFrom is the first day on which the record counts.
	// +optional
	ValidFrom Date `json:"validFrom,omitzero"`
	// ValidUntil is the last day on which the record counts; it has lapsed the day after.
	// +optional
	ValidUntil Date `json:"validUntil,omitzero"`
	// Evergreen says that the record never lapses, and why.
	// +optional
	Evergreen *Evergreen `json:"evergreen,omitempty"`
}

// Review says when somebody last looked whether the record still holds.
type Review struct {
	// LastReviewedOn is the day of the last look.
	// +optional
	LastReviewedOn Date `json:"lastReviewedOn,omitzero"`
	// IntervalMonths after which the next look is due.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	IntervalMonths int32 `json:"intervalMonths"`
}

// Approval is a decision by a person that a record holds as written.
type Approval struct {
	// By names the Person who approved.
	// +required
	By Reference `json:"by"`
	// ApprovedOn is the day of the approval.
	// +required
	ApprovedOn Date `json:"approvedOn"`
	// Rationale is the reason, in the approver's words.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Rationale string `json:"rationale,omitempty"`
	// ContentHash binds the approval to what was approved: the SHA-256 of the
	// spec without its approval. A later edit makes the approval stale (rule X-07).
	// +optional
	// +kubebuilder:validation:Pattern=`^sha256:[0-9a-f]{64}$`
	// +kubebuilder:validation:MaxLength=71
	ContentHash string `json:"contentHash,omitempty"`
}

// Criticality of a resource for the ISMS.
// +kubebuilder:validation:Enum=Low;Medium;High;Critical
type Criticality string

// Criticality values, lowest first.
const (
	CriticalityLow      Criticality = "Low"
	CriticalityMedium   Criticality = "Medium"
	CriticalityHigh     Criticality = "High"
	CriticalityCritical Criticality = "Critical"
)

// RenewalDecisionType is what was decided about a term that ends.
// +kubebuilder:validation:Enum=Renew;Replace;Terminate
type RenewalDecisionType string

// RenewalDecisionType values.
const (
	RenewalRenew     RenewalDecisionType = "Renew"
	RenewalReplace   RenewalDecisionType = "Replace"
	RenewalTerminate RenewalDecisionType = "Terminate"
)

// RenewalMode is what happens at the end of a term without a decision.
// +kubebuilder:validation:Enum=Automatic;Manual
type RenewalMode string

// RenewalMode values.
const (
	RenewalAutomatic RenewalMode = "Automatic"
	RenewalManual    RenewalMode = "Manual"
)

// RenewalDecision is the decision about the term that runs now.
type RenewalDecision struct {
	// Decision that was taken.
	// +required
	Decision RenewalDecisionType `json:"decision"`
	// By names the Person who decided.
	// +optional
	By *Reference `json:"by,omitempty"`
	// DecidedOn is the day of the decision. A decision from before the term started
	// was about an earlier term and does not count.
	// +required
	DecidedOn Date `json:"decidedOn"`
	// Rationale is the reason.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Rationale string `json:"rationale,omitempty"`
}

// Term is the running time of a licence or contract. Both ends are included.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.end) && has(self.evergreen))",message="set end or evergreen, not both"
// +kubebuilder:validation:XValidation:rule="!has(self.start) || !has(self.end) || self.start.split('T')[0] <= self.end.split('T')[0]",message="end must not be before start",fieldPath=".end"
type Term struct {
	// Start is the first day of the term.
	// +optional
	Start Date `json:"start,omitzero"`
	// End is the last day of the term; it has ended the day after.
	// +optional
	End Date `json:"end,omitzero"`
	// Evergreen says that the term has no end, and why.
	// +optional
	Evergreen *Evergreen `json:"evergreen,omitempty"`
	// NoticePeriodDays before the end in which notice must have been given. The
	// day to act by is the end less this period.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	NoticePeriodDays int32 `json:"noticePeriodDays,omitempty"`
	// RenewalMode says what happens at the end without a decision.
	// +optional
	RenewalMode RenewalMode `json:"renewalMode,omitempty"`
	// RenewalDecision is what was decided about the end of this term.
	// +optional
	RenewalDecision *RenewalDecision `json:"renewalDecision,omitempty"`
}

// Common holds what every record carries.
type Common struct {
	// Owner answers for the record.
	// +optional
	Owner *Owner `json:"owner,omitempty"`
	// Evidence that proves what the record says.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	Evidence []Evidence `json:"evidence,omitempty"`
	// Review says when somebody last looked whether the record still holds.
	// +optional
	Review *Review `json:"review,omitempty"`
}

// Grade of a finding (ISO/IEC 17021-1 knows major and minor; observation and
// opportunity are convention; unknown says that a fact is missing).
// +kubebuilder:validation:Enum=Major;Minor;Unknown;Observation;Opportunity
type Grade string

// Grade values, worst first.
const (
	// GradeMajor: the ability to reach the intended results is in doubt.
	GradeMajor Grade = "Major"
	// GradeMinor: a lapse inside a process that works.
	GradeMinor Grade = "Minor"
	// GradeUnknown: a fact is missing, so conformity cannot be told. Never a pass.
	GradeUnknown Grade = "Unknown"
	// GradeObservation: conforming, but will not stay so unless somebody acts.
	GradeObservation Grade = "Observation"
	// GradeOpportunity: conforming, could be better.
	GradeOpportunity Grade = "Opportunity"
)

// Finding is one rule that fired on one record.
type Finding struct {
	// Rule that fired, as in the rule catalogue, such as "P6-01".
	// +required
	// +kubebuilder:validation:MaxLength=16
	Rule string `json:"rule"`
	// Reason in one word, such as "ContractExpired".
	// +required
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason"`
	// Grade of the finding.
	// +required
	Grade Grade `json:"grade"`
	// Record that the finding is about, as Kind/name; given where it is not this record.
	// +optional
	// +kubebuilder:validation:MaxLength=320
	Record string `json:"record,omitempty"`
	// Field that decided.
	// +optional
	// +kubebuilder:validation:MaxLength=512
	Field string `json:"field,omitempty"`
	// Message says what was found.
	// +required
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message"`
	// Remedy says what would make it right.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Remedy string `json:"remedy,omitempty"`
	// Since is the first day on which the finding held, where the record tells it.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	Since string `json:"since,omitempty"`
}

// FindingCounts counts findings by grade. The counts are exact even where the
// list of findings is cut.
//
// Numbers of a status have bounds so that whatever the API server accepts in one, from
// whomever, can be read again.
type FindingCounts struct {
	// Major nonconformities.
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Major int32 `json:"major"`
	// Minor nonconformities.
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Minor int32 `json:"minor"`
	// Unknown counts facts that are missing.
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Unknown int32 `json:"unknown"`
	// Observations.
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Observation int32 `json:"observation"`
	// Opportunities for improvement.
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Opportunity int32 `json:"opportunity"`
}

// MaxFindings is how many findings a status lists, the worst first.
const MaxFindings = 32

// RecordStatus is what the operator found out about a record. Only the operator writes it.
type RecordStatus struct {
	// ObservedGeneration of the spec that was judged; -1 until the first judgement.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	// +kubebuilder:validation:Maximum=9007199254740991
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
	// Conditions Current, Covered, Owned and their summary Compliant.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=24
	Conditions []metav1.Condition `json:"conditions,omitempty"`
	// Counts of findings by grade.
	// +optional
	Counts *FindingCounts `json:"counts,omitempty"`
	// Findings, worst first, at most 32; counts tells how many there are.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Findings []Finding `json:"findings,omitempty"`
	// NextChangeOn is the first day on which the judgement can change without an edit.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	NextChangeOn string `json:"nextChangeOn,omitempty"`
	// RetainUntil is the last day on which the record must be kept as evidence;
	// absent once it is over, and for records that need not be kept. The admission
	// policy refuses to delete a record while it is set.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	RetainUntil string `json:"retainUntil,omitempty"`
}

// Retained is a record that proves what happened and must be kept (Clause 7.5.3).
//
// +kubebuilder:object:generate=false
type Retained interface {
	// RetainedFrom is the day from which the retention period runs; absent while
	// the record proves nothing yet.
	RetainedFrom() Date
}

// Record is what every kind of this package is: an object of the register with
// the shared status.
//
// +kubebuilder:object:generate=false
type Record interface {
	metav1.Object
	runtime.Object
	// RecordCommon returns the shared part of the spec, for reading.
	RecordCommon() *Common
	// RecordStatus returns the status, for writing by the operator.
	RecordStatus() *RecordStatus
}
