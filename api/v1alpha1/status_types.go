package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

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
	// rule that fired, as in the rule catalog, such as "P6-01".
	// +required
	// +kubebuilder:validation:MaxLength=16
	Rule string `json:"rule"`
	// reason in one word, such as "ContractExpired".
	// +required
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason"`
	// grade of the finding.
	// +required
	Grade Grade `json:"grade,omitempty"`
	// record that the finding is about; given where it is not this record.
	// +optional
	Record *FindingRecord `json:"record,omitempty"`
	// field that decided.
	// +optional
	// +kubebuilder:validation:MaxLength=512
	Field string `json:"field,omitempty"`
	// message says what was found.
	// +required
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message"`
	// remedy says what would make it right.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Remedy string `json:"remedy,omitempty"`
	// since is the first day on which the finding held, where the record tells it.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	Since string `json:"since,omitempty"`
	// sumsUp is the reason of the findings that this one sums up, where it is one of the
	// roll-up; two that sum up different reasons are two problems.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	SumsUp string `json:"sumsUp,omitempty"`
}

// FindingRecord names the record that a finding is about. Its kind is no enum: no status
// may be refused for a kind that came with a later version of the operator.
type FindingRecord struct {
	// kind of the record.
	// +required
	// +kubebuilder:validation:MaxLength=63
	Kind string `json:"kind"`
	// name of the record.
	// +required
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
}

// FindingCounts counts findings by grade. The counts are exact even where the
// list of findings is cut.
//
// Numbers of a status have bounds so that whatever the API server accepts in one, from
// whomever, can be read again.
type FindingCounts struct {
	// major counts major nonconformities.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Major int32 `json:"major"`
	// minor counts minor nonconformities.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Minor int32 `json:"minor"`
	// unknown counts facts that are missing.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Unknown int32 `json:"unknown"`
	// observation counts observations.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Observation int32 `json:"observation"`
	// opportunity counts opportunities for improvement.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Opportunity int32 `json:"opportunity"`
}

// MaxFindings is how many findings a status lists, the worst first.
const MaxFindings = 32

// RecordStatus is what the operator found out about a record. Only the operator writes it.
type RecordStatus struct {
	// conditions Current, Covered, Owned and their summary Conforming.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=24
	Conditions []metav1.Condition `json:"conditions,omitempty"`
	// observedGeneration of the spec that was judged; -1 until the first judgement.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	// +kubebuilder:validation:Maximum=9007199254740991
	ObservedGeneration int64 `json:"observedGeneration,omitempty"` //nolint:kubeapilinter // no object has the generation 0
	// counts of findings by grade.
	// +optional
	Counts *FindingCounts `json:"counts,omitempty"`
	// findings are listed worst first, at most 32; counts tells how many there are.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Findings []Finding `json:"findings,omitempty"`
	// signatures that the record carries, and what each is worth on the day that it is of.
	// +optional
	// +listType=map
	// +listMapKey=field
	// +kubebuilder:validation:MaxItems=32
	Signatures []SignatureStatus `json:"signatures,omitempty"`
	// nextChangeOn is the first day on which the judgement can change without an edit.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	NextChangeOn string `json:"nextChangeOn,omitempty"`
	// retainUntil is the last day on which the record must be kept as evidence;
	// absent once it is over, and for records that need not be kept. The admission
	// policy refuses to delete a record while it is set.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	RetainUntil string `json:"retainUntil,omitempty"`
}

// MaxSignatures is how many signatures a status tells of; a record with more tells of the first.
const MaxSignatures = 32

// SignatureWorth is what a signature is worth.
// +kubebuilder:validation:Enum=Valid;Invalid;Unknown
type SignatureWorth string

// SignatureWorth values.
const (
	// SignatureValid: it is of what the record states, its key counted on the day, and somebody
	// who is trusted vouches for the key.
	SignatureValid SignatureWorth = "Valid"
	// SignatureInvalid: it does not count, as the finding of rule X-20 says.
	SignatureInvalid SignatureWorth = "Invalid"
	// SignatureUnknown: nobody here can tell, such as where no trust root is given.
	SignatureUnknown SignatureWorth = "Unknown"
)

// SignatureStatus is what a signature of a record was found to be worth.
type SignatureStatus struct {
	// field that is signed, such as "spec.approvals[board]".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Field string `json:"field,omitempty"`
	// worth of the signature on its day.
	// +required
	Worth SignatureWorth `json:"worth,omitempty"`
	// by names the Person or SecurityRole in whose name it was given.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	By string `json:"by,omitempty"`
	// statedOn is the day that the record states, and of which the worth is told.
	// +optional
	// +kubebuilder:validation:MaxLength=10
	StatedOn string `json:"statedOn,omitempty"`
	// key is the name under which the Person who signed has the key; absent where no Person has.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	Key string `json:"key,omitempty"`
	// fingerprint of the key, as OpenSSH writes it; absent where none can be read.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Fingerprint string `json:"fingerprint,omitempty"`
	// stampedAt is the time (RFC 3339, in UTC) by which the signature was there, as a time stamp
	// authority says that is vouched for; absent where none does.
	// +optional
	// +kubebuilder:validation:MaxLength=20
	StampedAt string `json:"stampedAt,omitempty"`
}
