package allocation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAppointments = assess.Doc{
	ID: "P8-07", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.3",
	Requires: "A role is given formally, by somebody else who may, on a known day",
	Fires:    "no assignment to any role states who appointed or when: that is one thing that nobody has recorded, and not a lapse of each role (unknown)",
	Reasons:  []string{"AppointmentsNotRecorded"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set appointedOn and appointedBy of each assignment; to roles that an ISMS must have top management or its delegate appoints",
}

func checkAppointments(c *assess.Context, _ *api.ClauseAssessment) {
	if roles := neverAppointed(c); len(roles) > 0 {
		c.Report(assess.Finding{
			Reason: "AppointmentsNotRecorded", Grade: api.GradeUnknown,
			Message: "Nothing is on record on who appointed the holders of any role, nor when: " + assess.List(roles),
		})
	}
}

type neverAppointedKey struct{}

// neverAppointed names the roles that people hold, where there are several and of none of
// their assignments it is stated who appointed, or when; none where of one it is.
func neverAppointed(c *assess.Context) []string {
	return assess.Once(c, neverAppointedKey{}, func(c *assess.Context) (roles []string) {
		for r := range assess.All[*api.SecurityRole](c.World) {
			held := false
			for i := range r.Spec.Assignments {
				a := &r.Spec.Assignments[i]
				if a.AppointedBy != nil || !a.AppointedOn.IsZero() {
					return nil
				}
				held = held || facts.Running(c, a)
			}
			if held && !facts.HasOnFile(r.Spec.Evidence) {
				roles = append(roles, r.Name)
			}
		}
		if len(roles) < 2 {
			return nil
		}
		return roles
	})
}
