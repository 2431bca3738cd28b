package rules

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Competence is a competency that a role takes, and how a holder of the role has it.
type Competence struct {
	Role *api.SecurityRole
	// Assignment that makes the person a holder; nil where nobody holds the role.
	Assignment *api.Assignment
	// Required competency; nil where it is not determined what the role takes.
	Required *api.RequiredCompetency
	// Record that proves most; nil if there is none.
	Record *api.CompetencyRecord
	// Held is the highest level that is proven.
	Held api.CompetencyLevel
	// PlanDue is the day by which a plan closes the gap; absent without one.
	PlanDue api.Date
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Competences returns what each role takes and what its holders have, by role,
// holder and competency. The context must be one of assess.Look.
func Competences(c *assess.Context) []Competence {
	var all []Competence
	for role := range assess.All[*api.SecurityRole](c.World) {
		unfilled := c.Ask(func(c *assess.Context) { checkUnfilled(c, role) })
		undetermined := c.Ask(func(c *assess.Context) { checkRoleCompetence(c, role) })
		held := holders(c, role)
		if len(held) == 0 {
			all = append(all, Competence{Role: role, Gaps: slices.Concat(unfilled, undetermined)})
			for i := range role.Spec.RequiredCompetencies {
				all = append(all, Competence{Role: role, Required: &role.Spec.RequiredCompetencies[i], Gaps: unfilled})
			}
			continue
		}
		for _, h := range held {
			if len(undetermined) > 0 {
				all = append(all, Competence{Role: role, Assignment: h.assignment, Gaps: slices.Concat(unfilled, undetermined)})
			}
			for _, m := range matchesOf(c, h) {
				competence := m.seen(c)
				competence.Gaps = slices.Concat(unfilled, competence.Gaps) // of a deputy alone
				all = append(all, competence)
			}
		}
	}
	return all
}

// seen is the match as a table shows it.
func (m *match) seen(c *assess.Context) Competence {
	competence := Competence{Role: m.role, Assignment: m.assignment, Required: m.required, Record: m.record, Held: m.level, PlanDue: m.planDue}
	if reason := m.reason(); reason != "" {
		competence.Gaps = []string{reason}
	}
	if m.unplanned(c) {
		competence.Gaps = append(competence.Gaps, docGapPlan.Reasons[0])
	}
	return competence
}

// Control is what the Statement of Applicability in force says of a control, and what
// of it can be relied on.
type Control struct {
	// ID of the control as the statement writes it, and its title; "" where the ID is
	// none of Annex A.
	ID, Title string
	// Statement on the control; nil where there is none.
	Statement *api.ControlStatement
	// Holders of the accountable role.
	Holders []api.Assignment
	// Resources that support it, found in both directions.
	Resources []Resource
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Resource supports a control.
type Resource struct {
	api.ResourceReference
	// Lack is why it cannot be relied on; "" where it can.
	Lack string
}

// Controls returns every control of Annex A in the order of the standard, then the
// entries of the statement that are about none of them. The context must be one of
// assess.Look.
func Controls(c *assess.Context) []Control {
	s := statementInForce(c)
	var all []Control
	for _, known := range annexa.All() {
		switch {
		case s == nil:
			all = append(all, Control{ID: known.ID, Title: known.Title, Gaps: []string{docNoStatement.Reasons[0]}})
		case s.controls[known.ID] == nil:
			all = append(all, Control{ID: known.ID, Title: known.Title, Gaps: []string{docSoaIncomplete.Reasons[0]}})
		default:
			all = append(all, s.seen(c, s.controls[known.ID]))
		}
	}
	if s == nil {
		return all
	}
	first := s.firstEntries()
	for i := range s.record.Spec.Controls {
		e := &s.record.Spec.Controls[i]
		if s.controls[e.ID] == e {
			continue
		}
		reason := "UnknownControlId"
		if first[controlID(e.ID)] != e {
			reason = "ControlIdDuplicate"
		}
		all = append(all, Control{ID: e.ID, Statement: e, Gaps: []string{reason}})
	}
	return all
}

// seen is the entry as a table shows it. The rules are asked of a statement that has
// no other entry: they report what several controls share on the first alone.
func (s *statement) seen(c *assess.Context, e *api.ControlStatement) Control {
	record := *s.record
	record.Spec.Controls = []api.ControlStatement{*e}
	e = &record.Spec.Controls[0]
	single := &statement{record: &record, controls: map[string]*api.ControlStatement{e.ID: e}}
	control := Control{ID: e.ID, Statement: e}
	control.Title, _ = annexa.Title(e.ID)
	control.Gaps = c.Ask(func(c *assess.Context) {
		checkSoaResources(c, single)
		checkSoaOwner(c, single)
		checkSoaUnsupported(c, single)
		checkSoaExclusion(c, e)
		checkSoaContradiction(c, e)
		if necessary(e) {
			checkSoaInclusion(c, e)
			checkSoaPlanned(c, e)
			checkSoaEvidence(c, e)
		}
	})
	if !single.decided(e.ID) {
		control.Gaps = append([]string{docSoaIncomplete.Reasons[0]}, control.Gaps...)
	}
	if role, ok := assess.Find[*api.SecurityRole](c.World, e.AccountableRoleRef); ok {
		for _, h := range holders(c, role) {
			control.Holders = append(control.Holders, *h.assignment)
		}
	}
	for _, ref := range allocated(c, e) {
		control.Resources = append(control.Resources, Resource{ref, unusable(c, ref)})
	}
	return control
}

// Accountability is a row of a matrix of accountability.
type Accountability struct {
	// Matrix that the row is of; nil where no matrix has a row for a mandatory activity.
	Matrix *api.AccountabilityMatrix
	Row    *api.AccountabilityRow
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Accountabilities returns the rows of all matrices, by matrix and in its order, then
// the mandatory activities that none of them has. The context must be one of
// assess.Look.
func Accountabilities(c *assess.Context) []Accountability {
	var all []Accountability
	for m := range assess.All[*api.AccountabilityMatrix](c.World) {
		for i := range m.Spec.Rows {
			row := &m.Spec.Rows[i]
			all = append(all, Accountability{Matrix: m, Row: row, Gaps: c.Ask(func(c *assess.Context) {
				for _, rule := range rowRules() {
					rule.check(c, row)
				}
				checkRowOwnership(c, row)
			})})
		}
	}
	for _, activity := range activitiesWithoutRow(c) {
		all = append(all, Accountability{
			Row: &api.AccountabilityRow{Name: string(activity), Activity: activity}, Gaps: []string{docRaciActivities.Reasons[0]},
		})
	}
	return all
}
