package rules_test

import (
	"fmt"
	"math/rand"
	"reflect"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// enums are values of the types that the API server restricts; "" where absent.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[api.LifecyclePhase]():            {"", "Implementation", "Maintenance"},
	reflect.TypeFor[api.DeclarationSubject]():        {"OutsourcedServices", "Infrastructure"},
	reflect.TypeFor[api.Criticality]():               {"", "Low", "High", "Critical"},
	reflect.TypeFor[api.Sourcing]():                  {"", "Internal", "Internal", "External"},
	reflect.TypeFor[api.Mandate]():                   {"", "TopManagement", "InformationSecurityManager", "ManagementReviewTeam", "InternalAuditor", "RiskOwner", "None"},
	reflect.TypeFor[api.Capacity]():                  {"", "Principal", "Deputy"},
	reflect.TypeFor[api.CompetencyLevel]():           {"", "Foundation", "Practitioner", "Expert"},
	reflect.TypeFor[api.CompetencyBasis]():           {"", "Certification", "Training", "SelfAssertion"},
	reflect.TypeFor[api.EffectivenessResult]():       {"Effective", "NotEffective"},
	reflect.TypeFor[api.DataClass]():                 {"None", "Internal", "Confidential", "Personal"},
	reflect.TypeFor[api.AgreementType]():             {"DataProcessing", "SecurityClauses"},
	reflect.TypeFor[api.DueDiligenceOutcome]():       {"Satisfactory", "Unsatisfactory"},
	reflect.TypeFor[api.DecisionCategory]():          {"Improvement", "Change", "Resource"},
	reflect.TypeFor[api.ReviewTopic]():               {"Feedback", "RiskStatus", "AuditResults"},
	reflect.TypeFor[api.Activity]():                  {"", "Policy", "RiskAssessment", "StatementOfApplicability", "InternalAudit", "ManagementReview", "IncidentManagement", "AccessControl", "SupplierManagement", "Awareness", "Improvement"},
	reflect.TypeFor[api.AdequacyVerdict]():           {"Adequate", "AdequateWithActions", "Inadequate"},
	reflect.TypeFor[api.Applicability]():             {"", "Applicable", "Excluded", "Inherited", "Undecided"},
	reflect.TypeFor[api.AssetAdequacyVerdict]():      {"Adequate", "Inadequate"},
	reflect.TypeFor[api.AssetType]():                 {"", "Hardware", "Software", "Network", "Cloud", "Facility"},
	reflect.TypeFor[api.AuditSkipCause]():            {"NoTime", "NoPeople", "NoBudget", "Postponed", "Other"},
	reflect.TypeFor[api.BudgetCategory]():            {"", "People", "Tools", "Training", "ExternalAudit", "Testing", "Improvement", "Infrastructure", "Services", "Other"},
	reflect.TypeFor[api.BudgetDedication]():          {"", "Dedicated", "Shared"},
	reflect.TypeFor[api.CertificationBodyRelation](): {"None", "IsCertificationBody", "RelatedToCertificationBody"},
	reflect.TypeFor[api.Classification]():            {"", "Public", "Internal", "Confidential", "Restricted"},
	reflect.TypeFor[api.ExternalAuditType]():         {"Stage1", "Stage2", "Surveillance", "Recertification"},
	reflect.TypeFor[api.GapAction]():                 {"Training", "Mentoring", "Hiring", "Outsourcing", "Reassignment"},
	reflect.TypeFor[api.Grade]():                     {"Major", "Minor", "Unknown", "Observation", "Opportunity"},
	reflect.TypeFor[api.Implementation]():            {"", "NotStarted", "Planned", "InProgress", "Implemented"},
	reflect.TypeFor[api.ImprovementSource]():         {"", "ManagementReview", "InternalAudit", "ExternalAudit", "Incident", "Risk", "Suggestion", "Measurement", "Other"},
	reflect.TypeFor[api.ImprovementType]():           {"", "Automation", "Optimization", "Consolidation", "Reuse", "Reallocation", "CorrectiveAction", "Other"},
	reflect.TypeFor[api.InclusionReason]():           {"Risk", "Legal", "Contract", "Business"},
	reflect.TypeFor[api.MaintenanceActivity]():       {"Patch", "Upgrade", "Inspection", "Repair", "RestoreTest", "ContractRenewal"},
	reflect.TypeFor[api.MaintenanceResult]():         {"", "Succeeded", "PartlySucceeded", "Failed"},
	reflect.TypeFor[api.MaintenanceSubjectKind]():    {"ToolLicense", "InfrastructureAsset", "OutsourcedService"},
	reflect.TypeFor[api.MeasurementResult]():         {"", "Met", "Missed", "NotMeasured"},
	reflect.TypeFor[api.ProvidedService]():           {"Consultancy", "InternalAudit", "Certification", "Operations", "Other"},
	reflect.TypeFor[api.RecordKind]():                {"ClauseAssessment", "Person", "SecurityRole", "CompetencyRecord", "ToolLicense", "OutsourcedService", "ManagementReview", "Risk", "SecurityObjective", "ResourceRequirement", "SecurityBudget", "Improvement", "InternalAudit", "InfrastructureAsset", "MaintenanceRecord", "ServiceReview", "StatementOfApplicability", "AccountabilityMatrix", "SecurityException"},
	reflect.TypeFor[api.RenewalDecisionType]():       {"Renew", "Replace", "Terminate"},
	reflect.TypeFor[api.RenewalMode]():               {"Automatic", "Manual"},
	reflect.TypeFor[api.RequirementState]():          {"", "Proposed", "Escalated", "Approved", "Rejected", "Fulfilled"},
	reflect.TypeFor[api.ResourceCategory]():          {"", "People", "Financial", "Technology", "Infrastructure", "Facility", "Service", "Knowledge"},
	reflect.TypeFor[api.ResourceKind]():              {"SecurityRole", "Person", "CompetencyRecord", "ToolLicense", "InfrastructureAsset", "OutsourcedService", "SecurityBudget"},
	reflect.TypeFor[api.RiskRating]():                {"", "Low", "Medium", "High", "Critical"},
	reflect.TypeFor[api.RiskTreatment]():             {"", "Mitigate", "Accept", "Avoid", "Transfer"},
	reflect.TypeFor[api.ServiceReviewOutcome]():      {"", "Satisfactory", "SatisfactoryWithActions", "Unsatisfactory"},
	reflect.TypeFor[api.ServiceReviewType]():         {"DueDiligence", "SLAMeasurement", "PeriodicReview"},
	reflect.TypeFor[api.Verdict]():                   {"Conforming", "MinorNonconformity", "MajorNonconformity", "Unknown"},
	reflect.TypeFor[api.Amount]():                    {"100", "2500.50", "0", "-1"},
	reflect.TypeFor[api.Currency]():                  {"", "EUR", "EUR", "USD"},
	reflect.TypeFor[api.ExchangeRate]():              {"", "0.9"},
	reflect.TypeFor[api.ConflictGrade]():             {"", "Major", "Minor", "Observation", "Opportunity"},
	reflect.TypeFor[api.SubjectKind]():               {"User", "Group", "ServiceAccount"},
	reflect.TypeFor[api.AccessKind]():                {"ClusterRole", "Role"},
	reflect.TypeFor[api.ClusterWide]():               {"", "Included", "Included", "Excluded"},
	reflect.TypeFor[api.ControlID]():                 {"A.5.1", "A.5.3", "A.8.13"},
}

