package granted

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docUnclaimed = assess.Doc{
	ID: "P8-15", Point: assess.Allocation, Aspect: assess.Covered, Rights: true, Clause: "A.5.16, A.5.18",
	Requires: "Whoever is granted rights in the cluster is somebody on record",
	Fires:    "in the observedScope rights are granted to users whom no Person of this ISMS or another states as an account, or to everybody (minor), to groups of which nobody looked who is in them (unknown), or to service accounts (observation); one finding for each, with how many there are and the bindings, and without their names. What Kubernetes and kubeadm bind for the control plane and for nodes is left out, by role and subject, and never by a name alone",
	Reasons:  []string{"AccessWithoutPerson"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "State the account in spec.accounts of the Person whose it is, or take the binding away",
}

// sort is how some subjects are told of.
type sort struct {
	grade        api.Grade
	one, several string
	remedy       string
}

// The sorts of subjects that nobody claims.
var (
	users    = sort{api.GradeMinor, "user whom no Person states as an account", "users whom no Person states as an account", ""}
	everyone = sort{
		api.GradeMinor, "group of all who can reach the cluster", "groups of all who can reach the cluster",
		"Take the binding away, or bind those who need the right",
	}
	groups = sort{
		api.GradeUnknown, "group that no Person states and of which nobody looked who is in it", "groups that no Person states and of which nobody looked who is in them",
		"State the group as an account of each Person who is in it, or have the members observed",
	}
	programs = sort{api.GradeObservation, "service account that no Person states", "service accounts that no Person states", "State in spec.accounts of a Person who answers for the service account that it is theirs, or take the binding away"}
)

func checkUnclaimed(c *assess.Context, _ *api.ClauseAssessment) {
	if facts.ObservedAccess(c) == nil {
		return
	}
	all := bound(c)
	report(c, &everyone, &all.everyone)
	report(c, &programs, &all.programs)
	if accountsStated(c) { // else P8-18 says so
		report(c, &users, &all.users)
		report(c, &groups, &all.groups)
	}
}

// report tells of subjects of one sort, by what binds them: names of subjects are for the
// records of people.
func report(c *assess.Context, s *sort, b *boundTo) {
	if len(b.subjects) == 0 {
		return
	}
	slices.Sort(b.bindings)
	c.Report(assess.Finding{
		Reason: "AccessWithoutPerson", Grade: s.grade, Field: scopeField, Remedy: s.remedy,
		Message: fmt.Sprintf("The cluster grants rights to %s, by %s", counted(len(b.subjects), s.one, s.several), assess.And(b.bindings)),
	})
}
