package assess

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

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

	registry *Registry
	rule     *Rule
	kind     *Kind
	subject  api.Record
	findings []Finding
	// happened is what has happened to happenedTo, which several rules ask of each record.
	happened   []Happening
	happenedTo api.Record
	// openUntil is the first day on which Open can be another.
	openUntil api.Date
	// follows says that a later day will ask for the answers of this one.
	follows bool
	memos   map[any]memo
	// late are the memos that were made once Open was known, and may rest on it.
	late map[any]memo
	notes
}

// notes are what rules tell beside their findings. Each map is made by the first who writes.
type notes struct {
	// asked counts what rules were asked of, for those that count.
	asked map[question]*tally
	// waiving are the exceptions that lowered something.
	waiving map[string]bool
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
		m, ok = c.late[key]
	}
	if !ok {
		m = c.memoise(func(c *Context) any { return compute(c) })
		if c.late != nil {
			c.late[key] = m
		} else {
			c.memos[key] = m
		}
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

// Every yields each record of the world with its kind, for rules on the whole: the kinds in
// the order of the registry, their records by name.
func (c *Context) Every() iter.Seq2[*Kind, api.Record] {
	return func(yield func(*Kind, api.Record) bool) {
		for i := range c.registry.Kinds {
			kind := &c.registry.Kinds[i]
			c.World.through(kind.goType)
			for _, r := range c.World.records(kind.goType) {
				c.World.looked++
				if !yield(kind, r) {
					return
				}
			}
		}
	}
}

// Reasons are those that findings on records of a kind can have, each under itself.
func (c *Context) Reasons(kind string) map[string]string {
	all := map[string]string{}
	for i := range c.registry.Kinds {
		if k := &c.registry.Kinds[i]; k.Name == kind {
			for j := range k.Rules {
				for _, reason := range k.Rules[j].Reasons {
					all[reason] = reason
				}
			}
		}
	}
	return all
}

// Waives notes that an exception lowers a finding, for the rule on those that lower none.
func (c *Context) Waives(exception string) {
	if c.waiving == nil {
		c.waiving = map[string]bool{}
	}
	c.waiving[exception] = true
}

// Waiving reports whether an exception has lowered a finding. What all rules found is known
// to rules made with After.
func (c *Context) Waiving(exception string) bool { return c.waiving[exception] }

// Record finds a record by its name, whatever its kind; nil where it is not judged.
func (c *Context) Record(ref Ref) api.Record {
	c.World.looked++
	return c.World.record(ref)
}

// Happened is what the record under judgement says has happened. For reading.
func (c *Context) Happened() []Happening {
	if c.happenedTo != c.subject {
		c.happened, c.happenedTo = c.kind.Happened(c.subject), c.subject
	}
	return c.happened
}

// Subject names the record under judgement.
func (c *Context) Subject() Ref { return Ref{Kind: c.kind.Name, Name: c.subject.GetName()} }

// Report adds a finding about the record under judgement. Rule, record and aspect are
// filled in, and so are point and remedy where they are left out. A remedy says so
// where the field that decided can no longer be changed, and what to do instead: nobody is
// sent to make an edit that the API server refuses. A first day that has not come is none.
func (c *Context) Report(f Finding) {
	f.Rule = c.rule.ID
	f.Aspect = c.rule.Aspect
	if f.Point.ID == "" {
		f.Point = c.home()
	}
	if f.Remedy == "" {
		f.Remedy = c.rule.Remedy
	}
	if instead := api.WhyFixed(c.subject, f.Field); instead != "" && !c.rule.Another {
		f.Remedy += "; " + instead
	}
	if f.Since.IsZero() && c.rule.OfAct {
		f.Since = actOf(c.Happened(), f.Field)
	}
	if !c.Today.Reached(f.Since) {
		f.Since = api.Date{} // nothing holds since a day that has not come
	}
	f.Record, f.Alone = c.Subject(), f.Alone || c.rule.Alone != ""
	c.findings = append(c.findings, f)
}

// actsThemselves are the days of records that are an act as a whole.
var actsThemselves = []string{"spec.heldOn", "spec.performedOn", "spec.issuedOn"}

// actOf is the day of the act that a field is part of, by the dates on which a record says
// that something has happened; absent where it is part of none.
func actOf(happened []Happening, field string) api.Date {
	for parent := field; parent != ""; {
		parent = parent[:max(strings.LastIndexByte(parent, '.'), 0)]
		for i := range happened {
			h := &happened[i]
			at := strings.LastIndexByte(h.Field, '.')
			act := parent != "spec" || slices.Contains(actsThemselves, h.Field)
			if h.Field[:max(at, 0)] == parent && act && !h.On.IsZero() {
				return h.On
			}
		}
	}
	return api.Date{}
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

// newContext returns what checks work with, for the assessment in force.
func newContext(registry *Registry, w *World) *Context {
	return &Context{
		registry: registry, World: w, Assessment: inForce(w), Policy: &inForce(w).Spec.Policy,
		memos: map[any]memo{},
	}
}

// doubt makes an unknown of what a check found after it looked for something that is
// not read: what it would have found otherwise, nobody knows.
func (c *Context) doubt(findings []Finding, seen *looks) {
	if seen.none() {
		return
	}
	if c.named == nil {
		c.named, c.doubts = map[*Unread][]string{}, map[string]*looks{}
	}
	for u := range seen.records {
		c.named[u] = append(c.named[u], c.Subject().String())
	}
	point := c.home().ID
	if c.doubts[point] == nil {
		c.doubts[point] = newLooks(c.World)
	}
	c.doubts[point].add(seen)
	for i := range findings {
		if f := &findings[i]; gradeRank(f.Grade) < gradeRank(api.GradeUnknown) {
			f.Grade = api.GradeUnknown
			f.Message += "; not certain while this is not read: " + shown(c.World.missed(seen), ", ")
		}
	}
}

// Asked counts the record under judgement among those that the rule is asked of. A rule
// calls it once it knows that it is, where it leaves many records of its kind alone, as of
// a history; one that never does is asked of every record of its kind that is in use.
func (c *Context) Asked() { c.tally().records++ }

// AskedEntry counts one entry of the record under judgement, such as one control of a
// statement, among those that the rule is asked of: the share of what it observes is of
// them. Plain names them in messages, such as "controls".
func (c *Context) AskedEntry(plain string) {
	t := c.tally()
	t.entries, t.plain = t.entries+1, plain
}

func (c *Context) tally() *tally {
	key := question{c.rule.ID, c.kind.Name}
	if c.asked == nil {
		c.asked = map[question]*tally{}
	}
	if c.asked[key] == nil {
		c.asked[key] = &tally{}
	}
	return c.asked[key]
}
