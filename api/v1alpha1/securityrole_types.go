package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Mandate is a function that an ISMS must have filled.
// +kubebuilder:validation:Enum=TopManagement;InformationSecurityManager;ManagementReviewTeam;InternalAuditor;RiskOwner;None
type Mandate string

// Mandate values.
const (
	MandateTopManagement              Mandate = "TopManagement"
	MandateInformationSecurityManager Mandate = "InformationSecurityManager"
	MandateManagementReviewTeam       Mandate = "ManagementReviewTeam"
	MandateInternalAuditor            Mandate = "InternalAuditor"
	MandateRiskOwner                  Mandate = "RiskOwner"
	MandateNone                       Mandate = "None"
)

// CompetencyLevel is how well somebody masters a competency, lowest first.
// +kubebuilder:validation:Enum=Awareness;Foundation;Practitioner;Expert
type CompetencyLevel string

// CompetencyLevel values, lowest first.
const (
	LevelAwareness    CompetencyLevel = "Awareness"
	LevelFoundation   CompetencyLevel = "Foundation"
	LevelPractitioner CompetencyLevel = "Practitioner"
	LevelExpert       CompetencyLevel = "Expert"
)

// CompetencyBasis is what a competency rests on (Clause 7.2 b: education,
// training or experience).
// +kubebuilder:validation:Enum=Certification;Training;Education;Experience;Assessment;SelfAssertion
type CompetencyBasis string

// CompetencyBasis values.
const (
	BasisCertification CompetencyBasis = "Certification"
	BasisTraining      CompetencyBasis = "Training"
	BasisEducation     CompetencyBasis = "Education"
	BasisExperience    CompetencyBasis = "Experience"
	BasisAssessment    CompetencyBasis = "Assessment"
	BasisSelfAssertion CompetencyBasis = "SelfAssertion"
)

// RequiredCompetency is what holders of a role must master.
type RequiredCompetency struct {
	// competency by name; a CompetencyRecord proves it by the same name,
	// whatever the case of its letters.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Competency string `json:"competency,omitempty"`
	// level that is needed at least; any level will do where it is absent.
	// +optional
	Level CompetencyLevel `json:"level,omitempty"`
	// acceptedBases are the kinds of proof that count; all but SelfAssertion where absent.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=6
	AcceptedBases []CompetencyBasis `json:"acceptedBases,omitempty"`
}

// Duty is something that a role does, for segregation of duties.
type Duty struct {
	// duty by name, such as "ApproveAccess".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Duty string `json:"duty,omitempty"`
	// scope in which the duty is done, such as a process or system. Two duties
	// conflict only within one scope.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Scope string `json:"scope,omitempty"`
}

// Capacity says in which capacity a person holds a role.
// +kubebuilder:validation:Enum=Principal;Deputy
type Capacity string

// Capacity values.
const (
	CapacityPrincipal Capacity = "Principal"
	CapacityDeputy    Capacity = "Deputy"
)

// Assignment gives a role to a person for a time.
//
// +kubebuilder:validation:XValidation:rule="!has(self.from) || !has(self.until) || self.from.split('T')[0] <= self.until.split('T')[0]",message="until must not be before from",fieldPath=".until"
type Assignment struct {
	// name of the assignment, unique within the role; often the person's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// personRef names the Person that holds the role.
	// +required
	PersonRef Reference `json:"personRef,omitzero"`
	// capacity in which the role is held; Principal where absent.
	// +optional
	Capacity Capacity `json:"capacity,omitempty"`
	// from is the first day of the assignment; it holds from ever where absent.
	// +optional
	From Date `json:"from,omitzero"`
	// until is the last day; absent while no end is set. An assignment that has
	// ended stays on record as history.
	// +optional
	Until Date `json:"until,omitzero"`
	// appointedBy names the Person who made the appointment.
	// +optional
	AppointedBy *Actor `json:"appointedBy,omitempty"`
	// appointedOn is the day of the appointment. The role is held in office from then on,
	// or from a later first day.
	// +optional
	AppointedOn Date `json:"appointedOn,omitzero"`
	// appointmentSignature of the appointment by a key of who appointed, as ssh-keygen writes
	// one (SSHSIG, armored), in the namespace act@isms-operator.io, of what "sign --request"
	// writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	AppointmentSignature string `json:"appointmentSignature,omitempty"`
	// allocationPercent is the share of a full working time that the person has
	// for the role. Absent is unknown; 0 says that there is none.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	AllocationPercent *int32 `json:"allocationPercent,omitempty"`
	// absences are spans in which the holder is away, such as parental leave. A deputy
	// signs for them in such a span, and not outside of it.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Absences []Absence `json:"absences,omitempty"`
}

