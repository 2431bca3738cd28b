package report

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
)

// NotJudged counts what is not judged and bears on a namespace: records of it, each once, and
// those of which nobody knows what namespace they are in.
func (a *Assessment) NotJudged(namespace string) int { return notJudged(a.Problems, namespace) }

func notJudged(problems []input.Problem, namespace string) int {
	return input.NotJudged(problems, namespace)
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
