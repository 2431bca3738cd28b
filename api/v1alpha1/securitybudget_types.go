package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// BudgetDedication says whether a budget is for information security alone.
// +kubebuilder:validation:Enum=Dedicated;Shared
type BudgetDedication string

// BudgetDedication values.
const (
	// BudgetDedicated: the budget is for information security alone.
	BudgetDedicated BudgetDedication = "Dedicated"
	// BudgetShared: the lines are the part for information security of a larger
	// budget, such as that of IT.
	BudgetShared BudgetDedication = "Shared"
)

// BudgetCategory is what a line of a budget is spent on.
// +kubebuilder:validation:Enum=People;Tools;Training;ExternalAudit;Testing;Improvement;Infrastructure;Services;Other
type BudgetCategory string

// BudgetCategory values.
const (
	BudgetPeople         BudgetCategory = "People"
	BudgetTools          BudgetCategory = "Tools"
	BudgetTraining       BudgetCategory = "Training"
	BudgetExternalAudit  BudgetCategory = "ExternalAudit"
	BudgetTesting        BudgetCategory = "Testing"
	BudgetImprovement    BudgetCategory = "Improvement"
	BudgetInfrastructure BudgetCategory = "Infrastructure"
	BudgetServices       BudgetCategory = "Services"
	BudgetOther          BudgetCategory = "Other"
)

// BudgetLine is one line of a budget.
//
// +kubebuilder:validation:XValidation:rule="!has(self.exchangeRate) || has(self.currency)",message="exchangeRate is for a line in a currency of its own: set currency, or leave exchangeRate out",fieldPath=".exchangeRate"
type BudgetLine struct {
	// name of the line, unique within the budget.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// category that the money is spent on.
	// +optional
	Category BudgetCategory `json:"category,omitempty"`
	// requested is the amount that was asked for, such as "15000". Write it in quotes. Absent
	// where it is what was planned, or is unknown.
	// +optional
	Requested *Amount `json:"requested,omitempty"`
	// planned is the amount that the line allows for the whole period, such as
	// "12500". Write it in quotes. Absent where nothing was planned yet; "0" plans
	// to spend nothing.
	// +optional
	Planned *Amount `json:"planned,omitempty"`
	// actual is the amount that was spent up to actualsAsOf of the budget, such as
	// "9810.55". Write it in quotes. Absent where it is unknown.
	// +optional
	Actual *Amount `json:"actual,omitempty"`
	// currency of requested, planned and actual by its code of ISO 4217; absent where it is the
	// budget's.
	// +optional
	Currency Currency `json:"currency,omitempty"`
	// exchangeRate is how many units of the budget's currency one unit of the line's
	// currency buys, such as "0.9213". Write it in quotes. Absent where the line is
	// in the budget's currency.
	// +optional
	ExchangeRate ExchangeRate `json:"exchangeRate,omitempty"`
	// requirementRefs name the ResourceRequirements that the line pays for.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RequirementRefs []Reference `json:"requirementRefs,omitempty"`
	// resourceRefs name the resources that the line pays for.
	// +optional
	// +listType=map
	// +listMapKey=kind
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	ResourceRefs []ResourceReference `json:"resourceRefs,omitempty"`
}

// BudgetIncome is money that comes in for the ISMS, such as a grant. It pays for what the
// lines plan, and is in the budget's currency.
type BudgetIncome struct {
	// name of where it comes from, unique within the budget.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`
	// planned is the amount that is expected in the period, such as "5000". Write it in quotes.
	// +optional
	Planned *Amount `json:"planned,omitempty"`
	// actual is the amount that came in up to actualsAsOf of the budget. Write it in quotes.
	// +optional
	Actual *Amount `json:"actual,omitempty"`
}

