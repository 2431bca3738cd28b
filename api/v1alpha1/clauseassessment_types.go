package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// LifecyclePhase is where the ISMS stands.
// +kubebuilder:validation:Enum=Establishment;Implementation;Certification;Maintenance
type LifecyclePhase string

// LifecyclePhase values, in order.
const (
	PhaseEstablishment  LifecyclePhase = "Establishment"
	PhaseImplementation LifecyclePhase = "Implementation"
	PhaseCertification  LifecyclePhase = "Certification"
	PhaseMaintenance    LifecyclePhase = "Maintenance"
)

// Certificate is the organization's ISO/IEC 27001 certificate.
//
// +kubebuilder:validation:XValidation:rule="!has(self.issuedOn) || !has(self.expiresOn) || self.issuedOn.split('T')[0] <= self.expiresOn.split('T')[0]",message="expiresOn must not be before issuedOn",fieldPath=".expiresOn"
type Certificate struct {
	// number of the certificate.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Number string `json:"number,omitempty"`
	// body that issued it.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Body string `json:"body,omitempty"`
	// issuedOn is the day of the certification decision.
	// +optional
	IssuedOn Date `json:"issuedOn,omitzero"`
	// previousEndedOn is the last day of the certificate that this one follows; absent where
	// it is the first.
	// +optional
	PreviousEndedOn Date `json:"previousEndedOn,omitzero"`
	// expiresOn is the last day of the certificate.
	// +optional
	ExpiresOn Date `json:"expiresOn,omitzero"`
}

// ExternalAuditType is a kind of audit by the certification body.
// +kubebuilder:validation:Enum=Stage1;Stage2;Surveillance;Recertification
type ExternalAuditType string

// ExternalAudit is an audit by the certification body.
type ExternalAudit struct {
	// type of the audit.
	// +optional
	Type ExternalAuditType `json:"type,omitempty"`
	// startsOn is its first day.
	// +required
	StartsOn Date `json:"startsOn"`
}

// DeclarationSubject is something that an ISMS can do without if it says so.
// +kubebuilder:validation:Enum=OutsourcedServices;Infrastructure
type DeclarationSubject string

// DeclarationSubject values.
const (
	// DeclareOutsourcedServices says that nothing is outsourced.
	DeclareOutsourcedServices DeclarationSubject = "OutsourcedServices"
	// DeclareInfrastructure says that no tool, asset or facility is needed.
	DeclareInfrastructure DeclarationSubject = "Infrastructure"
)

// Declaration says that the ISMS has none of something, and why. Without it an
// empty register is an unanswered question, never a pass.
type Declaration struct {
	// none names what the ISMS has none of.
	// +required
	None DeclarationSubject `json:"none,omitempty"`
	// reason why it needs none.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Reason string `json:"reason,omitempty"`
}

// ClauseAssessmentSpec says what is judged, and by which policy.
type ClauseAssessmentSpec struct {
	Common `json:",inline"`

	// organization whose ISMS it is.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Organization string `json:"organization,omitempty"`
	// isms is an identifier of the ISMS that stays, such as "isms.acme.example". Approvals are
	// bound to it, so that none can be copied to another ISMS; signatures need it. Another
	// identifier makes every signature invalid.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`
	Isms string `json:"isms,omitempty"`
	// scope of the ISMS (Clause 4.3).
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	Scope string `json:"scope,omitempty"`
	// phase in which the ISMS stands.
	// +optional
	Phase LifecyclePhase `json:"phase,omitempty"` //nolint:kubeapilinter // a phase of the ISMS, which the user states; not a state machine of the operator
	// ismsSince is the day on which the ISMS began. What was so before it did grows old from
	// that day on (G-02).
	// +optional
	IsmsSince Date `json:"ismsSince,omitzero"`
	// implementationSince is the day on which the phase Implementation began. What was so
	// before it did grows old from that day on (G-02).
	// +optional
	ImplementationSince Date `json:"implementationSince,omitzero"`
	// certificate of the organization; absent before the first.
	// +optional
	Certificate *Certificate `json:"certificate,omitempty"`
	// lastExternalAudit that took place.
	// +optional
	LastExternalAudit *ExternalAudit `json:"lastExternalAudit,omitempty"`
	// nextExternalAudit that is planned.
	// +optional
	NextExternalAudit *ExternalAudit `json:"nextExternalAudit,omitempty"`
	// declarations of what the ISMS has none of.
	// +optional
	// +listType=map
	// +listMapKey=none
	// +kubebuilder:validation:MaxItems=8
	Declarations []Declaration `json:"declarations,omitempty"`
	// observedScope is where the rights that the cluster grants in fact are compared with
	// people and roles. Without it nothing about rights is judged.
	// +optional
	ObservedScope *ObservedScope `json:"observedScope,omitempty"`
	// policy that rules judge by.
	// +optional
	Policy Policy `json:"policy,omitempty,omitzero"`
}

