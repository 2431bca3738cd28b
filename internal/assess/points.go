package assess

import (
	"cmp"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Point is a question of the Clause 7.1 checklist, or one that cuts across it.
type Point struct {
	// ID such as "P2"; rules of the point carry it in their own IDs.
	ID string
	// Condition of the ClauseAssessment that answers the point.
	Condition string
	// Title of the point.
	Title string
	// Clause of ISO/IEC 27001:2022 that the point rests on.
	Clause string
}

// short are the names of points where there is little room.
var short = map[string]string{
	"P1": "Identification", "P2": "Competence", "P3": "Infrastructure", "P4": "Budget", "P5": "Top management",
	"P6": "Maintenance", "P7": "Outsourcing", "P8": "Allocation", "P9": "Reviews", "P10": "Improvement",
	"S": "Statement", "D": "Duties", "L": "Lifecycle",
}

// Short is the name of the point where there is little room.
func (p Point) Short() string { return cmp.Or(short[p.ID], p.Title) }

// The points, in the order in which an auditor asks.
var (
	Identification = Point{"P1", api.ConditionResourcesIdentified, "Resource identification", "7.1, 6.1, 6.2"}
	Competence     = Point{"P2", api.ConditionPersonnelCompetent, "Competence", "7.2"}
	Infrastructure = Point{"P3", api.ConditionInfrastructureProvided, "Infrastructure and technology", "7.1"}
	Finances       = Point{"P4", api.ConditionFinancesAllocated, "Budget", "7.1, 5.1 c"}
	Support        = Point{"P5", api.ConditionManagementSupports, "Top management support", "5.1 c"}
	Maintenance    = Point{"P6", api.ConditionResourcesMaintained, "Maintenance", "7.1"}
	Outsourcing    = Point{"P7", api.ConditionOutsourcingManaged, "Outsourced services", "8.1, A.5.19 to A.5.23"}
	Allocation     = Point{"P8", api.ConditionAllocationDocumented, "Documented allocation", "5.3"}
	Reviews        = Point{"P9", api.ConditionResourcesReviewed, "Management reviews", "9.3"}
	Improvement    = Point{"P10", api.ConditionImprovementContinual, "Continual improvement", "10.1"}
	Controls       = Point{"S", api.ConditionControlsResourced, "Statement of Applicability", "6.1.3 d"}
	Segregation    = Point{"D", api.ConditionDutiesSegregated, "Segregation of duties", "A.5.3"}
	Lifecycle      = Point{"L", api.ConditionLifecycleReady, "Lifecycle", "7.1, 4.4"}
)

// Points returns every point, in the order in which an auditor asks.
func Points() []Point {
	return []Point{
		Identification, Competence, Infrastructure, Finances, Support, Maintenance, Outsourcing,
		Allocation, Reviews, Improvement, Controls, Segregation, Lifecycle,
	}
}
