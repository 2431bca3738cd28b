package report

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// NotJudged counts the problems that bear on a namespace: those of its records, and
// those of which nobody knows what namespace they are in.
func (a *Assessment) NotJudged(namespace string) int { return notJudged(a.Problems, namespace) }

func notJudged(problems []Problem, namespace string) int {
	n := 0
	for i := range problems {
		if r := problems[i].Record; r == nil || r.Namespace == "" || r.Namespace == namespace {
			n++
		}
	}
	return n
}

// Verdict on a namespace. What could not be judged may hide anything, so with any
// problem that bears on the namespace it is never Conforming.
func (a *Assessment) Verdict(r *assess.Report) api.Verdict {
	return floor(r.Rollup.Verdict, a.NotJudged(r.Namespace))
}

// floor is a verdict, or Unknown where it would conform and something is not judged.
func floor(v api.Verdict, notJudged int) api.Verdict {
	if v == api.VerdictConforming && notJudged > 0 {
		return api.VerdictUnknown
	}
	return v
}

// doubt says why a verdict is not better than Unknown; "" where all was judged.
func doubt(notJudged int) string {
	if notJudged == 0 {
		return ""
	}
	return fmt.Sprintf("%s could not be judged, so nothing here counts as conforming", number(notJudged, "record or document", "records or documents"))
}

// number puts a count before its noun.
func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
