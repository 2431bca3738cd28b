package chaos

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// opinion is what "kubectl isms assess -A -o json" says of a cluster.
type opinion struct {
	AsOf       string        `json:"asOf"`
	Namespaces []opinionOn   `json:"namespaces"`
	Problems   []problemSeen `json:"problems"`
}

// problemSeen is something that the plugin did not judge.
type problemSeen struct {
	Record *struct {
		Kind, Namespace, Name string
	} `json:"record"`
	Message string `json:"message"`
}

// opinionOn is what it says of one namespace.
type opinionOn struct {
	Name         string            `json:"name"`
	Verdict      api.Verdict       `json:"verdict"`
	Records      int32             `json:"records"`
	Counts       api.FindingCounts `json:"counts"`
	NextChangeOn string            `json:"nextChangeOn"`
	Forecast     *struct {
		Day     string            `json:"day"`
		Verdict api.Verdict       `json:"verdict"`
		Counts  api.FindingCounts `json:"counts"`
	} `json:"forecast"`
	Policy []struct {
		Field, Floor string
	} `json:"policy"`
	Findings []struct {
		Rule, Reason string
		Grade        api.Grade
		Point        string
		Record       struct{ Kind, Name string }
		Field        string
		Message      string
		Remedy       string
		Since        string
		SumsUp       string
	} `json:"findings"`
}

// stored is a record as the API server holds it.
type stored struct {
	Kind, Namespace, Name string
	Generation            int64
	// Status of a roll-up, of which that of a record is a part; nil where Go cannot read it.
	Status *api.ClauseAssessmentStatus
}

func (s *stored) String() string { return s.Kind + " " + s.Namespace + "/" + s.Name }

// differences compares every record with the opinion, and says how each differs that
// does. A record that the plugin could not judge either is left out.
func differences(o *opinion, all []stored) []string {
	said, skip := map[string]*opinionOn{}, map[string]bool{}
	for i := range o.Namespaces {
		said[o.Namespaces[i].Name] = &o.Namespaces[i]
	}
	for _, p := range o.Problems {
		if r := p.Record; r != nil {
			skip[(&stored{Kind: r.Kind, Namespace: r.Namespace, Name: r.Name}).String()] = true
		}
	}
	aspects, wants := aspectsOf(), map[string]wanted{}
	for i := range o.Namespaces {
		o.Namespaces[i].wants(aspects, wants)
	}
	var wrong []string
	for i := range all {
		s := &all[i]
		n := said[s.Namespace]
		if skip[s.String()] {
			continue
		}
		if difference := s.differs(n, wants); difference != "" {
			wrong = append(wrong, s.String()+": "+difference)
		}
	}
	return wrong
}

// differs says how a stored status is not the one that is wanted; "" where it is.
func (s *stored) differs(n *opinionOn, wants map[string]wanted) string {
	switch {
	case n == nil:
		return "the plugin says nothing of its namespace"
	case s.Status == nil:
		return "its status cannot be read"
	case s.Status.ObservedGeneration != s.Generation:
		return fmt.Sprintf("generation %d is judged, %d is stored", s.Status.ObservedGeneration, s.Generation)
	}
	want := wants[s.Namespace+"/"+s.Kind+"/"+s.Name]
	if s.Kind == rollupKind {
		want = wants[s.Namespace]
		if have := n.summary(s.Status); have != "" {
			return have
		}
	} else if want.conditions == nil {
		want = wantedOf(nil) // nothing was found about it
	}
	if have := linesOf(s.Status); !slices.Equal(have, want.lines()) {
		return fmt.Sprintf("\n  has  %s\n  want %s", strings.Join(have, "\n       "), strings.Join(want.lines(), "\n       "))
	}
	return ""
}

const rollupKind = "ClauseAssessment"

// summary says how the verdict of a roll-up is not that of the plugin.
func (n *opinionOn) summary(s *api.ClauseAssessmentStatus) string {
	have := fmt.Sprintf("%s, %d records, next change on %q", s.Verdict, s.Records, s.NextChangeOn)
	want := fmt.Sprintf("%s, %d records, next change on %q", n.Verdict, n.Records, n.NextChangeOn)
	if p := s.Policy; p != nil {
		have += fmt.Sprintf(", policy %+v", *p)
	}
	if p := n.policy(); p.Deviations > 0 {
		want += fmt.Sprintf(", policy %+v", p)
	}
	if f := s.Forecast; f != nil {
		have += fmt.Sprintf(", on %s %s %+v", f.Day, f.Verdict, f.Counts)
	}
	if f := n.Forecast; f != nil {
		want += fmt.Sprintf(", on %s %s %+v", f.Day, f.Verdict, f.Counts)
	}
	if have == want {
		return ""
	}
	return fmt.Sprintf("has %s; want %s", have, want)
}

// policy counts the fields in which the policy deviates, on a way of its own.
func (n *opinionOn) policy() (p api.PolicyDeviations) {
	beyond := map[string]bool{}
	for _, d := range n.Policy {
		if !slices.Contains(p.Fields, d.Field) {
			p.Fields = append(p.Fields, d.Field)
		}
		if d.Floor != "" {
			beyond[d.Field] = true
		}
	}
	p.Deviations, p.BeyondFloor = int32(len(p.Fields)), int32(len(beyond))
	return p
}

