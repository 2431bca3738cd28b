package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// lack is why a resource cannot be relied on; without a text it can be.
type lack struct {
	text string
	// unknown says that nobody knows whether it can.
	unknown bool
	// waived says that a SecurityException in force waives the lapse.
	waived bool
}

// lackKey is what lackOf is remembered under.
type lackKey struct{ ref api.ResourceReference }

// lackOf is lackIn, asked once in a run for each resource: many risks, needs and
// controls rest on the same few.
func lackOf(c *assess.Context, ref api.ResourceReference) lack {
	return assess.Once(c, lackKey{ref}, func(c *assess.Context) lack { return lackIn(c, ref) })
}

// gravest returns the lack of a resource that weighs most: what is waived or not
// known does not hide what is known and not waived.
func gravest(lacks ...lack) lack {
	weight := func(l lack) int {
		switch {
		case l.text == "":
			return 0
		case l.waived:
			return 1
		case l.unknown:
			return 2
		}
		return 3
	}
	var worst lack
	for _, l := range lacks {
		if weight(l) > weight(worst) {
			worst = l
		}
	}
	return worst
}

// lackWaived makes a lack of a lapse, and says so where an exception waives it.
func (s supply) lackWaived(c *assess.Context, reason, text string) lack {
	if e := lapseWaiver(c, s.kind, s.name, reason); e != nil {
		return lack{text: fmt.Sprintf("%s (waived until %s by the SecurityException %s)", text, e.Spec.Validity.ValidUntil, e.Name), waived: true}
	}
	return lack{text: text}
}

// softened lowers the grade of a finding that none of the resources can be relied
// on, where an exception in force waives what one of them lacks: what lowers the
// lapse lowers what follows from it, and clears neither.
func softened(c *assess.Context, refs []api.ResourceReference, f assess.Finding) assess.Finding {
	for _, ref := range refs {
		if lackOf(c, ref).waived {
			f.Grade = lowered(f.Grade)
			return f
		}
	}
	return f
}

// unsure reports whether nobody knows of one of the resources whether it can be relied
// on, and no exception waives what another lacks.
func unsure(c *assess.Context, refs []api.ResourceReference) bool {
	return slices.ContainsFunc(refs, func(ref api.ResourceReference) bool { return lackOf(c, ref).unknown }) &&
		!slices.ContainsFunc(refs, func(ref api.ResourceReference) bool { return lackOf(c, ref).waived })
}
