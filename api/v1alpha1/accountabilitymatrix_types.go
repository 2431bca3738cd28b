package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Activity is an activity that every ISMS has.
// +kubebuilder:validation:Enum=Policy;RiskAssessment;StatementOfApplicability;InternalAudit;ManagementReview;IncidentManagement;AccessControl;SupplierManagement;Awareness;Improvement
type Activity string

// Activity values.
const (
	ActivityPolicy                   Activity = "Policy"
	ActivityRiskAssessment           Activity = "RiskAssessment"
	ActivityStatementOfApplicability Activity = "StatementOfApplicability"
	ActivityInternalAudit            Activity = "InternalAudit"
	ActivityManagementReview         Activity = "ManagementReview"
	ActivityIncidentManagement       Activity = "IncidentManagement"
	ActivityAccessControl            Activity = "AccessControl"
	ActivitySupplierManagement       Activity = "SupplierManagement"
	ActivityAwareness                Activity = "Awareness"
	ActivityImprovement              Activity = "Improvement"
)

// AccountabilityRow says who does what for one activity, clause, control or
// service. A row with none of these is an activity of the organization's own,
// known by its name alone.
//
// +kubebuilder:validation:XValidation:rule="[has(self.activity), has(self.clause), has(self.control), has(self.serviceRef)].filter(x, x).size() <= 1",message="set at most one of activity, clause, control and serviceRef; use one row for each"
type AccountabilityRow struct {
	// name of the row, unique within the matrix.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// activity of every ISMS that the row is about.
	// +optional
	Activity Activity `json:"activity,omitempty"`
	// clause of ISO/IEC 27001:2022 that the row is about, such as
	// "9.3". Write it in quotes.
	// +optional
	// +kubebuilder:validation:MaxLength=16
	Clause string `json:"clause,omitempty"`
	// control of Annex A that the row is about.
	// +optional
	Control ControlID `json:"control,omitempty"`
	// serviceRef names the OutsourcedService that the row is about.
	// +optional
	ServiceRef *Reference `json:"serviceRef,omitempty"`
	// accountableRoleRefs name the SecurityRole that answers for the result. There
	// should be one; more are kept and judged by rule P8-02.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	AccountableRoleRefs []Reference `json:"accountableRoleRefs,omitempty"`
	// responsibleRoleRefs name the SecurityRoles that do the work.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	ResponsibleRoleRefs []Reference `json:"responsibleRoleRefs,omitempty"`
	// consultedRoleRefs name the SecurityRoles that are asked before.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	ConsultedRoleRefs []Reference `json:"consultedRoleRefs,omitempty"`
	// informedRoleRefs name the SecurityRoles that are told after.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	InformedRoleRefs []Reference `json:"informedRoleRefs,omitempty"`
	// unreadable keeps the cells of the source that are none of R, A, C and I, each
	// as "role: text", so that nothing is lost (rule P8-09).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MaxLength=256
	Unreadable []string `json:"unreadable,omitempty"`
}

// AccountabilityMatrixSpec is the matrix: what is done, and by which roles.
type AccountabilityMatrixSpec struct {
	Common `json:",inline"`

	// rows of the matrix.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=256
	Rows []AccountabilityRow `json:"rows,omitempty"`
	// approvals of the matrix. They bind all of it but the record's review and evidence.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Approvals []Approval `json:"approvals,omitempty"`
}

// Approvable returns what an approval of the matrix binds: all of it but the
// approval itself, proof, and a review that leaves the matrix as it is.
func (s *AccountabilityMatrixSpec) Approvable() any {
	content := s.DeepCopy()
	content.Approvals = nil
	content.Review = nil
	content.Evidence = nil
	return content
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=accountabilitymatrices,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=accountabilitymatrices/status,verbs=patch

// AccountabilityMatrix says which roles are accountable, responsible, consulted
// and informed (RACI). Checklist point 8; Clause 5.3 and A.5.2.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=accountabilitymatrices,shortName=raci,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Approved",type=string,JSONPath=`.spec.approvals[0].approvedOn`
// +kubebuilder:printcolumn:name="Last review",type=string,JSONPath=`.spec.review.lastReviewedOn`
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type AccountabilityMatrix struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the matrix: what is done, and by which roles.
	// +required
	Spec AccountabilityMatrixSpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *AccountabilityMatrix) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *AccountabilityMatrix) RecordStatus() *RecordStatus { return &r.Status }

// AccountabilityMatrixList is a list of AccountabilityMatrix.
//
// +kubebuilder:object:root=true
type AccountabilityMatrixList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []AccountabilityMatrix `json:"items"`
}

func init() { register(&AccountabilityMatrix{}, &AccountabilityMatrixList{}) }
