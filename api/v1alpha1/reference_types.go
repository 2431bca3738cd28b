package v1alpha1

// RecordKind is a kind of this API group whose objects are judged.
// +kubebuilder:validation:Enum=ClauseAssessment;Person;SecurityRole;CompetencyRecord;ToolLicense;OutsourcedService;ManagementReview;Risk;SecurityObjective;ResourceRequirement;SecurityBudget;Improvement;InternalAudit;InfrastructureAsset;MaintenanceRecord;ServiceReview;StatementOfApplicability;AccountabilityMatrix;SecurityException
type RecordKind string

// RecordKind values.
const (
	KindClauseAssessment         RecordKind = "ClauseAssessment"
	KindPerson                   RecordKind = "Person"
	KindSecurityRole             RecordKind = "SecurityRole"
	KindCompetencyRecord         RecordKind = "CompetencyRecord"
	KindToolLicense              RecordKind = "ToolLicense"
	KindOutsourcedService        RecordKind = "OutsourcedService"
	KindManagementReview         RecordKind = "ManagementReview"
	KindRisk                     RecordKind = "Risk"
	KindSecurityObjective        RecordKind = "SecurityObjective"
	KindResourceRequirement      RecordKind = "ResourceRequirement"
	KindSecurityBudget           RecordKind = "SecurityBudget"
	KindImprovement              RecordKind = "Improvement"
	KindInternalAudit            RecordKind = "InternalAudit"
	KindInfrastructureAsset      RecordKind = "InfrastructureAsset"
	KindMaintenanceRecord        RecordKind = "MaintenanceRecord"
	KindServiceReview            RecordKind = "ServiceReview"
	KindStatementOfApplicability RecordKind = "StatementOfApplicability"
	KindAccountabilityMatrix     RecordKind = "AccountabilityMatrix"
	KindSecurityException        RecordKind = "SecurityException"
)

// RecordReference names a record of the same namespace, of any kind of this API group.
type RecordReference struct {
	// kind of the record that is meant.
	// +required
	Kind RecordKind `json:"kind,omitempty"`
	// name of the record that is meant.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// ResourceKind is a kind of this API group whose objects are resources of the ISMS.
// +kubebuilder:validation:Enum=SecurityRole;Person;CompetencyRecord;ToolLicense;InfrastructureAsset;OutsourcedService;SecurityBudget
type ResourceKind string

// ResourceKind values.
const (
	ResourceSecurityRole        ResourceKind = "SecurityRole"
	ResourcePerson              ResourceKind = "Person"
	ResourceCompetencyRecord    ResourceKind = "CompetencyRecord"
	ResourceToolLicense         ResourceKind = "ToolLicense"
	ResourceInfrastructureAsset ResourceKind = "InfrastructureAsset"
	ResourceOutsourcedService   ResourceKind = "OutsourcedService"
	ResourceSecurityBudget      ResourceKind = "SecurityBudget"
)

// ResourceReference names a resource: a record of the same namespace that stands
// for people, knowledge, technology, services or money.
type ResourceReference struct {
	// kind of the resource that is meant.
	// +required
	Kind ResourceKind `json:"kind,omitempty"`
	// name of the resource that is meant.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// Amount of money as a decimal number, such as "12500" or "99.90". Write it in
// quotes. A negative amount is accepted and judged by rule P4-08.
// +kubebuilder:validation:Pattern=`^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,4})?$`
// +kubebuilder:validation:MaxLength=20
type Amount string

// Currency by its code of ISO 4217, such as "EUR".
// +kubebuilder:validation:Pattern=`^[A-Z]{3}$`
// +kubebuilder:validation:MaxLength=3
type Currency string

// ExchangeRate is a decimal number above zero, such as "0.9213". Write it in quotes.
// +kubebuilder:validation:Pattern=`^(0|[1-9][0-9]{0,6})(\.[0-9]{1,8})?$`
// +kubebuilder:validation:MaxLength=16
// +kubebuilder:validation:XValidation:rule="self.matches('[1-9]')",message="must be above zero"
type ExchangeRate string

// Money is an amount in a currency.
type Money struct {
	// amount as a decimal number, such as "12500" or "99.90". Write it in quotes.
	// +required
	Amount Amount `json:"amount"`
	// currency of the amount by its code of ISO 4217, such as "EUR"; unknown where absent.
	// +optional
	Currency Currency `json:"currency,omitempty"`
}

// Period is a span of days. Both ends are included.
//
// +kubebuilder:validation:XValidation:rule="self.start.split('T')[0] <= self.end.split('T')[0]",message="end must not be before start",fieldPath=".end"
type Period struct {
	// start is the first day of the period.
	// +required
	Start Date `json:"start"`
	// end is the last day of the period.
	// +required
	End Date `json:"end"`
}

// Drivers say what a need comes from.
type Drivers struct {
	// riskRefs name the Risks whose treatment needs it.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RiskRefs []Reference `json:"riskRefs,omitempty"`
	// objectiveRefs name the SecurityObjectives that need it.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	ObjectiveRefs []Reference `json:"objectiveRefs,omitempty"`
	// controls of Annex A that need it.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=93
	Controls []ControlID `json:"controls,omitempty"`
	// obligations that need it: a law, a contract or a need of the business, such as
	// "GDPR, Article 32".
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	Obligations []string `json:"obligations,omitempty"`
}
