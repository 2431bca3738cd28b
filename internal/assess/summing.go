package assess

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// The rules of the roll-up itself (ISO/IEC 17021-1: minors that show a failure
// of the system are together a major).
var (
	Systemic = Doc{
		ID: "G-01", Aspect: Covered, Clause: "10.2",
		Requires: "A process works: its lapses stay single",
		Fires:    "open minors on several records share a reason on one point, and they are a notable share of what is asked or many (major); several on one record count once, but for entries of a record that a rule is asked of one by one",
		Reasons:  []string{"SystemicNonconformity"}, Grades: []api.Grade{api.GradeMajor},
		Remedy: "Find the common cause and mend it, not only the single records",
		Policy: []string{"grading.systemicMinors", "grading.systemicPercent", "grading.systemicRecords"},
	}
	OpenTooLong = Doc{
		ID: "G-02", Aspect: Current, Clause: "10.2",
		Requires: "A minor nonconformity is closed before the next audit cycle",
		Fires:    "a minor has been open for longer than the limit since the latest of its first day, the start of the contract or engagement that it is about, and the start of the ISMS and of its implementation (major)",
		Reasons:  []string{"MinorOpenTooLong"}, Grades: []api.Grade{api.GradeMajor},
		Remedy: "Close the finding, or decide with a reason why it stays",
		Policy: []string{"grading.minorOpenLimitMonths"},
	}
	Shared = Doc{
		ID: "G-06", Aspect: Covered, Clause: "10.2, 9.1",
		Requires: "What is observed here and there is not the rule",
		Fires:    "one observation is open on several records, or entries of one record, that are a notable share of what is asked (minor); warnings, what an exception waives and what cannot be mended are left out",
		Reasons:  []string{"SharedObservation"}, Grades: []api.Grade{api.GradeMinor},
		Remedy: "Find out why it is so in so many places and mend that, not only the single ones",
		Policy: []string{"grading.sharedObservations", "grading.sharedPercent"},
	}
)

// summing is what the roll-up sums up findings with.
type summing struct {
	world      *World
	assessment *api.ClauseAssessment
	population population
	kinds      map[string]*Kind
	day        *Day
}

// sum is a finding of the roll-up, on the ISMS.
func (s *summing) sum(p Point, doc *Doc, of Sum, message string) *Finding {
	return &Finding{
		Rule: doc.ID, Point: p, Aspect: doc.Aspect, Reason: doc.Reasons[0], Grade: doc.Grades[len(doc.Grades)-1],
		Record: Ref{Kind: assessmentKind, Name: s.assessment.Name}, Message: message, Remedy: doc.Remedy,
		Sums: of,
	}
}

// escalate returns the majors that minors of one point add up to.
func (s *summing) escalate(p Point, findings []*Finding) []*Finding {
	months := s.assessment.Spec.Policy.MinorOpenLimit()
	reasons, by := reasonsOf(findings, api.GradeMinor)
	var majors []*Finding
	for _, reason := range reasons {
		sum := Sum{reason, api.GradeMinor}
		if message := s.systemic(reason, by[reason]); message != "" {
			majors = append(majors, s.sum(p, &Systemic, sum, message))
		}
		if old, since := s.old(by[reason], months); len(old) > 0 {
			f := s.sum(p, &OpenTooLong, sum, fmt.Sprintf("Minors with the reason %s have been open for more than %d months: %s", reason, months, List(recordsOf(old))))
			f.Since = since
			majors = append(majors, f)
		}
	}
	return majors
}

// old returns the findings that are open for longer than the limit, and since when the
// first of them is.
func (s *summing) old(findings []*Finding, months int) (old []*Finding, since api.Date) {
	for _, f := range findings {
		from := s.from(f)
		if limit := from.AddMonths(months); !from.IsZero() && s.day.Past(limit) {
			old, since = append(old, f), earlier(since, limit.AddDays(1))
		}
	}
	return old, since
}

// from is the day from which the age of a finding counts: the latest of its first day, the
// first day of what it is about, and that of the ISMS and its implementation. So a register
// that is taken over is not too old on its first day. Absent while it does not count.
func (s *summing) from(f *Finding) api.Date {
	begun, counts := s.begun()
	if f.Since.IsZero() || !counts {
		return api.Date{}
	}
	from := later(f.Since, begun)
	kind, record := s.kinds[f.Record.Kind], s.world.record(f.Record)
	if kind == nil || kind.Begins == nil || record == nil {
		return from
	}
	return later(from, kind.Begins(s.world, record))
}

// begun is the day on which the ISMS and its implementation had begun, and whether they
// have: nothing grows old in Establishment. Whoever was audited or certified had an ISMS by
// then, whatever else is stated; and a day ahead is none.
func (s *summing) begun() (begun api.Date, counts bool) {
	spec := &s.assessment.Spec
	for _, day := range []api.Date{spec.IsmsSince, spec.ImplementationSince} {
		if s.day.Reached(day) {
			begun = later(begun, day)
		}
	}
	var seen api.Date
	if spec.Certificate != nil {
		seen = spec.Certificate.IssuedOn
	}
	if spec.LastExternalAudit != nil {
		seen = earlier(seen, spec.LastExternalAudit.StartsOn)
	}
	if !seen.IsZero() && begun.After(seen) {
		begun = seen
	}
	return begun, spec.Phase != api.PhaseEstablishment || !seen.IsZero()
}

// later returns the later of two dates, of which either may be absent.
func later(a, b api.Date) api.Date {
	if a.IsZero() || b.After(a) {
		return b
	}
	return a
}

// shared returns the minors that observations of one point add up to.
func (s *summing) shared(p Point, findings []*Finding) []*Finding {
	policy := &s.assessment.Spec.Policy
	reasons, by := reasonsOf(findings, api.GradeObservation)
	var minors []*Finding
	for _, reason := range reasons {
		same := slices.DeleteFunc(by[reason], func(f *Finding) bool { return f.Alone })
		if len(same) < policy.SharedThreshold() {
			continue
		}
		where := recordsOf(same)
		asked, plain := s.population.entries(same)
		if asked > 0 {
			where = fieldsOf(same)
		} else {
			asked, plain = s.population.of(same)
		}
		if n := len(where); n >= policy.SharedThreshold() && reached(n, asked, policy.SharedShare()) {
			minors = append(minors, s.sum(p, &Shared, Sum{reason, api.GradeObservation}, fmt.Sprintf(
				"%d of %d %s share the observation %s, which is a lapse of the whole: %s", n, max(asked, n), plain, reason, List(where))))
		}
	}
	return minors
}

// systemic says what share of a population minors of one reason are, where they show a
// failure of the process; "" where they do not.
func (s *summing) systemic(reason string, same []*Finding) string {
	policy, records := &s.assessment.Spec.Policy, recordsOf(same)
	asked, plain := s.population.entries(same)
	if asked > 0 {
		records = fieldsOf(same)
	} else {
		asked, plain = s.population.of(same)
	}
	if n := len(records); n < policy.SystemicThreshold() || (n < policy.SystemicRecords() && !reached(n, asked, policy.SystemicShare())) {
		return ""
	}
	return fmt.Sprintf("%d of %d %s share the reason %s in open minors, which shows a failure of the process: %s",
		len(records), max(asked, len(records)), plain, reason, List(records))
}
