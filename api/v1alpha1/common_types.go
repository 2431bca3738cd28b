package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Reference names a record of the same namespace. The field that holds it says
// of which kind.
type Reference struct {
	// name of the record that is meant.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// Actor is who did, decided or answers for something: a role, a person, or the words of
// the source where it named neither. A role stands for whoever holds it, of something
// done for whoever held it on that day.
//
// +kubebuilder:validation:XValidation:rule="[has(self.roleRef), has(self.personRef), has(self.statedAs)].filter(x, x).size() == 1",message="set exactly one of roleRef, personRef and statedAs"
type Actor struct {
	// roleRef names a SecurityRole.
	// +optional
	RoleRef *Reference `json:"roleRef,omitempty"`
	// personRef names a Person.
	// +optional
	PersonRef *Reference `json:"personRef,omitempty"`
	// statedAs keeps the words of the source. The name, title or an alias of one
	// SecurityRole, or the name or displayName of one Person, stands for it, whatever the case
	// and spacing. What names neither, such as "TBD" or a mailbox, or could name several,
	// is nobody (rules P3-02, X-04 and X-13).
	// +optional
	// +kubebuilder:validation:MaxLength=256
	StatedAs string `json:"statedAs,omitempty"`
}

// Evidence points at a document that proves a fact.
type Evidence struct {
	// name of the document, unique within the list.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// uri where the document is kept: https, git or oci, or a path relative to the manifest.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URI string `json:"uri,omitempty"`
	// sha256 of the document, in hexadecimal. Write it in quotes.
	// +optional
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`
	// effectiveOn is the day that the document speaks of, or is in force from.
	// +optional
	EffectiveOn Date `json:"effectiveOn,omitzero"`
	// collectedOn is the day that the document was put on file.
	// +optional
	CollectedOn Date `json:"collectedOn,omitzero"`
	// withdrawn says that the document proves nothing any more, and why. It stays on file
	// and counts for nothing.
	// +optional
	Withdrawn *Withdrawal `json:"withdrawn,omitempty"`
}

// Withdrawal takes something back that stays on file.
type Withdrawal struct {
	// reason for it, such as "superseded by the certificate of the new issuer".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Reason string `json:"reason,omitempty"`
	// withdrawnOn is the day on which it was taken back.
	// +optional
	WithdrawnOn Date `json:"withdrawnOn,omitzero"`
}

// Evergreen says that something never lapses, and why. Without it an absent end
// date is unknown, never endless.
type Evergreen struct {
	// reason why no end date exists, such as "foundation certificates of this issuer do not expire".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Reason string `json:"reason,omitempty"`
}

// Validity is the span in which a record counts. Both ends are included.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.validUntil) && has(self.evergreen))",message="set validUntil or evergreen, not both"
// +kubebuilder:validation:XValidation:rule="!has(self.validFrom) || !has(self.validUntil) || self.validFrom.split('T')[0] <= self.validUntil.split('T')[0]",message="validUntil must not be before validFrom",fieldPath=".validUntil"
type Validity struct {
	// validFrom is the first day on which the record counts.
	// +optional
	ValidFrom Date `json:"validFrom,omitzero"`
	// validUntil is the last day on which the record counts; it has lapsed the day after.
	// +optional
	ValidUntil Date `json:"validUntil,omitzero"`
	// evergreen says that the record never lapses, and why.
	// +optional
	Evergreen *Evergreen `json:"evergreen,omitempty"`
}

// Review says when somebody last looked whether the record still holds, and when the next look
// is due.
//
// +kubebuilder:validation:XValidation:rule="!has(self.lastReviewedOn) || !has(self.nextOn) || self.lastReviewedOn.split('T')[0] < self.nextOn.split('T')[0]",message="nextOn must be after lastReviewedOn",fieldPath=".nextOn"
type Review struct {
	// lastReviewedOn is the day of the last look.
	// +optional
	LastReviewedOn Date `json:"lastReviewedOn,omitzero"`
	// reviewedBy says who took the last look. A look by nobody who is known is none (rule X-06).
	// +optional
	ReviewedBy *Actor `json:"reviewedBy,omitempty"`
	// intervalMonths after which the next look is due. Without it and nextOn the policy says
	// (records.reviewIntervalMonths).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	IntervalMonths int32 `json:"intervalMonths,omitempty"`
	// nextOn is the day by which the next look is due, or earlier by intervalMonths.
	// +optional
	NextOn Date `json:"nextOn,omitzero"`
}

// Approval is a decision that a record holds as written.
type Approval struct {
	// name of the approval, unique within the list, such as "board" or who approved.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// by says who approved.
	// +required
	By Actor `json:"by"`
	// approvedOn is the day of the approval.
	// +required
	ApprovedOn Date `json:"approvedOn"`
	// rationale is the reason, in the approver's words.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Rationale string `json:"rationale,omitempty"`
	// contentHash binds the approval to what was approved. A later edit makes the approval
	// stale (rule X-07). "v2:sha256:" is the SHA-256 of the canonical JSON (RFC 8785) of
	// group, kind, isms, name and spec without approvals and what may change after them;
	// "sha256:", of version 1, covers the spec alone.
	// +optional
	// +kubebuilder:validation:Pattern=`^(v2:)?sha256:[0-9a-f]{64}$`
	// +kubebuilder:validation:MaxLength=74
	ContentHash string `json:"contentHash,omitempty"`
	// signature of the approval by a key of who approved, as ssh-keygen writes one (SSHSIG,
	// armored), in the namespace approval@isms-operator.io, of what "approve --request"
	// writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Signature string `json:"signature,omitempty"`
	// timestamp of the signature: the token of a time stamp authority (RFC 3161, a TimeStampToken
	// or TimeStampResp in base64), over what the signature's armor holds. It shows by when the
	// signature was there, which the signer's own clock cannot.
	// +optional
	// +kubebuilder:validation:Pattern=`^[A-Za-z0-9+/]+={0,2}$`
	// +kubebuilder:validation:MaxLength=16384
	Timestamp string `json:"timestamp,omitempty"` //nolint:kubeapilinter // a time stamp of RFC 3161 is a token, and no time
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
	// decision that was taken.
	// +required
	Decision RenewalDecisionType `json:"decision,omitempty"`
	// by says who decided.
	// +optional
	By *Actor `json:"by,omitempty"`
	// decidedOn is the day of the decision. A decision from before the term started
	// was about an earlier term and does not count.
	// +required
	DecidedOn Date `json:"decidedOn"`
	// rationale is the reason.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Rationale string `json:"rationale,omitempty"`
	// signature of the decision by a key of who decided, as ssh-keygen writes one (SSHSIG,
	// armored), in the namespace act@isms-operator.io, of what "sign --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Signature string `json:"signature,omitempty"`
}

// Term is the running time of a license or contract. Both ends are included.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.end) && has(self.evergreen))",message="set end or evergreen, not both"
// +kubebuilder:validation:XValidation:rule="!has(self.start) || !has(self.end) || self.start.split('T')[0] <= self.end.split('T')[0]",message="end must not be before start",fieldPath=".end"
type Term struct {
	// start is the first day of the term.
	// +optional
	Start Date `json:"start,omitzero"`
	// end is the last day of the term; it has ended the day after.
	// +optional
	End Date `json:"end,omitzero"`
	// evergreen says that the term has no end, and why.
	// +optional
	Evergreen *Evergreen `json:"evergreen,omitempty"`
	// noticePeriodDays before the end in which notice must have been given. The
	// day to act by is the end less this period.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	NoticePeriodDays *int32 `json:"noticePeriodDays,omitempty"`
	// renewalMode says what happens at the end without a decision.
	// +optional
	RenewalMode RenewalMode `json:"renewalMode,omitempty"`
	// renewalDecision is what was decided about the end of this term.
	// +optional
	RenewalDecision *RenewalDecision `json:"renewalDecision,omitempty"`
}

// Common holds what every record carries.
type Common struct {
	// owner answers for the record; nobody else does, whoever owns it as well.
	// +optional
	Owner *Actor `json:"owner,omitempty"`
	// coOwners own the record beside the owner, without answering for it.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	CoOwners []Actor `json:"coOwners,omitempty"` //nolint:kubeapilinter // the rule of Actor requires exactly one of its fields
	// evidence that proves what the record says.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	Evidence []Evidence `json:"evidence,omitempty"`
	// review says when somebody last looked whether the record still holds.
	// +optional
	Review *Review `json:"review,omitempty"`
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