// dice builds random records that look like those people keep: names that
// mostly resolve, dates around baseDay, fields that are mostly there.
type dice struct{ *rand.Rand }

func (d dice) fill(v reflect.Value, field string) {
	if v.Type() == reflect.TypeFor[api.Date]() {
		if d.Intn(6) > 0 {
			v.Set(reflect.ValueOf(date(baseDay).AddDays(d.Intn(900) - 600)))
		}
		return
	}
	if values, ok := enums[v.Type()]; ok {
		v.SetString(values[d.Intn(len(values))])
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(d.text(field))
	case reflect.Int32, reflect.Int64:
		v.SetInt(int64(1 + d.Intn(60)))
	case reflect.Pointer:
		if d.Intn(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			d.fill(v.Elem(), field)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), d.Intn(3), 3))
		for i := range v.Len() {
			d.fill(v.Index(i), field)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[api.Actor]() {
			one := d.Intn(v.NumField()) // the API server takes exactly one
			d.fill(v.Field(one), v.Type().Field(one).Name)
			return
		}
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Policy" || d.Intn(2) == 0 {
				d.fill(v.Field(i), name)
			}
		}
	}
}

func (d dice) text(field string) string {
	switch field {
	case "Name":
		return fmt.Sprintf("r%d", d.Intn(6)) // of six names, four exist
	case "Competency", "Training", "Expertise":
		return []string{"Awareness", "awareness", "ISO 27001 Lead Implementer"}[d.Intn(3)]
	case "Target":
		return fmt.Sprintf("r%d", d.Intn(6)) // targets of services have names
	case "Reason":
		return []string{"", "ContractExpired", "DateInFuture", "MaintenanceOverdue", "NoDueDiligence", "ReferenceNotFound", "ReviewFindingOpen", "SlaBreachedNoAction", "VendorSupportEnded"}[d.Intn(9)]
	case "ID", "DecisionID", "FindingID":
		return []string{"D0", "D1", "D2", "A.5.1", "A.5.3", "A.8.13", "A.6.3", "5.1"}[d.Intn(8)]
	case "Duty", "First", "Second":
		return []string{"RequestAccess", "ApproveAccess", "RunISMS", "audit isms"}[d.Intn(4)]
	case "Scope":
		return []string{"ISMS", "isms", "erp"}[d.Intn(3)]
	case "Clauses", "Clause":
		return []string{"7.1", "9.2"}[d.Intn(2)]
	}
	return []string{"", "TBD", "some words", "some words", "others"}[d.Intn(5)]
}

