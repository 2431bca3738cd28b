package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// refusal is one thing that is wrong with the input, wherever it is: a field of a kind whose
// values are refused for one reason.
type refusal struct {
	problems []*input.Problem
	// values that were found, the most frequent first; none where the message tells of none.
	values []string
}

var (
	// foundValue is the value that a message says was found; what is allowed comes after it.
	foundValue = regexp.MustCompile(`^found "(?:[^"\\]|\\.)*"`)
	entryName  = regexp.MustCompile(`\[[^\]]*\]`)
)

// refusals folds problems into one for each field and reason, in the order in which the
// first of each is in the input.
func refusals(problems []input.Problem) []*refusal {
	at := map[string]*refusal{}
	found := map[*refusal]map[string]int{}
	var all []*refusal
	for i := range problems {
		problem := &problems[i]
		value := foundValue.FindString(problem.Message)
		kind := ""
		if problem.Record != nil {
			kind = problem.Record.Kind
		}
		key := strings.Join([]string{kind, entryName.ReplaceAllString(problem.Field, ""), problem.Message[len(value):], problem.Remedy}, "\x00")
		if kind == "" {
			key = fmt.Sprint(i) // of a file, or of nobody knows what: each is its own
		}
		if at[key] == nil {
			at[key] = &refusal{}
			found[at[key]] = map[string]int{}
			all = append(all, at[key])
		}
		r := at[key]
		r.problems = append(r.problems, problem)
		if value != "" {
			if found[r][value]++; found[r][value] == 1 {
				r.values = append(r.values, value)
			}
		}
	}
	for _, r := range all {
		slices.SortStableFunc(r.values, func(a, b string) int { return cmp.Compare(found[r][b], found[r][a]) })
	}
	return all
}

// maxValues is how many values of a refusal are shown.
const maxValues = 5

// message of the first, with the values of all.
func (r *refusal) message() string {
	text := r.problems[0].Message
	if len(r.values) < 2 {
		return text
	}
	var quoted []string
	for i, v := range r.values {
		if i == maxValues {
			quoted = append(quoted, fmt.Sprintf("and %d more", len(r.values)-i))
			break
		}
		quoted = append(quoted, strings.TrimPrefix(v, "found "))
	}
	return "found " + strings.Join(quoted, ", ") + text[len(foundValue.FindString(text)):]
}

// where names the place of a single one, and else the field and how often it is wrong.
func (r *refusal) where() string {
	first := r.problems[0]
	if len(r.problems) == 1 {
		return first.Where()
	}
	return join("  ", fmt.Sprintf("%d times", len(r.problems)), first.Record.Kind, entryName.ReplaceAllString(first.Field, "[]"))
}

// places are those of several, as many as are shown.
func (r *refusal) places() string {
	var some []string
	for _, problem := range r.problems[:min(len(r.problems), assess.MaxShown)] {
		some = append(some, cmp.Or(problem.Position.String(), problem.Record.String()))
	}
	return assess.First(some, len(r.problems))
}

// maxRefusals is up to how many are told in the first lines; of more, the first is.
const maxRefusals = 2

// unjudged tells in a few lines that some of the input could not be judged. All of it is
// told at the end.
func (p *printer) unjudged(problems []input.Problem, all []*refusal) {
	p.line("%s", p.style.paint(red, wording.Number(len(problems), "problem", "problems")+" of the input: this could not be judged"))
	some := all
	if len(all) > maxRefusals {
		some = all[:1]
	}
	for _, r := range some {
		p.line("  %s", p.short(r.where()+": "+r.message(), 2))
	}
	if more := len(all) - len(some); more > 0 {
		p.line("  and %d more of other kinds, at the end", more)
	}
}

// refusals tells each in full, or each problem where all are asked for.
func (p *printer) refusals(all []*refusal) {
	for _, r := range all {
		p.line("")
		p.text(2, r.where())
		p.text(4, r.message())
		p.text(4, "Remedy: "+r.problems[0].Remedy)
		if len(r.problems) > 1 {
			p.text(4, r.places())
		}
	}
}

// problems tells what of the input could not be judged: what is wrong in one way once, or
// each where all is asked for.
func (p *printer) problems(problems []input.Problem) {
	if len(problems) == 0 {
		return
	}
	p.unjudged(problems, nil)
	if !p.style.All {
		p.refusals(refusals(problems))
		return
	}
	for i := range problems {
		problem := &problems[i]
		p.line("")
		p.text(2, problem.Where())
		p.text(4, problem.Message)
		p.text(4, "Remedy: "+problem.Remedy)
	}
}
