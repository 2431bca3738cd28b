package every

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

func auditedControls(r *api.InternalAudit) []api.ControlID {
	if r.Spec.Scope == nil {
		return nil
	}
	return r.Spec.Scope.Controls
}

func deviatedControls(e *api.SecurityException) []api.ControlID {
	if e.Spec.Deviation == nil {
		return nil
	}
	return e.Spec.Deviation.Controls
}

var docControlsExist = assess.Doc{
	ID: "X-12", Aspect: assess.Covered, Clause: "6.1.3 c, 7.5.3",
	Requires: "A control that is named is one of Annex A in the 2022 edition",
	Fires:    "a number is that of no control, such as one of the 2013 edition, so that nobody knows what is meant; such a control counts for nothing (unknown)",
	Reasons:  []string{"ControlNotFound"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Name the control of the 2022 edition that is meant, or take the number out",
}

// controlsExist makes rule X-12 for a kind of which a field names controls.
func controlsExist[T api.Record](field string, of func(T) []api.ControlID) assess.Rule {
	return assess.On(docControlsExist, func(c *assess.Context, r T) { checkControlsExist(c, field, of(r)...) })
}

// checkControlsExist is one finding for all that a field names.
func checkControlsExist(c *assess.Context, field string, ids ...api.ControlID) {
	var lacks []string
	for _, id := range ids {
		if facts.NoSuchControl(id) {
			lacks = append(lacks, facts.Quote(string(id))+", which "+facts.MisreadControl(string(id)))
		}
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ControlNotFound", Grade: api.GradeUnknown, Field: field,
			Message: field + " names " + assess.Clauses(lacks),
		})
	}
}

func checkUserControlsExist(c *assess.Context, r *api.OutsourcedService) {
	for i := range r.Spec.AssuranceReports {
		a := &r.Spec.AssuranceReports[i]
		checkControlsExist(c, "spec.assuranceReports["+a.Name+"].userControls", a.UserControls...)
	}
}

func checkRowControls(c *assess.Context, r *api.AccountabilityMatrix) {
	for i := range r.Spec.Rows {
		if row := &r.Spec.Rows[i]; row.Control != "" {
			checkControlsExist(c, facts.RowField(row, "control"), row.Control)
		}
	}
}

// ControlGaps are the reasons for which a control that is named is none.
func ControlGaps(id api.ControlID) []string {
	if id == "" || !facts.NoSuchControl(id) {
		return nil
	}
	return docControlsExist.Reasons
}