// world returns four records of every kind, and sometimes no assessment.
func (d dice) world() []api.Record {
	var records []api.Record
	for _, kind := range rules.Registry().Kinds {
		n := 4
		if kind.Name == "ClauseAssessment" {
			n = d.Intn(4) % 3
		}
		for i := range n {
			r := kind.New()
			r.SetName(fmt.Sprintf("r%d", i))
			d.fill(specOf(r), "Spec")
			records = append(records, r)
		}
	}
	return records
}

func random(seed int64) dice { return dice{rand.New(rand.NewSource(seed))} }

func specOf(r api.Record) reflect.Value { return reflect.ValueOf(r).Elem().FieldByName("Spec") }

// dates calls visit for every date of a record, with its path.
func dates(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	if v.Type() == reflect.TypeFor[api.Date]() {
		visit(path, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			dates(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			dates(v.Index(i), path+"[]", visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			dates(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	}
}

// datePaths returns the path of every date that a type can hold.
func datePaths(t reflect.Type, path string) []string {
	switch {
	case t == reflect.TypeFor[api.Date]():
		return []string{path}
	case t.Kind() == reflect.Pointer:
		return datePaths(t.Elem(), path)
	case t.Kind() == reflect.Slice:
		return datePaths(t.Elem(), path+"[]")
	case t.Kind() == reflect.Struct && strings.HasSuffix(t.PkgPath(), "api/v1alpha1"):
		var all []string
		for i := range t.NumField() {
			all = append(all, datePaths(t.Field(i).Type, path+"."+t.Field(i).Name)...)
		}
		return all
	}
	return nil
}
