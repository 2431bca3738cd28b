package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// ApprovalField is a field of an approval, as findings name it.
func ApprovalField(a *api.Approval, field string) string {
	return "spec.approvals[" + a.Name + "]." + field
}

// SigningKeyField is a field of a key of a person, as findings name it.
func SigningKeyField(k *api.SigningKey, field string) string {
	return "spec.signingKeys[" + k.Name + "]." + field
}

// TimestampAuthorityField is a field of an authority of the policy, as findings name it.
func TimestampAuthorityField(a *api.TimestampAuthority, field string) string {
	return "spec.policy.signatures.timestampAuthorities[" + a.Name + "]." + field
}

// AuditorField is a field of an auditor of an audit, as findings name it.
func AuditorField(a *api.Auditor, field string) string {
	return "spec.auditors[" + a.Name + "]." + field
}

// AuditFindingField is a field of a finding of an audit, as findings name it.
func AuditFindingField(f *api.AuditFinding, field string) string {
	return "spec.findings[" + f.ID + "]." + field
}

// BudgetField is a field of a line of a budget, as findings name it.
func BudgetField(l *api.BudgetLine, field string) string {
	return "spec.lines[" + l.Name + "]." + field
}

// RowField is a field of a row of a matrix, as findings name it.
func RowField(row *api.AccountabilityRow, field string) string {
	return "spec.rows[" + row.Name + "]." + field
}

// DecisionField is a field of a decision of a review, as findings name it.
func DecisionField(d *api.ReviewDecision, field string) string {
	return "spec.decisions[" + d.ID + "]." + field
}

// AssignmentField is a field of an assignment of a role, as findings name it.
func AssignmentField(a *api.Assignment, field string) string {
	return "spec.assignments[" + a.Name + "]." + field
}

// ControlField is a field of an entry of the Statement of Applicability, as findings name it.
func ControlField(e *api.ControlStatement, field string) string {
	return "spec.controls[" + e.ID + "]." + field
}
