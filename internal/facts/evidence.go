package facts

import (
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// OnFile yields the evidence that counts: all of it that was not withdrawn.
func OnFile(evidence []api.Evidence) iter.Seq[*api.Evidence] {
	return func(yield func(*api.Evidence) bool) {
		for i := range evidence {
			if evidence[i].Withdrawn == nil && !yield(&evidence[i]) {
				return
			}
		}
	}
}

// HasOnFile reports whether there is evidence that counts.
func HasOnFile(evidence []api.Evidence) bool {
	for range OnFile(evidence) {
		return true
	}
	return false
}

// EvidenceHappened are the days on which evidence says that something has happened. Of
// what was withdrawn only that counts.
func EvidenceHappened(field string, e *api.Evidence) []assess.Happening {
	if e.Withdrawn != nil {
		return []assess.Happening{{Field: field + ".withdrawn.withdrawnOn", On: e.Withdrawn.WithdrawnOn, What: "the evidence was withdrawn"}}
	}
	return []assess.Happening{
		{Field: field + ".effectiveOn", On: e.EffectiveOn, What: "the evidence took effect"},
		{Field: field + ".collectedOn", On: e.CollectedOn, What: "the evidence was collected"},
	}
}

// CommonHappened are the days on which what every record may have has happened.
func CommonHappened(common *api.Common) []assess.Happening {
	var all []assess.Happening
	for _, e := range common.Evidence {
		all = append(all, EvidenceHappened("spec.evidence["+e.Name+"]", &e)...)
	}
	if common.Review != nil {
		all = append(all, assess.Happening{Field: "spec.review.lastReviewedOn", On: common.Review.LastReviewedOn, What: "the record was reviewed", By: []*api.Actor{common.Review.ReviewedBy}, Known: true})
	}
	return all
}