// HandOver is the plan by which a role that an external specialist fills goes over
// to the organization's own staff.
type HandOver struct {
	// plan in one sentence.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Plan string `json:"plan,omitempty"`
	// dueOn is the day by which the organization's own staff hold the role.
	// +required
	DueOn Date `json:"dueOn"`
}

// Team says that a role is a team: those who are assigned to the role are its members.
type Team struct {
	// lead says who leads the team and answers for what it owns: a Person, or the SecurityRole of
	// the lead.
	// +optional
	Lead *Actor `json:"lead,omitempty"`
	// mandate says what the team may own and decide, and who gave it that, in one sentence.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Mandate string `json:"mandate,omitempty"`
}

// SecurityRoleSpec is a role in the ISMS: what it is for, what it takes, who has it.
type SecurityRoleSpec struct {
	Common `json:",inline"`

	// title of the role.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Title string `json:"title,omitempty"`
	// aliases are other names of the role, in other languages and genders as well. What is
	// stated in one of them (statedAs) means the role; a roleRef is by the name of the record.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MaxLength=128
	Aliases []string `json:"aliases,omitempty"`
	// mandate is the function required of every ISMS that the role fulfills; None
	// for a role of the organization's own.
	// +optional
	Mandate Mandate `json:"mandate,omitempty"`
	// jobDescription of the role, or where it is kept.
	// +optional
	// +kubebuilder:validation:MaxLength=4096
	JobDescription string `json:"jobDescription,omitempty"`
	// requiredCompetencies that every holder must master.
	// +optional
	// +listType=map
	// +listMapKey=competency
	// +kubebuilder:validation:MaxItems=32
	RequiredCompetencies []RequiredCompetency `json:"requiredCompetencies,omitempty"`
	// duties that the role does, for segregation of duties.
	// +optional
	// +listType=map
	// +listMapKey=duty
	// +listMapKey=scope
	// +kubebuilder:validation:MaxItems=64
	Duties []Duty `json:"duties,omitempty"`
	// authorityGrantedBy names the SecurityRole that grants this role its authority.
	// +optional
	AuthorityGrantedBy *Actor `json:"authorityGrantedBy,omitempty"`
	// reportsToRef names the SecurityRole that this role reports to.
	// +optional
	ReportsToRef *Reference `json:"reportsToRef,omitempty"`
	// assignments of the role to people, past, present and planned.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	Assignments []Assignment `json:"assignments,omitempty"`
	// delegations of the authority of top management to the holders of this role.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Delegations []Delegation `json:"delegations,omitempty"`
	// team says that the role is a team, which can own what a role can: its members are those who
	// are assigned to it.
	// +optional
	Team *Team `json:"team,omitempty"`
	// handOver says how the role, which an external specialist fills, goes over to
	// the organization's own staff; absent where that is not planned.
	// +optional
	HandOver *HandOver `json:"handOver,omitempty"`
	// access that the role needs: whoever holds it is granted these rights, and no others.
	// Where empty, the role needs none.
	// +optional
	// +listType=map
	// +listMapKey=kind
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=32
	Access []RoleAccess `json:"access,omitempty"`
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=securityroles,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=securityroles/status,verbs=patch

// SecurityRole is a role in the ISMS. Checklist points 2, 5 and 8; Clause 5.3.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=securityroles,shortName=srole,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Title",type=string,JSONPath=`.spec.title`
// +kubebuilder:printcolumn:name="Mandate",type=string,JSONPath=`.spec.mandate`
// +kubebuilder:printcolumn:name="Reports to",type=string,JSONPath=`.spec.reportsToRef.name`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:validation:XValidation:rule="!has(self.spec.reportsToRef) || self.spec.reportsToRef.name != self.metadata.name",message="a role cannot report to itself; name another role or leave reportsToRef out",fieldPath=".spec.reportsToRef"
// +kubebuilder:validation:XValidation:rule="!has(self.spec.authorityGrantedBy) || !has(self.spec.authorityGrantedBy.roleRef) || self.spec.authorityGrantedBy.roleRef.name != self.metadata.name",message="a role cannot grant itself its authority; name the role above it",fieldPath=".spec.authorityGrantedBy"
type SecurityRole struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is a role in the ISMS: what it is for, what it takes, who has it.
	// +required
	Spec SecurityRoleSpec `json:"spec,omitzero"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *SecurityRole) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *SecurityRole) RecordStatus() *RecordStatus { return &r.Status }

// SecurityRoleList is a list of SecurityRole.
//
// +kubebuilder:object:root=true
type SecurityRoleList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []SecurityRole `json:"items"`
}

func init() { register(&SecurityRole{}, &SecurityRoleList{}) }
