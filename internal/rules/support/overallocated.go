package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docOverallocated = assess.Doc{
	ID: "P5-05", Point: assess.Support, Aspect: assess.Covered, Clause: "7.1, 5.1 c",
	Requires: "Nobody is given more work than there is time for",
	Fires:    "the allocations of one person add up to more than the limit (minor)",
	Reasons:  []string{"PersonOverallocated"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Lower allocationPercent in the roles named, or assign one of them to somebody else",
	Policy: []string{"support.allocationLimitPercent"},
}

func checkOverallocated(c *assess.Context, p *api.Person) {
	sum, parts := 0, []string(nil)
	for _, h := range facts.HoldingsOf(c, p) {
		if share := h.Assignment.AllocationPercent; share != nil && *share > 0 {
			sum += int(*share)
			parts = append(parts, fmt.Sprintf("%s %d %%", h.Role.Name, *share))
		}
	}
	if limit := c.Policy.AllocationLimit(); sum > limit {
		c.Report(assess.Finding{
			Reason: "PersonOverallocated", Grade: api.GradeMinor,
			Message: fmt.Sprintf("Allocations add up to %d %% of a working time, and %d %% is the limit: %s", sum, limit, assess.List(parts)),
		})
	}
}
