package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Mandated returns the people who hold a role with the mandate, and says which
// roles with it nobody holds.
func Mandated(c *assess.Context, m api.Mandate) (people []string, vacant string) {
	var empty, stoodIn []string
	for _, role := range assess.By(c.World, RolesByMandate, string(m)) {
		here := Principals(c, role)
		for _, h := range here {
			people = append(people, h.Person.Name)
		}
		switch {
		case len(here) > 0:
		case len(Holders(c, role)) > 0:
			stoodIn = append(stoodIn, role.Name)
		default:
			empty = append(empty, role.Name)
		}
	}
	slices.Sort(people)
	people = slices.Compact(people)
	if len(empty) > 0 {
		vacant = "; nobody holds the SecurityRole " + assess.List(empty)
	}
	if len(stoodIn) > 0 {
		vacant += "; a deputy alone holds the SecurityRole " + assess.List(stoodIn)
	}
	return people, vacant
}

// Principals returns the holders of a role that are not deputies, and the deputies while
// they act for them. Who is away for longer than a deputy may act is none.
func Principals(c *assess.Context, role *api.SecurityRole) []Holding {
	var all []Holding
	for _, h := range Holders(c, role) {
		if h.Assignment.Capacity == api.CapacityDeputy {
			continue
		}
		if since := absentSince(&c.Today, h.Assignment); since.IsZero() || !c.Today.Reached(since.AddDays(c.Policy.DeputyActing())) {
			all = append(all, h)
		}
	}
	deputies, _ := ActingDeputies(c, role)
	return append(all, deputies...)
}

// ActingDeputies are the appointed deputies who act for the principals of a role today,
// and since when; nobody where a principal is there, or has been away for too long.
func ActingDeputies(c *assess.Context, role *api.SecurityRole) (deputies []Holding, since api.Date) {
	if !slices.ContainsFunc(role.Spec.Assignments, func(a api.Assignment) bool { return a.Capacity == api.CapacityDeputy }) {
		return nil, api.Date{}
	}
	since, acting := acts(c, &c.Today, role)
	if !acting {
		return nil, api.Date{}
	}
	for _, h := range Holders(c, role) {
		if a := h.Assignment; a.Capacity == api.CapacityDeputy && a.AppointedBy != nil && c.Today.Reached(a.AppointedOn) {
			deputies = append(deputies, h)
		}
	}
	return deputies, since
}

// VacantSince is since when nobody who is there has held a role with the mandate but
// deputies; absent where no record tells of any holder.
func VacantSince(c *assess.Context, m api.Mandate) (since api.Date) {
	for _, role := range assess.By(c.World, RolesByMandate, string(m)) {
		if began, without := alone(c, &c.Today, role); without && began.After(since) {
			since = began
		}
	}
	return since
}

// EmptySince is the day after the last one on which somebody held a role; absent where no
// record tells of any.
func EmptySince(c *assess.Context, role *api.SecurityRole) (since api.Date) {
	for i := range role.Spec.Assignments {
		if left := leftOn(c, &c.Today, &role.Spec.Assignments[i]); !left.IsZero() {
			since = later(since, left.AddDays(1))
		}
	}
	return since
}
