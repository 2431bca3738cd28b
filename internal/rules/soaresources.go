package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Resources by the controls that they say they support.
var (
	soaTools = &assess.Index[*api.ToolLicense]{
		Keys: func(r *api.ToolLicense, yield func(string)) { eachID(r.Spec.Controls, yield) },
	}
	soaAssets = &assess.Index[*api.InfrastructureAsset]{
		Keys: func(r *api.InfrastructureAsset, yield func(string)) { eachID(r.Spec.Controls, yield) },
	}
	soaServices = &assess.Index[*api.OutsourcedService]{
		Keys: func(r *api.OutsourcedService, yield func(string)) { eachID(r.Spec.Controls, yield) },
	}
)

// supporters returns the resources in use that say that they support the control.
func supporters(c *assess.Context, id string) []api.ResourceReference {
	var all []api.ResourceReference
	add := func(kind api.ResourceKind, name string, retiredOn api.Date) {
		if !c.Today.Reached(retiredOn) {
			all = append(all, api.ResourceReference{Kind: kind, Name: name})
		}
	}
	for _, r := range assess.By(c.World, soaTools, id) {
		add(api.ResourceToolLicense, r.Name, r.Spec.RetiredOn)
	}
	for _, r := range assess.By(c.World, soaAssets, id) {
		add(api.ResourceInfrastructureAsset, r.Name, r.Spec.RetiredOn)
	}
	for _, r := range assess.By(c.World, soaServices, id) {
		add(api.ResourceOutsourcedService, r.Name, r.Spec.RetiredOn)
	}
	return all
}

// allocated returns the resources of a control, found in both directions: those
// of the statement that exist, and those that name the control themselves.
func allocated(c *assess.Context, e *api.ControlStatement) []api.ResourceReference {
	all := supporters(c, e.ID)
	for _, ref := range e.Resources {
		if !slices.Contains(all, ref) && resourceExists(c.World, ref) {
			all = append(all, ref)
		}
	}
	return all
}

var docSoaResources = assess.Doc{
	ID: "S-03", Aspect: assess.Covered, Clause: "6.1.3 d, 7.1",
	Requires: "A control that is necessary has resources",
	Fires:    "a control is applicable or inherited and has no resource on record, neither in the statement nor by a tool, asset or service that names it (minor; major if it is said to be implemented, or if too many of the necessary controls have none)",
	Reasons:  []string{"ControlWithoutResources"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Name what carries the control in its resources, or name the control in controls of the tool, asset or service",
	Policy: []string{"controlsWithoutResourcesMajorPercent"},
}

func checkSoaResources(c *assess.Context, s *statement) {
	needed := 0
	var bare []*api.ControlStatement
	for i := range s.record.Spec.Controls {
		e := &s.record.Spec.Controls[i]
		if s.controls[e.ID] != e || !necessary(e) {
			continue
		}
		needed++
		if len(allocated(c, e)) == 0 {
			bare = append(bare, e)
		}
	}
	limit := c.Policy.ControlsWithoutResourcesMajor()
	many := len(bare)*100 >= needed*limit
	for _, e := range bare {
		f := assess.Finding{
			Reason: "ControlWithoutResources", Grade: api.GradeMinor, Field: controlField(e, "resources"),
			Message: fmt.Sprintf("%s is necessary and has no resources", controlName(e.ID)),
		}
		if e.Implementation == api.ImplementationImplemented {
			f.Grade = api.GradeMajor
			f.Message = fmt.Sprintf("%s is said to be implemented and has no resources", controlName(e.ID))
		}
		if many {
			f.Grade = api.GradeMajor
			f.Message += fmt.Sprintf("; %d of %d necessary controls have none, and the limit is %d %%", len(bare), needed, limit)
		}
		c.Report(f)
	}
}

// roleHopKey is what roleHop is remembered under, for each role: one role answers
// for many controls.
type roleHopKey struct{ name string }

// roleHop is roleLacking, worked out once for each role.
func roleHop(c *assess.Context, role *api.SecurityRole) string {
	return assess.Once(c, roleHopKey{role.Name}, func(c *assess.Context) string { return roleLacking(c, role) })
}

var docSoaOwner = assess.Doc{
	ID: "S-04", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role answers for each control that is necessary, and a competent person fills it",
	Fires:    "the control has no accountable role, or one that does not exist, is not filled, or is filled without the competence that it takes (minor)",
	Reasons:  []string{"ControlWithoutOwner"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set accountableRoleRef of the control to a SecurityRole that a competent person holds",
}

func checkSoaOwner(c *assess.Context, e *api.ControlStatement) {
	f := assess.Finding{Reason: "ControlWithoutOwner", Grade: api.GradeMinor, Field: controlField(e, "accountableRoleRef")}
	role, found := assess.Find[*api.SecurityRole](c.World, e.AccountableRoleRef)
	switch {
	case e.AccountableRoleRef == nil:
		f.Message = fmt.Sprintf("No role is accountable for %s", controlName(e.ID))
	case !found:
		f.Message = fmt.Sprintf("The SecurityRole %s, accountable for %s, does not exist", quote(e.AccountableRoleRef.Name), controlName(e.ID))
	default:
		hop := roleHop(c, role)
		if hop == "" {
			return
		}
		f.Message = fmt.Sprintf("The SecurityRole %s, accountable for %s, %s", role.Name, controlName(e.ID), hop)
	}
	c.Report(f)
}

var docSoaUnsupported = assess.Doc{
	ID: "S-08", Aspect: assess.Current, Clause: "6.1.3 d, 7.1",
	Requires: "A control that is said to be implemented has a resource that can be relied on",
	Fires:    "all resources of an implemented control have lapsed, are not filled, have lost support or are out of use (minor; major if the control treats a risk rated High or Critical; one grade lower while a SecurityException waives what one of them lacks)",
	Reasons:  []string{"ImplementedControlUnsupported"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Renew, fill or replace one of the resources, or correct implementation of the control",
}

func checkSoaUnsupported(c *assess.Context, e *api.ControlStatement) {
	if e.Implementation != api.ImplementationImplemented {
		return
	}
	var hops []string
	for _, ref := range allocated(c, e) {
		hop := resourceHop(c, ref)
		if hop == "" {
			return
		}
		hops = append(hops, resourceName(ref)+" "+hop)
	}
	if len(hops) == 0 {
		return // S-03 says so
	}
	f := assess.Finding{
		Reason: "ImplementedControlUnsupported", Grade: api.GradeMinor, Field: controlField(e, "resources"),
		Message: fmt.Sprintf("%s is said to be implemented, and none of its resources can be relied on: %s", controlName(e.ID), assess.List(hops)),
	}
	var grave []string
	for _, r := range risksOf(c, e) {
		if r.Spec.Rating == api.RiskHigh || r.Spec.Rating == api.RiskCritical {
			grave = append(grave, r.Name)
		}
	}
	if len(grave) > 0 {
		f.Grade, f.Message = api.GradeMajor, f.Message+"; it treats the Risk "+assess.List(grave)
	}
	c.Report(softened(c, allocated(c, e), f))
}

// resourceHop is unusable, worked out once for a role.
func resourceHop(c *assess.Context, ref api.ResourceReference) string {
	if ref.Kind == api.ResourceSecurityRole {
		if role, ok := assess.Get[*api.SecurityRole](c.World, ref.Name); ok {
			return roleHop(c, role)
		}
	}
	return unusable(c, ref)
}
