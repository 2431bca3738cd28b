package assess

import (
	"fmt"
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Aspect is the question about a record that a rule helps to answer; it is the
// condition that a finding of the rule turns.
type Aspect string

// The three aspects of every record.
const (
	Current Aspect = api.ConditionCurrent
	Covered Aspect = api.ConditionCovered
	Owned   Aspect = api.ConditionOwned
)

// Aspects returns the three aspects, in the order in which conditions show them.
func Aspects() []Aspect { return []Aspect{Current, Covered, Owned} }

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

// Context is what a check works with: the world, the day, the policy in force,
// and Report for what it finds.
type Context struct {
	// World of the namespace.
	World *World
	// Today can be compared with dates, nothing else.
	Today Day
	// Assessment in force, or an empty one; never nil. For reading.
	Assessment *api.ClauseAssessment
	// Policy of the assessment in force; never nil. For reading.
	Policy *api.Policy

	// Open holds what all rules found, for rules made with After; empty for others.
	Open []Finding

	rule     *Rule
	kind     *Kind
	subject  api.Record
	findings []Finding
	// openUntil is the first day on which Open can be another.
	openUntil api.Date
	memos     map[any]memo
	// doubts are the look-ups of each point's rules for what is not read.
	doubts map[string]*looks
	// named are the records whose rules looked up a record by its name that is not judged.
	named map[*Unread][]string
}

// memo is something that was computed once for all records of a run, with the
// first day on which it would come out otherwise.
type memo struct {
	value any
	next  api.Date
	seen  *looks
}

// Once computes something about the whole world once in a run, however many
// records ask for it. The key is any comparable value that is the caller's own.
// Its comparisons with the day count for each record that asks.
func Once[T any](c *Context, key any, compute func(*Context) T) T {
	m, ok := c.memos[key]
	if !ok {
		m = c.memoise(func(c *Context) any { return compute(c) })
		c.memos[key] = m
	}
	c.Today.next = earlier(c.Today.next, m.next)
	c.World.seen.add(m.seen)
	return m.value.(T)
}

// memoise computes something with a day and look-ups of its own. Those of the record
// under judgement are restored even if the computation panics.
func (c *Context) memoise(compute func(*Context) any) (m memo) {
	outer, seen := c.Today, c.World.watch()
	defer func() {
		m.next, c.Today = c.Today.Next(), outer
		m.seen = seen()
	}()
	c.Today = NewDay(outer.today)
	m.value = compute(c)
	return m
}

// Kind of the record under judgement. For reading.
func (c *Context) Kind() *Kind { return c.kind }

// Subject names the record under judgement.
func (c *Context) Subject() Ref { return Ref{Kind: c.kind.Name, Name: c.subject.GetName()} }

// Report adds a finding about the record under judgement. Rule, record, point
// and aspect are filled in, and so is the remedy where it is left out.
func (c *Context) Report(f Finding) {
	f.Rule = c.rule.ID
	f.Aspect = c.rule.Aspect
	f.Point = c.home()
	if f.Remedy == "" {
		f.Remedy = c.rule.Remedy
	}
	f.Record = c.Subject()
	c.findings = append(c.findings, f)
}

// home is the point that a finding of the rule counts against.
func (c *Context) home() Point {
	if c.rule.Point.ID == "" {
		return c.kind.Home
	}
	return c.rule.Point
}

// ask runs one rule on the record. A rule that panics yields an unknown about
// this record alone; the tests fail on it, a register goes on being judged.
func (c *Context) ask(rule *Rule) {
	c.rule = rule
	before, seen := len(c.findings), c.World.watch()
	defer func() {
		seen := seen()
		if cause := recover(); cause != nil {
			c.findings = c.findings[:before]
			c.Report(Finding{
				Reason: ReasonInternalError, Grade: api.GradeUnknown,
				Message: fmt.Sprintf("Rule %s failed on this record: %v", rule.ID, cause),
				Remedy:  "Report this as a defect of the operator, with the record",
			})
		}
		c.doubt(c.findings[before:], seen)
	}()
	rule.check(c, c.subject)
}
