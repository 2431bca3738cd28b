package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// ReasonInternalError is the reason of a finding that stands for a rule that failed.
const ReasonInternalError = "InternalError"

// Ref names a record of the namespace.
type Ref struct {
	Kind, Name string
}

// String returns "Kind/name".
func (r Ref) String() string { return r.Kind + "/" + r.Name }

// Finding is one rule that fired on one record.
type Finding struct {
	// Rule that fired, and the point and aspect that it counts against.
	Rule   string
	Point  Point
	Aspect Aspect
	// Reason in one word: the reason of conditions and events, and an anchor of the catalogue.
	Reason string
	// Grade of the finding.
	Grade api.Grade
	// Record that it is about.
	Record Ref
	// Field that decided, such as "spec.term.end".
	Field string
	// Message says what was found: one sentence about the record without full
	// stop, with absolute dates, the same while the problem is the same.
	Message string
	// Remedy says what would make it right.
	Remedy string
	// Since is the first day on which it held, where records tell it.
	Since api.Date
	// Alone says that an observation does not add up with others of its reason (Doc.Alone).
	Alone bool
	// Sums says what other findings it sums up; zero for a finding about a record itself.
	Sums Sum
}

// Sum is what a finding of the roll-up sums up: the findings with one reason and grade on
// its point. Two sums are two problems, though both are about the ISMS.
type Sum struct {
	Reason string
	Grade  api.Grade
}

// Problem is what findings have in common that one remedy makes right, wherever they are.
type Problem struct {
	Grade        api.Grade
	Rule, Reason string
	Sums         Sum
}

// Problem that the finding is one case of.
func (f *Finding) Problem() Problem { return Problem{f.Grade, f.Rule, f.Reason, f.Sums} }

// gradeRank orders grades, worst first.
func gradeRank(g api.Grade) int {
	switch g {
	case api.GradeMajor:
		return 0
	case api.GradeMinor:
		return 1
	case api.GradeUnknown:
		return 2
	case api.GradeObservation:
		return 3
	}
	return 4
}

// Place of a finding in a list, the lower the earlier: worst first. What sums up others stands after them, so
// that the causes are read before what follows from them.
func (f *Finding) Place() int {
	if f.Sums.Reason != "" {
		return 2*gradeRank(f.Sums.Grade) + 1
	}
	return 2 * gradeRank(f.Grade)
}

// compareFindings orders findings by place, then by rule, record, field, what they sum up
// and message. It compares no more than it must, because it is what sorting a large
// register spends its time on.
func compareFindings(a, b Finding) int { return compare(&a, &b) }

func compare(a, b *Finding) int {
	if a.Grade != b.Grade || a.Sums != b.Sums {
		if n := cmp.Compare(a.Place(), b.Place()); n != 0 {
			return n
		}
	}
	if n := strings.Compare(a.Rule, b.Rule); n != 0 {
		return n
	}
	if n := strings.Compare(a.Record.Kind, b.Record.Kind); n != 0 {
		return n
	}
	if n := strings.Compare(a.Record.Name, b.Record.Name); n != 0 {
		return n
	}
	if n := strings.Compare(a.Field, b.Field); n != 0 {
		return n
	}
	if n := strings.Compare(a.Sums.Reason, b.Sums.Reason); n != 0 {
		return n
	}
	if n := strings.Compare(a.Message, b.Message); n != 0 {
		return n
	}
	return strings.Compare(a.Point.ID, b.Point.ID) // one reason may be shared on several points
}

// sorted returns the findings in order.
func sorted(findings []Finding) []Finding {
	some := make([]*Finding, len(findings))
	for i := range findings {
		some[i] = &findings[i]
	}
	return inOrder(some)
}

// inOrder sorts findings, which are large, before it copies them.
func inOrder(findings []*Finding) []Finding {
	if len(findings) == 0 {
		return nil
	}
	slices.SortFunc(findings, compare)
	all := make([]Finding, len(findings))
	for i, f := range findings {
		all[i] = *f
	}
	return all
}

// count counts findings by grade.
func count(findings []Finding) api.FindingCounts {
	var n api.FindingCounts
	for i := range findings {
		switch findings[i].Grade {
		case api.GradeMajor:
			n.Major++
		case api.GradeMinor:
			n.Minor++
		case api.GradeUnknown:
			n.Unknown++
		case api.GradeObservation:
			n.Observation++
		case api.GradeOpportunity:
			n.Opportunity++
		}
	}
	return n
}

// MaxShown is how many messages or names a sentence lists before "and N more".
const MaxShown = 3

// List joins at most three names and says how many more there are. It sorts them.
func List(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return shown(slices.Compact(names), ", ")
}

// And is List in a sentence, where the last two are joined by "and". Clauses, which
// may have commas of their own, get a comma before it.
func And(names []string) string { return joined(names, " and ") }

// Clauses is And for clauses.
func Clauses(clauses []string) string { return joined(clauses, ", and ") }

func joined(names []string, last string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	if more := len(names) - MaxShown; more > 0 {
		names = append(names[:MaxShown], fmt.Sprintf("%d more", more))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + last + names[len(names)-1]
}

func shown(items []string, separator string) string {
	if len(items) <= MaxShown {
		return strings.Join(items, separator)
	}
	return strings.Join(items[:MaxShown], separator) + separator + fmt.Sprintf("and %d more", len(items)-MaxShown)
}

// First is List where only the first names are at hand, in order, and how many there
// are in all is known.
func First(names []string, total int) string {
	text := strings.Join(names, ", ")
	if more := total - len(names); more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// Graver reports whether a finding of grade a is worse than one of grade b.
func Graver(a, b api.Grade) bool { return gradeRank(a) < gradeRank(b) }

// WorstGrade returns the worst grade of findings, and whether there are any.
func WorstGrade(findings []Finding) (worst api.Grade, found bool) {
	for i := range findings {
		if i == 0 || Graver(findings[i].Grade, worst) {
			worst = findings[i].Grade
		}
	}
	return worst, len(findings) > 0
}

// Gravest returns the gravest of sorted findings, no more than the limit, in their order:
// what sums up others stands behind them, and is not what a short list leaves out.
func Gravest(findings []Finding, limit int) []Finding {
	if len(findings) <= limit {
		return findings
	}
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(gradeRank(findings[a].Grade), gradeRank(findings[b].Grade)) })
	order = order[:limit]
	slices.Sort(order)
	some := make([]Finding, limit)
	for i, n := range order {
		some[i] = findings[n]
	}
	return some
}