// SecurityBudgetSpec is the money for the ISMS in one period: what is planned, who
// approved it, and what was spent.
//
// +kubebuilder:validation:XValidation:rule="!has(self.requestedOn) || !has(self.approvals) || self.approvals.all(a, self.requestedOn.split('T')[0] <= a.approvedOn.split('T')[0])",message="approvedOn of an approval must not be before requestedOn",fieldPath=".approvals"
type SecurityBudgetSpec struct {
	Common `json:",inline"`

	// period that the budget is for.
	// +optional
	Period *Period `json:"period,omitempty"`
	// currency of the budget by its code of ISO 4217, such as "EUR".
	// +optional
	Currency Currency `json:"currency,omitempty"`
	// dedication says whether the budget is for information security alone; unknown
	// where absent.
	// +optional
	Dedication BudgetDedication `json:"dedication,omitempty"`
	// lines of the budget.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=128
	Lines []BudgetLine `json:"lines,omitempty"`
	// income of the period.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=32
	Income []BudgetIncome `json:"income,omitempty"`
	// actualsAsOf is the last day that the actual amounts of the lines include.
	// +optional
	ActualsAsOf Date `json:"actualsAsOf,omitzero"`
	// requestedBy names the Person who asked for the budget.
	// +optional
	RequestedBy *Actor `json:"requestedBy,omitempty"`
	// requestedOn is the day on which the budget was asked for.
	// +optional
	RequestedOn Date `json:"requestedOn,omitzero"`
	// approvals of the budget by top management. They bind all of it but the actual
	// amounts, their day, and the record's review and evidence. A budget that is
	// revised has to be approved again.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Approvals []Approval `json:"approvals,omitempty"`
}

// Approvable returns what an approval of the budget binds: all of it but the
// approval itself, what was spent, proof, and a review that leaves the budget as it
// is.
func (s *SecurityBudgetSpec) Approvable() any {
	content := s.DeepCopy()
	content.Approvals = nil
	content.ActualsAsOf = Date{}
	for i := range content.Lines {
		content.Lines[i].Actual = nil
	}
	for i := range content.Income {
		content.Income[i].Actual = nil
	}
	content.Review = nil
	content.Evidence = nil
	return content
}

// +kubebuilder:rbac:groups=isms-operator.io,resources=securitybudgets,verbs=list;watch
// +kubebuilder:rbac:groups=isms-operator.io,resources=securitybudgets/status,verbs=patch

// SecurityBudget is the money for the ISMS in one period. Checklist points 4 and 5;
// Clause 7.1.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=securitybudgets,shortName=sbud,categories=isms
// +kubebuilder:printcolumn:name="Conforming",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Conforming")].reason`
// +kubebuilder:printcolumn:name="Starts",type=string,JSONPath=`.spec.period.start`
// +kubebuilder:printcolumn:name="Ends",type=string,JSONPath=`.spec.period.end`
// +kubebuilder:printcolumn:name="Approved",type=string,JSONPath=`.spec.approvals[0].approvedOn`
// +kubebuilder:printcolumn:name="Currency",type=string,JSONPath=`.spec.currency`,priority=1
// +kubebuilder:printcolumn:name="Actuals as of",type=string,JSONPath=`.spec.actualsAsOf`,priority=1
// +kubebuilder:printcolumn:name="Next change",type=string,JSONPath=`.status.nextChangeOn`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type SecurityBudget struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is what every Kubernetes object has: name, labels and the like.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the money for the ISMS in one period: what is planned, who
	// approved it, and what was spent.
	// +required
	Spec SecurityBudgetSpec `json:"spec"`
	// status is what the operator found out about the record. Only the operator writes it.
	// +optional
	// +kubebuilder:default:={"observedGeneration":-1}
	Status RecordStatus `json:"status,omitzero"`
}

// RecordCommon implements Record.
func (r *SecurityBudget) RecordCommon() *Common { return &r.Spec.Common }

// RecordStatus implements Record.
func (r *SecurityBudget) RecordStatus() *RecordStatus { return &r.Status }

// RetainedFrom implements Retained: a budget that was approved, from the end of its period.
func (r *SecurityBudget) RetainedFrom() Date {
	if len(r.Spec.Approvals) == 0 || r.Spec.Period == nil {
		return Date{}
	}
	return r.Spec.Period.End
}

// SecurityBudgetList is a list of SecurityBudget.
//
// +kubebuilder:object:root=true
type SecurityBudgetList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []SecurityBudget `json:"items"`
}

func init() { register(&SecurityBudget{}, &SecurityBudgetList{}) }
