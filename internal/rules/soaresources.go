package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// supporters returns the resources in use that say that they support the control.
func supporters(c *assess.Context, id string) []api.ResourceReference {
	var all []api.ResourceReference
	add := func(kind api.ResourceKind, name string, retiredOn api.Date) {
		if !c.Today.Reached(retiredOn) {
			all = append(all, api.ResourceReference{Kind: kind, Name: name})
		}
	}
	for _, r := range assess.By(c.World, toolsByControl, id) {
		add(api.ResourceToolLicense, r.Name, r.Spec.RetiredOn)
	}
	for _, r := range assess.By(c.World, assetsByControl, id) {
		add(api.ResourceInfrastructureAsset, r.Name, r.Spec.RetiredOn)
	}
	for _, r := range assess.By(c.World, servicesByControl, id) {
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
