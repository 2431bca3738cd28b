package report

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
)

// What is written beside the formats of this package says the same of owners and verdicts.

// Owner is who answers for a record, or whose it is, by name; "" where nobody is known.
func Owner(r *assess.Result) string { return ownerOf(r) }

// NotJudged counts what of the input is not judged and bears on a namespace.
func NotJudged(problems []input.Problem, namespace string) int {
	return notJudged(problems, namespace)
}

// Floor is a verdict, or Unknown where it would conform and something is not judged.
func Floor(v api.Verdict, notJudged int) api.Verdict { return floor(v, notJudged) }