// Verdict on the whole clause.
// +kubebuilder:validation:Enum=Conforming;MinorNonconformity;MajorNonconformity;Unknown
type Verdict string

// Verdict values.
const (
	// VerdictConforming: every mandatory question was answered, and no nonconformity is open.
	VerdictConforming Verdict = "Conforming"
	// VerdictMinor: minor nonconformities are open, no major one.
	VerdictMinor Verdict = "MinorNonconformity"
	// VerdictMajor: a major nonconformity is open.
	VerdictMajor Verdict = "MajorNonconformity"
	// VerdictUnknown: no nonconformity is known, but a mandatory question has no answer.
	VerdictUnknown Verdict = "Unknown"
)

// ClauseAssessmentStatus is the verdict on the namespace. It has the shape of
// every record's status and the verdict beside it; its findings are the worst of
// all records.
type ClauseAssessmentStatus struct {
	RecordStatus `json:",inline"`

	// verdict on Clause 7.1: the worst of all points.
	// +optional
	Verdict Verdict `json:"verdict,omitempty"`
	// records is the number of records that the verdict rests on.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	Records int32 `json:"records,omitempty"` //nolint:kubeapilinter // absent is none
	// notJudged is the number of records that are there and cannot be read.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	NotJudged int32 `json:"notJudged,omitempty"` //nolint:kubeapilinter // absent is none
	// points tells for each point how much its verdict rests on. It changes only when records
	// come or go; the plugin tells the rest with assess --explain.
	// +optional
	// +listType=map
	// +listMapKey=id
	// +kubebuilder:validation:MaxItems=32
	Points []PointStatus `json:"points,omitempty"`
	// policy tells where spec.policy asks for less than the default; absent where it does not.
	// +optional
	Policy *PolicyDeviations `json:"policy,omitempty"`
	// forecast for the next external audit; absent where none lies ahead.
	// +optional
	Forecast *Forecast `json:"forecast,omitempty"`
}

// PointStatus is how much the verdict on a point rests on. The condition of the point has
// the verdict itself.
type PointStatus struct {
	// id of the point, such as "P2".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=8
	ID string `json:"id,omitempty"`
	// rulesAsked is the number of rules that were asked for the point.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	RulesAsked int32 `json:"rulesAsked,omitempty"` //nolint:kubeapilinter // absent is none
	// recordsJudged is the number of records that they were asked of.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	RecordsJudged int32 `json:"recordsJudged,omitempty"` //nolint:kubeapilinter // absent is none
}

// PolicyDeviations are the fields of the policy that ask for less than the default. What
// they have instead, and the reason that is given, the findings of X-14 tell.
type PolicyDeviations struct {
	// deviations is the number of these fields.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=64
	Deviations int32 `json:"deviations,omitempty"`
	// beyondFloor is the number of those that go beyond the floor of their field.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=64
	BeyondFloor int32 `json:"beyondFloor"`
	// fields are their names with the group, such as "review.auditIntervalMonths".
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=128
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=128
	Fields []string `json:"fields,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=clauseassessments,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=clauseassessments/status,verbs=patch

// ClauseAssessment is the verdict on ISO/IEC 27001:2022 Clause 7.1 for the ISMS
// of this namespace, with the policy that it is judged by. It speaks of
// readiness for an audit, not of certification.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=clauseassessments,shortName=casm,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Verdict",type=string,JSONPath=`.status.verdict`
// +kubebuilder:printcolumn:name="Majors",type=integer,JSONPath=`.status.counts.major`
// +kubebuilder:printcolumn:name="Minors",type=integer,JSONPath=`.status.counts.minor`
// +kubebuilder:printcolumn:name="Unknowns",type=integer,JSONPath=`.status.counts.unknown`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`
// +kubebuilder:printcolumn:name="Next audit",type=string,JSONPath=`.spec.nextExternalAudit.startsOn`
// +kubebuilder:printcolumn:name="Forecast",type=string,JSONPath=`.status.forecast.verdict`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`,priority=1
// +kubebuilder:printcolumn:name="Phase",type=string,JSONPath=`.spec.phase`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ClauseAssessment struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec says what is judged, and by which policy.
	// +required
	Spec ClauseAssessmentSpec `json:"spec,omitzero"`
	// status is the verdict on the namespace. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status ClauseAssessmentStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (a *ClauseAssessment) RecordCommon() *Common { return &a.Spec.Common }

// RecordStatus implements Record.
func (a *ClauseAssessment) RecordStatus() *RecordStatus { return &a.Status.RecordStatus }

// ClauseAssessmentList is a list of ClauseAssessment.
//
// +kubebuilder:object:root=true
type ClauseAssessmentList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ClauseAssessment `json:"items"`
}

func init() { register(&ClauseAssessment{}, &ClauseAssessmentList{}) }