// wanted is what a status must hold.
type wanted struct {
	conditions []assess.Condition
	findings   []assess.Finding
	named      bool
}

// wants adds what the statuses of a namespace must hold: of each record by namespace,
// kind and name, of the roll-up by namespace. Conditions are made from the plugin's
// findings, by the engine's own hand.
func (n *opinionOn) wants(aspects map[[2]string]assess.Aspect, into map[string]wanted) {
	points := assess.Points()
	report := assess.Report{}
	rollup := &report.Rollup
	for _, p := range points {
		rollup.Points = append(rollup.Points, assess.PointResult{Point: p})
	}
	byRecord := map[string][]assess.Finding{}
	for _, f := range n.Findings {
		finding := assess.Finding{
			Rule: f.Rule, Reason: f.Reason, Grade: f.Grade, Field: f.Field, Message: f.Message, Remedy: f.Remedy,
			Record: assess.Ref{Kind: f.Record.Kind, Name: f.Record.Name}, Aspect: aspects[[2]string{f.Rule, f.Record.Kind}],
		}
		if f.SumsUp != "" {
			finding.Sums = assess.Sum{Reason: f.SumsUp, Grade: api.GradeMinor}
			if f.Rule == assess.Shared.ID {
				finding.Sums.Grade = api.GradeObservation
			}
		}
		if f.Since != "" {
			finding.Since = api.MustDate(f.Since)
		}
		for i := range rollup.Points {
			if p := &rollup.Points[i]; p.ID == f.Point {
				finding.Point = p.Point
				p.Findings = append(p.Findings, finding)
			}
		}
		rollup.Findings = append(rollup.Findings, finding)
		key := n.Name + "/" + f.Record.Kind + "/" + f.Record.Name
		byRecord[key] = append(byRecord[key], finding)
	}
	for key, findings := range byRecord {
		into[key] = wantedOf(findings)
	}
	for _, d := range n.Policy {
		report.Policy = append(report.Policy, assess.Deviation{Field: d.Field, Floor: d.Floor})
	}
	into[n.Name] = wanted{report.Conditions(), rollup.Findings, true}
}

func wantedOf(findings []assess.Finding) wanted {
	return wanted{(&assess.Result{Findings: findings}).Conditions(), findings, false}
}

// aspectsOf returns the aspect that a rule turns, by rule and kind, which a report
// does not tell.
func aspectsOf() map[[2]string]assess.Aspect {
	aspects := map[[2]string]assess.Aspect{}
	for _, entries := range rules.Catalogue(rules.Registry()) {
		for _, e := range entries {
			for _, kind := range e.Kinds {
				aspects[[2]string{e.ID, kind}] = e.Aspect
			}
		}
	}
	return aspects
}

// lines returns conditions, counts and listed findings as text, to compare and to show.
func (w wanted) lines() []string {
	var lines []string
	for _, c := range w.conditions {
		lines = append(lines, conditionLine(c.Type, c.Status, c.Reason, c.Message))
	}
	count := map[api.Grade]int32{}
	for i := range w.findings {
		count[w.findings[i].Grade]++
	}
	lines = append(lines, fmt.Sprint(api.FindingCounts{
		Major: count[api.GradeMajor], Minor: count[api.GradeMinor], Unknown: count[api.GradeUnknown],
		Observation: count[api.GradeObservation], Opportunity: count[api.GradeOpportunity],
	}))
	for _, f := range assess.Gravest(w.findings, api.MaxFindings) {
		line := api.Finding{
			Rule: f.Rule, Reason: f.Reason, Grade: f.Grade, Field: cut(f.Field, 512),
			Message: cut(f.Message, 1024), Remedy: cut(f.Remedy, 1024), Since: f.Since.String(),
			SumsUp: f.Sums.Reason,
		}
		if w.named {
			line.Record = &api.FindingRecord{Kind: f.Record.Kind, Name: f.Record.Name}
		}
		lines = append(lines, lineOf(line))
	}
	return lines
}

// lineOf shows all of a finding, what it points at as well.
func lineOf(f api.Finding) string {
	record := api.FindingRecord{}
	if f.Record != nil {
		record = *f.Record
	}
	f.Record = nil
	return fmt.Sprintf("%+v %+v", record, f)
}

func linesOf(s *api.ClauseAssessmentStatus) []string {
	var lines []string
	for _, c := range s.Conditions {
		lines = append(lines, conditionLine(c.Type, c.Status, c.Reason, c.Message))
	}
	counts := api.FindingCounts{}
	if s.Counts != nil {
		counts = *s.Counts
	}
	lines = append(lines, fmt.Sprint(counts))
	for _, f := range s.Findings {
		lines = append(lines, lineOf(f))
	}
	return lines
}

func conditionLine(kind string, status metav1.ConditionStatus, reason, message string) string {
	return fmt.Sprint(kind, " ", status, " ", reason, " ", cut(message, 32768))
}

// cut shortens a text as docs/kinds say of the fields of a status.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}
