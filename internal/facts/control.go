package facts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// NoSuchControl reports whether a number is that of no control.
func NoSuchControl(id api.ControlID) bool {
	_, exists := annexa.Title(string(id))
	return !exists
}

// ExistingControls returns the controls of a list that exist, for reading. One that does not is
// told by rule X-12 and counts for nothing, so whoever looks at the controls that a
// record names looks at these.
func ExistingControls(ids []api.ControlID) []api.ControlID {
	if !slices.ContainsFunc(ids, NoSuchControl) {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), NoSuchControl)
}

// RisksByControl finds risks by the controls that they name.
var RisksByControl = &assess.Index[*api.Risk]{
	Keys: func(r *api.Risk, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
}

// resourcesByControl finds resources by the controls that they name.
var resourcesByControl = resourcesBy(func(controls []api.ControlID, _ []api.Reference, yield func(string)) { yieldControls(controls, yield) })

func yieldControls(ids []api.ControlID, yield func(string)) {
	for _, id := range ExistingControls(ids) {
		yield(string(id))
	}
}

// edition2013 matches the numbers of the 2013 edition that the 2022 edition does
// not have: three parts, or a chapter from 9 on.
var edition2013 = regexp.MustCompile(`^A\.(\d+\.\d+\.\d+|(9|1[0-8])(\.\d+)?)$`)

// NormalControlID writes a number as the standard does, so that two for one control can be
// told.
func NormalControlID(id string) string {
	id = strings.ToUpper(strings.Join(strings.Fields(id), ""))
	if number := strings.TrimPrefix(strings.TrimPrefix(id, "A"), "."); number != "" && number[0] >= '0' && number[0] <= '9' {
		id = "A." + number
	}
	return id
}

// MisreadControl says what is wrong with a number that is not one of the 2022 edition, and
// what it may mean.
func MisreadControl(written string) string {
	id := NormalControlID(written)
	if _, known := annexa.Title(id); known {
		return "is not written as the standard does; it may mean " + ControlName(id)
	}
	if edition2013.MatchString(id) {
		if successor, ok := annexa.Successor(id); ok {
			return "is a number of the 2013 edition; in the 2022 edition that is " + ControlName(successor)
		}
		all := annexa.All()
		return fmt.Sprintf("is a number of the 2013 edition; the 2022 edition goes from %s to %s", all[0].ID, all[len(all)-1].ID)
	}
	if nearest, ok := annexa.Nearest(id); ok {
		return "is no control of Annex A; the nearest is " + ControlName(nearest)
	}
	return "is no control of Annex A"
}

// ControlName names a control in messages by its ID and title.
func ControlName(id string) string {
	if title, ok := annexa.Title(id); ok {
		return id + " (" + title + ")"
	}
	return id
}
