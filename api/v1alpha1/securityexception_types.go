package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// WaivedConflict is a conflict of two duties that one person holds. The order of
// the two does not matter.
//
// +kubebuilder:validation:XValidation:rule="self.first != self.second",message="a duty does not conflict with itself; name two duties"
type WaivedConflict struct {
	// first duty by name, as in the duties of a SecurityRole.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	First string `json:"first,omitempty"`
	// second duty by name, as in the duties of a SecurityRole.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Second string `json:"second,omitempty"`
	// scope in which the two are held, such as a process or system; every scope
	// where absent.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Scope string `json:"scope,omitempty"`
}

// WaivedLapse is a finding on a record.
type WaivedLapse struct {
	// reason of the finding, as its status gives it, such as "VendorSupportEnded".
	// +required
	// +kubebuilder:validation:Pattern=`^[A-Z][A-Za-z0-9]{0,63}$`
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason"`
	// recordRef names the record that the finding is about.
	// +required
	RecordRef RecordReference `json:"recordRef,omitzero"`
}

// Deviation is where something is not as the organization's own rules ask.
//
// +kubebuilder:validation:XValidation:rule="has(self.policy) || has(self.controls)",message="say what is deviated from: set policy or controls"
type Deviation struct {
	// policy of the organization that is not followed, or standard or procedure, with its section, such as
	// "Malware policy, 4.2".
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Policy string `json:"policy,omitempty"`
	// controls of Annex A that are not met in full.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// scope in which it is so, such as a system; everywhere where absent.
	// +optional
	// +kubebuilder:validation:MaxLength=256
	Scope string `json:"scope,omitempty"`
}

// SecurityExceptionSpec is what is waived, why, what stands in for it, and until when.
//
// +kubebuilder:validation:XValidation:rule="[has(self.conflict), has(self.lapse), has(self.deviation)].filter(x, x).size() == 1",message="set exactly one of conflict, lapse and deviation"
// +kubebuilder:validation:XValidation:rule="!has(self.requestedOn) || !has(self.approvals) || self.approvals.all(a, self.requestedOn.split('T')[0] <= a.approvedOn.split('T')[0])",message="approvedOn of an approval must not be before requestedOn",fieldPath=".approvals"
// +kubebuilder:validation:XValidation:rule="!has(self.requestedOn) || !has(self.closedOn) || self.requestedOn.split('T')[0] <= self.closedOn.split('T')[0]",message="closedOn must not be before requestedOn",fieldPath=".closedOn"
type SecurityExceptionSpec struct {
	Common `json:",inline"`

	// conflict of duties that is waived.
	// +optional
	Conflict *WaivedConflict `json:"conflict,omitempty"`
	// lapse that is waived.
	// +optional
	Lapse *WaivedLapse `json:"lapse,omitempty"`
	// deviation from a control, or from a policy of the organization. It is on record and lapses,
	// and waives no finding: what a rule finds is waived as a lapse or a conflict.
	// +optional
	Deviation *Deviation `json:"deviation,omitempty"`
	// personRefs name the people whose conflict is waived.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=32
	PersonRefs []Reference `json:"personRefs,omitempty"`
	// reason why the exception is needed.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Reason string `json:"reason,omitempty"`
	// compensatingControl says what keeps the risk down meanwhile, such as a
	// monthly look at the logs by somebody else.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	CompensatingControl string `json:"compensatingControl,omitempty"`
	// requestedBy names the Person who asked for the exception.
	// +optional
	RequestedBy *Actor `json:"requestedBy,omitempty"`
	// requestedOn is the day of the request.
	// +optional
	RequestedOn Date `json:"requestedOn,omitzero"`
	// approvals of the exception; nothing is waived without one. They bind all of it
	// but its closing and the record's review and evidence.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Approvals []Approval `json:"approvals,omitempty"`
	// validity of the exception. One that never lapses does not count: an exception
	// ends (rule P6-08).
	// +optional
	Validity *Validity `json:"validity,omitempty"`
	// closedOn is the day on which the exception was no longer needed; absent until then.
	// +optional
	ClosedOn Date `json:"closedOn,omitzero"`
}

// Approvable returns what an approval of the exception binds: all of it but the
// approval itself, its closing, proof, and a review that leaves it as it is.
func (s *SecurityExceptionSpec) Approvable() any {
	content := s.DeepCopy()
	content.Approvals = nil
	content.ClosedOn = Date{}
	content.Review = nil
	content.Evidence = nil
	return content
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=securityexceptions,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=securityexceptions/status,verbs=patch

// SecurityException waives, for a time, a conflict of duties or a lapse that a rule
// found, or records a deviation from a control or policy. What is waived is shown as
// waived, never hidden. Segregation of duties (A.5.3) and checklist point 6.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=securityexceptions,shortName=sexc,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Duty",type=string,JSONPath=`.spec.conflict.first`
// +kubebuilder:printcolumn:name="Conflicts with",type=string,JSONPath=`.spec.conflict.second`
// +kubebuilder:printcolumn:name="Lapse",type=string,JSONPath=`.spec.lapse.reason`
// +kubebuilder:printcolumn:name="Deviates from",type=string,JSONPath=`.spec.deviation.policy`
// +kubebuilder:printcolumn:name="Approved",type=string,JSONPath=`.spec.approvals[0].approvedOn`
// +kubebuilder:printcolumn:name="Valid until",type=string,JSONPath=`.spec.validity.validUntil`
// +kubebuilder:printcolumn:name="Closed",type=string,JSONPath=`.spec.closedOn`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type SecurityException struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what is waived, why, what stands in for it, and until when.
	// +required
	Spec SecurityExceptionSpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *SecurityException) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *SecurityException) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained: an exception that was approved, from its end.
func (r *SecurityException) RetainedFrom() Date {
	if len(r.Spec.Approvals) == 0 || r.Spec.Validity == nil {
		return Date{}
	}
	return r.Spec.Validity.ValidUntil
}

// SecurityExceptionList is a list of SecurityException.
//
// +kubebuilder:object:root=true
type SecurityExceptionList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []SecurityException `json:"items"`
}

func init() { register(&SecurityException{}, &SecurityExceptionList{}) }
