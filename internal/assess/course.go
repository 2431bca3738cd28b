package assess

import (
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// course is what the judgement of a day leaves for that of a later day on the same world:
// answers that still hold are not asked for again. A check is a function of the world and of
// how its comparisons with the day come out; so its answer holds until the first of them
// comes out otherwise.
type course struct {
	// memos that the first checks made; those of rules made with After may rest on what was open.
	memos map[any]memo
	// loose answers belong to no record.
	loose []answer
}

// answer is what a group of rules said about one record.
type answer struct {
	findings []Finding
	notes
	// until is the first day on which it can be another; absent if none ever is.
	until api.Date
}

// holds reports whether something that can change on a day is on another as it was before.
func holds(until, on api.Date) bool { return until.IsZero() || until.After(on) }

// follow asks the record under judgement, and takes what was answered on an earlier day as far
// as it still holds; until is the first day on which any answer can be another. The rules of most kinds are one group; those of a kind
// with rules on the ISMS as a whole, which each look through the world, are asked one by one.
func (c *Context) follow(was []answer, today api.Date, inForce bool) (answers []answer, until api.Date) {
	rules, size := c.kind.Rules, len(c.kind.Rules)
	if slices.ContainsFunc(rules, func(r Rule) bool { return r.whole }) {
		size = 1
	}
	answers = make([]answer, 0, len(rules)/max(size, 1))
	for i := 0; i < len(rules); i += size {
		n := len(answers)
		var a answer
		if n < len(was) && holds(was[n].until, today) {
			a = was[n]
		} else {
			a = c.answer(rules[i:i+size], today, inForce)
		}
		c.findings = append(c.findings, a.findings...)
		c.note(&a.notes)
		answers, until = append(answers, a), earlier(until, a.until)
	}
	return answers, until
}

// answer asks a group of rules that are not made with After.
func (c *Context) answer(rules []Rule, today api.Date, inForce bool) answer {
	findings, outer := c.findings, c.notes
	c.findings, c.notes, c.Today = nil, notes{}, NewDay(today)
	c.askAll(rules, inForce, false)
	a := answer{c.findings, c.notes, c.Today.Next()}
	c.findings, c.notes = findings, outer
	return a
}

// askAll asks rules of the record under judgement, and reports whether any was to be asked.
func (c *Context) askAll(rules []Rule, inForce, after bool) (asked bool) {
	for i := range rules {
		if rule := &rules[i]; rule.after == after && (!rule.whole || inForce) {
			c.ask(rule)
			asked = true
		}
	}
	return asked
}

// note adds notes to those of the run.
func (c *Context) note(n *notes) {
	for key, t := range n.asked {
		if c.asked == nil {
			c.asked = map[question]*tally{}
		}
		sum := c.asked[key]
		if sum == nil {
			sum = &tally{}
			c.asked[key] = sum
		}
		sum.records, sum.entries = sum.records+t.records, sum.entries+t.entries
		if t.plain != "" {
			sum.plain = t.plain
		}
	}
	for exception := range n.waiving {
		c.Waives(exception)
	}
	if n.named == nil {
		return
	}
	if c.named == nil {
		c.named, c.doubts = map[*Unread][]string{}, map[string]*looks{}
	}
	for u, names := range n.named {
		c.named[u] = append(c.named[u], names...)
	}
	for point, seen := range n.doubts {
		if c.doubts[point] == nil {
			c.doubts[point] = newLooks(c.World)
		}
		c.doubts[point].add(seen)
	}
}

// resume takes over the memos of an earlier day that still hold: only one later day can.
func (c *Context) resume(before *course, today api.Date) {
	if before == nil {
		return
	}
	if before.memos != nil {
		c.memos, before.memos = before.memos, nil
	}
	maps.DeleteFunc(c.memos, func(_ any, m memo) bool { return !holds(m.next, today) })
}

// leave returns what a later day can use. Memos that are made from now on are not.
func (c *Context) leave(loose []answer) *course {
	c.late = map[any]memo{}
	return &course{memos: c.memos, loose: loose}
}

// forgetCourse drops what only a later day of the same world could use.
func (r *Report) forgetCourse() {
	r.course = nil
	for i := range r.Results {
		r.Results[i].answers, r.Results[i].useUntil = nil, api.Date{}
	}
}
