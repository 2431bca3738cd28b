package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// phantom reports whether a number is that of no control.
func phantom(id api.ControlID) bool {
	_, exists := annexa.Title(string(id))
	return !exists
}

// existing returns the controls of a list that exist, for reading. One that does not is
// told by rule X-12 and counts for nothing, so whoever looks at the controls that a
// record names looks at these.
func existing(ids []api.ControlID) []api.ControlID {
	if !slices.ContainsFunc(ids, phantom) {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), phantom)
}

// These find records by the controls that they name.
var (
	risksByControl = &assess.Index[*api.Risk]{
		Keys: func(r *api.Risk, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
	toolsByControl = &assess.Index[*api.ToolLicense]{
		Keys: func(r *api.ToolLicense, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
	assetsByControl = &assess.Index[*api.InfrastructureAsset]{
		Keys: func(r *api.InfrastructureAsset, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
	servicesByControl = &assess.Index[*api.OutsourcedService]{
		Keys: func(r *api.OutsourcedService, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
)

func yieldControls(ids []api.ControlID, yield func(string)) {
	for _, id := range existing(ids) {
		yield(string(id))
	}
}

var docControlsExist = assess.Doc{
	ID: "X-12", Aspect: assess.Covered, Clause: "6.1.3 c, 7.5.3",
	Requires: "A control that is named is one of Annex A in the 2022 edition",
	Fires:    "a number is that of no control, such as one of the 2013 edition, so that nobody knows what is meant; such a control counts for nothing (unknown)",
	Reasons:  []string{"ControlNotFound"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Name the control of the 2022 edition that is meant, or take the number out",
}

// controlsExist makes rule X-12 for a kind of which a field names controls.
func controlsExist[T api.Record](field string, of func(T) []api.ControlID) assess.Rule {
	return assess.On(docControlsExist, func(c *assess.Context, r T) { checkControlsExist(c, field, of(r)...) })
}

// checkControlsExist is one finding for all that a field names.
func checkControlsExist(c *assess.Context, field string, ids ...api.ControlID) {
	var lacks []string
	for _, id := range ids {
		if phantom(id) {
			lacks = append(lacks, quote(string(id))+", which "+misread(string(id)))
		}
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ControlNotFound", Grade: api.GradeUnknown, Field: field,
			Message: field + " names " + assess.Clauses(lacks),
		})
	}
}

// edition2013 matches the numbers of the 2013 edition that the 2022 edition does
// not have: three parts, or a chapter from 9 on.
var edition2013 = regexp.MustCompile(`^A\.(\d+\.\d+\.\d+|(9|1[0-8])(\.\d+)?)$`)

// controlID writes a number as the standard does, so that two for one control can be
// told.
func controlID(id string) string {
	id = strings.ToUpper(strings.Join(strings.Fields(id), ""))
	if number := strings.TrimPrefix(strings.TrimPrefix(id, "A"), "."); number != "" && number[0] >= '0' && number[0] <= '9' {
		id = "A." + number
	}
	return id
}

// misread says what is wrong with a number that is not one of the 2022 edition, and
// what it may mean.
func misread(written string) string {
	id := controlID(written)
	if _, known := annexa.Title(id); known {
		return "is not written as the standard does; it may mean " + controlName(id)
	}
	if edition2013.MatchString(id) {
		if successor, ok := annexa.Successor(id); ok {
			return "is a number of the 2013 edition; in the 2022 edition that is " + controlName(successor)
		}
		all := annexa.All()
		return fmt.Sprintf("is a number of the 2013 edition; the 2022 edition goes from %s to %s", all[0].ID, all[len(all)-1].ID)
	}
	if nearest, ok := annexa.Nearest(id); ok {
		return "is no control of Annex A; the nearest is " + controlName(nearest)
	}
	return "is no control of Annex A"
}
