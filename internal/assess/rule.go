package assess

import (
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Doc says what a rule asks. The catalogue in the documentation is made of it.
type Doc struct {
	// ID in the catalogue, such as "P6-01".
	ID string
	// Point that a finding counts against; the home point of the record's kind where empty.
	Point Point
	// Aspect of the record that a finding turns.
	Aspect Aspect
	// Clause of ISO/IEC 27001:2022 that asks for it.
	Clause string
	// Requires is what the rule asks for, as one sentence.
	Requires string
	// Fires is when the rule fires, with its grades.
	Fires string
	// Reasons that findings of the rule carry.
	Reasons []string
	// Grades that findings of the rule carry, lowest first.
	Grades []api.Grade
	// Remedy is what makes it right, as one sentence without full stop.
	Remedy string
	// Another says that the remedy is another record, so that it does not matter whether
	// the one that the finding is about can still be changed.
	Another bool
	// Alone says why observations of the rule do not add up to a minor of the whole, as those
	// of a warning or of what cannot be mended; empty where they do.
	Alone string
	// OfAct says that what the rule finds was so from the day of the act on that the field is
	// part of: an approval, an acceptance, a review that was held. Where the rule sets no
	// first day, that is it.
	OfAct bool
	// Rights says that the rule is about rights in the cluster: where Report.RightsUnasked says
	// why nobody asks of them, it has not passed.
	Rights bool
	// Policy names the fields of ClauseAssessment.spec.policy that steer the rule.
	Policy []string
}

// Rule is a Doc with the check that answers it for one kind of record.
//
// A check may look at every record of the world, but reports only on the one
// that it is given. It must be total: no record, however incomplete, may make
// it panic, and no order of rules may be assumed.
type Rule struct {
	Doc
	check func(*Context, api.Record)
	// of is the kind that the rule is asked of; nil where it is asked of all.
	of reflect.Type
	// whole says that the rule judges the ISMS as a whole: it runs once, on the
	// assessment in force, or on an empty one where there is none.
	whole bool
	// after says that the rule judges what the other rules found.
	after bool
}

// On makes a rule that is asked of every record of kind T.
func On[T api.Record](doc Doc, check func(*Context, T)) Rule {
	return Rule{Doc: doc, of: reflect.TypeFor[T](), check: func(c *Context, r api.Record) { check(c, r.(T)) }}
}

// OnEvery makes a rule that is asked of every record of every kind.
func OnEvery(doc Doc, check func(*Context, api.Record)) Rule { return Rule{Doc: doc, check: check} }

// OnISMS makes a rule that is asked once, of the ISMS as a whole. The assessment
// that it is given is the one in force, or an empty one where there is none.
func OnISMS(doc Doc, check func(*Context, *api.ClauseAssessment)) Rule {
	r := On(doc, check)
	r.whole = true
	return r
}

// OfISMS reports whether the rule is asked of the ISMS as a whole, whatever records
// there are.
func (r *Rule) OfISMS() bool { return r.whole }

// After makes a rule wait until every other rule has been asked of every record;
// Context.Open then holds what they found. It does not see what other such rules
// find. What it says of a record holds no longer than all that it may have read in
// Open, so the record's Until is not after that of any other record.
func After(r Rule) Rule {
	r.after = true
	return r
}
