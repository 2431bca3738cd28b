package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docSoaIncomplete = assess.Doc{
	ID: "S-02", Aspect: assess.Covered, Clause: "6.1.3 c, d",
	Requires: "The statement decides on every control of Annex A",
	Fires:    "a control is missing or undecided (minor; major in the phases Certification and Maintenance)",
	Reasons:  []string{"SoaIncomplete"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Decide on each of the controls: set its applicability in spec.controls to Applicable, Inherited or Excluded",
}

// decided reports whether the statement decides on the control.
func (s *statement) decided(id string) bool {
	e := s.controls[id]
	return e != nil && (necessary(e) || e.Applicability == api.ApplicabilityExcluded)
}

func checkSoaIncomplete(c *assess.Context, s *statement) {
	all := annexa.All()
	var open []string
	for _, control := range all {
		if !s.decided(control.ID) {
			open = append(open, control.ID)
		}
	}
	if len(open) == 0 {
		return
	}
	f := assess.Finding{
		Reason: "SoaIncomplete", Grade: api.GradeMinor, Field: "spec.controls",
		Message: fmt.Sprintf("%d of %d controls are not decided: %s", len(open), len(all), controlList(open)),
	}
	if p := c.Assessment.Spec.Phase; p == api.PhaseCertification || p == api.PhaseMaintenance {
		f.Grade = api.GradeMajor
	}
	c.Report(f)
}

// stated reports whether a text says something: a placeholder says nothing.
func stated(text string) bool { return !slices.Contains(placeholders, normal(text)) }

var docSoaExclusion = assess.Doc{
	ID: "S-05", Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "The statement says why a control is not necessary",
	Fires:    "a control is excluded without justification, or with a placeholder for one (minor)",
	Reasons:  []string{"ExclusionNotJustified"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set justification of the control to why it is not necessary, or make it Applicable",
}

func checkSoaExclusion(c *assess.Context, e *api.ControlStatement) {
	if e.Applicability == api.ApplicabilityExcluded && !stated(e.Justification) {
		c.Report(assess.Finding{
			Reason: "ExclusionNotJustified", Grade: api.GradeMinor, Field: controlField(e, "justification"),
			Message: fmt.Sprintf("%s is excluded without a justification", controlName(e.ID)),
		})
	}
}

// risksOf returns the risks that the control treats: those that the statement
// names, and those that name the control.
func risksOf(c *assess.Context, e *api.ControlStatement) []*api.Risk {
	all := slices.Clone(assess.By(c.World, risksByControl, e.ID))
	for i := range e.RiskRefs {
		if r, ok := assess.Find[*api.Risk](c.World, &e.RiskRefs[i]); ok && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

var docSoaInclusion = assess.Doc{
	ID: "S-06", Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "The statement says why a control is necessary: a risk, a law, a contract or the business",
	Fires:    "a control is applicable or inherited without justification, reason or risk (minor)",
	Reasons:  []string{"InclusionNotJustified"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set justification, reasons or riskRefs of the control, or name the control in the Risk that it treats",
}

func checkSoaInclusion(c *assess.Context, e *api.ControlStatement) {
	if stated(e.Justification) || len(e.Reasons) > 0 || len(risksOf(c, e)) > 0 {
		return
	}
	c.Report(assess.Finding{
		Reason: "InclusionNotJustified", Grade: api.GradeMinor, Field: controlField(e, "justification"),
		Message: fmt.Sprintf("%s is said to be necessary, and no risk, law, contract or need of the business says why", controlName(e.ID)),
	})
}

var docSoaContradiction = assess.Doc{
	ID: "S-07", Aspect: assess.Covered, Clause: "6.1.3 c, d",
	Requires: "What the organisation does without, nothing of it relies on",
	Fires:    "a control is excluded, and a risk is mitigated by it or a resource in use supports it (minor)",
	Reasons:  []string{"ExclusionContradicted"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Make the control Applicable, or take it out of the records that name it",
}

func checkSoaContradiction(c *assess.Context, e *api.ControlStatement) {
	if e.Applicability != api.ApplicabilityExcluded {
		return
	}
	var users []string
	for _, r := range risksOf(c, e) {
		if r.Spec.Treatment == api.TreatmentMitigate {
			users = append(users, "Risk "+r.Name)
		}
	}
	for _, ref := range supporters(c, e.ID) {
		users = append(users, resourceName(ref))
	}
	if len(users) > 0 {
		c.Report(assess.Finding{
			Reason: "ExclusionContradicted", Grade: api.GradeMinor, Field: controlField(e, "applicability"),
			Message: fmt.Sprintf("%s is excluded, and these rely on it: %s", controlName(e.ID), assess.List(users)),
		})
	}
}

var docSoaIDs = assess.Doc{
	ID: "S-11", Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "Every entry of the statement is about one control of the 2022 edition, and every control has one entry",
	Fires:    "an ID is unknown, of the 2013 edition or not written as A.5.1, so that nobody knows what is meant (unknown), or a control has a second entry, however it is written (minor)",
	Reasons:  []string{"ControlIdDuplicate", "UnknownControlId"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Set id of the entry to that of the control in the 2022 edition, written as A.5.1, or take the entry out",
}

// firstEntries are the first entries for each control, by controlID; rather ones that
// can be read.
func (s *statement) firstEntries() map[string]*api.ControlStatement {
	first := map[string]*api.ControlStatement{}
	for i := range s.record.Spec.Controls {
		e := &s.record.Spec.Controls[i]
		if id := controlID(e.ID); first[id] == nil || (s.controls[e.ID] == e && s.controls[first[id].ID] == nil) {
			first[id] = e
		}
	}
	return first
}

func checkSoaIDs(c *assess.Context, s *statement) {
	first := s.firstEntries()
	for i := range s.record.Spec.Controls {
		e := &s.record.Spec.Controls[i]
		id := controlID(e.ID)
		if other := first[id]; other != e {
			c.Report(assess.Finding{
				Reason: "ControlIdDuplicate", Grade: api.GradeMinor, Field: controlField(e, "id"),
				Message: fmt.Sprintf("The entries %s and %s are about one control", quote(other.ID), quote(e.ID)),
			})
		} else if _, known := annexa.Title(e.ID); !known {
			c.Report(assess.Finding{
				Reason: "UnknownControlId", Grade: api.GradeUnknown, Field: controlField(e, "id"),
				Message: fmt.Sprintf("The entry %s %s", quote(e.ID), misread(e.ID)),
			})
		}
	}
}
