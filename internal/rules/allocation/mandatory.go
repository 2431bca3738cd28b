package allocation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// deputised returns the appointed deputies who are present in roles with the mandate.
func deputised(c *assess.Context, m api.Mandate) []string {
	var names []string
	for _, role := range assess.By(c.World, facts.RolesByMandate, string(m)) {
		for _, h := range facts.Holders(c, role) {
			if a := h.Assignment; a.Capacity == api.CapacityDeputy && a.AppointedBy != nil && c.Today.Reached(a.AppointedOn) {
				names = append(names, fmt.Sprintf("%s in the role %s", h.Person.Name, role.Name))
			}
		}
	}
	return names
}

var docMandatory = assess.Doc{
	ID: "P8-06", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.3, 9.2, 9.3, 6.1.2 c",
	Requires: "Every function that an ISMS must have is given to somebody",
	Fires:    "nobody holds the mandate of top management, information security manager or internal auditor (major; minor where an appointed deputy does, and no record tells of a holder before), or of risk owner (minor), or the management review team has fewer than two members or nobody of top management (minor)",
	Reasons:  []string{"MandatoryRoleMissing"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Add a SecurityRole with the mandate and assign it to a Person who is engaged",
	Policy: []string{"allocation.deputyActingDays"},
}

func checkMandatory(c *assess.Context, _ *api.ClauseAssessment) {
	for _, m := range []struct {
		mandate api.Mandate
		grade   api.Grade
	}{
		{api.MandateTopManagement, api.GradeMajor},
		{api.MandateInformationSecurityManager, api.GradeMajor},
		{api.MandateInternalAuditor, api.GradeMajor},
		{api.MandateRiskOwner, api.GradeMinor},
	} {
		people, vacant := facts.Mandated(c, m.mandate)
		if len(people) > 0 {
			continue
		}
		f := assess.Finding{
			Reason: "MandatoryRoleMissing", Grade: m.grade,
			Message: fmt.Sprintf("Nobody holds a role with the mandate %s%s", m.mandate, vacant),
			Since:   facts.VacantSince(c, m.mandate),
		}
		if deputies := deputised(c, m.mandate); len(deputies) > 0 {
			f.Message = fmt.Sprintf("A deputy alone holds the mandate %s: %s", m.mandate, assess.List(deputies))
			if since := facts.VacantSince(c, m.mandate); since.IsZero() {
				f.Grade = api.GradeMinor
			} else {
				f.Message += fmt.Sprintf("; its holders are gone since %s, for longer than a deputy may act", since)
			}
		}
		c.Report(f)
	}
	checkReviewTeam(c)
}

func checkReviewTeam(c *assess.Context) {
	team, vacant := facts.Mandated(c, api.MandateManagementReviewTeam)
	top, _ := facts.Mandated(c, api.MandateTopManagement)
	f := assess.Finding{Reason: "MandatoryRoleMissing", Grade: api.GradeMinor}
	switch {
	case len(team) == 0:
		f.Message = "Nobody holds a role with the mandate ManagementReviewTeam" + vacant
	case len(team) < 2:
		f.Message = fmt.Sprintf("The management review team is %s alone, and at least two are needed", assess.List(team))
	case !slices.ContainsFunc(team, func(name string) bool { _, found := slices.BinarySearch(top, name); return found }):
		f.Message = "Nobody of the management review team is top management: " + assess.List(team)
	default:
		return
	}
	c.Report(f)
}
