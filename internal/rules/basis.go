package rules

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Basis is what the verdict on a point rests on.
type Basis struct {
	assess.Basis
	// Newest and Oldest of what the records of the point say has happened; nil where none
	// of them says when anything did.
	Newest, Oldest *Evidence
	// Statements that carry the point, the first of them, and how many there are.
	Statements []Statement
	Stated     int
	// Policy is what the fields that steer the rules have, by their names.
	Policy []PolicyInForce
}

// Evidence is something that a record says has happened.
type Evidence struct {
	Record assess.Ref
	assess.Happening
}

// Statement is a text that is taken at its word.
type Statement struct {
	Record      assess.Ref
	Field, Text string
}

// PolicyInForce is what a field of the policy has.
type PolicyInForce struct {
	Field, Value, Default string
	// Weaker says that it asks for less than the default, and Because why.
	Weaker  bool
	Because string
}

// MaxStatements is how many statements of a point are shown.
const MaxStatements = 10

// maxText is how much of a statement is shown, in characters.
const maxText = 160

// Explain tells what the verdict on each point rests on, in the order of the points. What it
// gives is bounded, however many records there are. It is a pass of its own over the records,
// for those who ask; Run does not need it.
func Explain(r *assess.Report) []Basis {
	bases := r.Bases()
	all := make([]Basis, len(bases))
	at := map[string]*Basis{}
	for i := range bases {
		all[i].Basis = bases[i]
		at[bases[i].Point.ID] = &all[i]
	}
	spans, latest := map[*assess.Kind]*span{}, latestReview(r)
	for i := range r.Results {
		result := &r.Results[i]
		if result.Unread != nil {
			continue
		}
		s := spans[result.Kind]
		if s == nil {
			s = &span{asOf: r.AsOf}
			spans[result.Kind] = s
		}
		s.add(result)
		if _, isReview := result.Record.(*api.ManagementReview); result.InUse && (!isReview || result.Record == latest) {
			state(at, result)
		}
	}
	a := inForce(r)
	for i := range all {
		all[i].dates(spans)
		all[i].policy(a, r.Policy)
	}
	return all
}

// latestReview is the last management review that was held. Those before it are history,
// which no verdict rests on; nil where none was held.
func latestReview(r *assess.Report) (latest api.Record) {
	var last api.Date
	for i := range r.Results {
		if m, ok := r.Results[i].Record.(*api.ManagementReview); ok && m.Spec.HeldOn.After(last) && !m.Spec.HeldOn.After(r.AsOf) {
			latest, last = m, m.Spec.HeldOn
		}
	}
	return latest
}

// state adds what a record states to the points that it carries.
func state(at map[string]*Basis, result *assess.Result) {
	statementsOf(result.Record, result.Kind.Home, func(point assess.Point, list, entry, field, text string) {
		b := at[point.ID]
		if b == nil || text == "" || !facts.Stated(text) {
			return
		}
		if b.Stated++; len(b.Statements) == MaxStatements {
			return
		}
		if list != "" {
			field = fmt.Sprintf("%s[%s].%s", list, entry, field)
		}
		b.Statements = append(b.Statements, Statement{refOf(result), field, gist(text)})
	})
}

// gist is the beginning of a text, on one line.
func gist(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > maxText {
		return string(runes[:maxText-1]) + "…"
	}
	return string(runes)
}

func refOf(result *assess.Result) assess.Ref {
	return assess.Ref{Kind: result.Kind.Name, Name: result.Record.GetName()}
}

// inForce is the assessment whose policy holds: the first by its name, even one that is
// not judged.
func inForce(r *assess.Report) *api.ClauseAssessment {
	for i := range r.Results {
		if a, ok := r.Results[i].Record.(*api.ClauseAssessment); ok {
			return a
		}
	}
	return &api.ClauseAssessment{}
}

// dates takes the newest and the oldest of the kinds whose own records the point is about.
func (b *Basis) dates(spans map[*assess.Kind]*span) {
	for _, k := range b.Kinds {
		s := spans[k.Kind]
		if k.Whole || s == nil || s.newest == nil {
			continue
		}
		if b.Newest == nil || s.newest.On.After(b.Newest.On) {
			b.Newest = s.newest
		}
		if b.Oldest == nil || s.oldest.On.Before(b.Oldest.On) {
			b.Oldest = s.oldest
		}
	}
}

// policy adds what the fields have that steer the rules of the point.
func (b *Basis) policy(a *api.ClauseAssessment, weakened []assess.Deviation) {
	steers := map[string]bool{}
	for i := range b.Rules {
		for _, name := range b.Rules[i].Policy {
			steers[name] = true
		}
	}
	fields := facts.PolicyFields()
	for i := range fields {
		f := &fields[i]
		if !steers[f.Name] {
			continue
		}
		p := PolicyInForce{Field: f.Name, Value: f.Value(&a.Spec.Policy), Default: f.Default}
		for j := range weakened {
			if d := &weakened[j]; d.Field == f.Name {
				p.Value, p.Weaker, p.Because = d.Value, true, d.Because
				break
			}
		}
		b.Policy = append(b.Policy, p)
	}
}

// span is the newest and the oldest of what the records of a kind say has happened.
type span struct {
	asOf           api.Date
	newest, oldest *Evidence
}

func (s *span) add(result *assess.Result) {
	for _, h := range result.Kind.Happened(result.Record) {
		s.see(result, h.On, func() assess.Happening { return h })
	}
	common := result.Record.RecordCommon()
	for i := range common.Evidence {
		e := &common.Evidence[i]
		if e.Withdrawn == nil {
			s.see(result, e.EffectiveOn, func() assess.Happening { return evidenceOf(e)[0] })
			s.see(result, e.CollectedOn, func() assess.Happening { return evidenceOf(e)[1] })
		}
	}
	if common.Review != nil {
		s.see(result, common.Review.LastReviewedOn, func() assess.Happening {
			return assess.Happening{Field: "spec.review.lastReviewedOn", On: common.Review.LastReviewedOn, What: "the record was reviewed"}
		})
	}
}

func evidenceOf(e *api.Evidence) []assess.Happening {
	return facts.EvidenceHappened("spec.evidence["+e.Name+"]", e)
}

// see takes a day that has come. What happened on it is only put into words where it is the
// newest or the oldest so far.
func (s *span) see(result *assess.Result, on api.Date, say func() assess.Happening) {
	if on.IsZero() || on.After(s.asOf) {
		return
	}
	if s.newest == nil || on.After(s.newest.On) {
		s.newest = &Evidence{refOf(result), say()}
	}
	if s.oldest == nil || on.Before(s.oldest.On) {
		s.oldest = &Evidence{refOf(result), say()}
	}
}
