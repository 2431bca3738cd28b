package rules_test

import (
	"context"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// mustRun judges with a context that is never done, so it cannot fail.
func mustRun(registry *assess.Registry, w *assess.World, today api.Date) *assess.Report {
	report, err := assess.Run(context.Background(), registry, w, today)
	if err != nil {
		panic(err)
	}
	return report
}

// mustForetell is as mustRun.
func mustForetell(registry *assess.Registry, w *assess.World, from, until api.Date) *assess.Timeline {
	timeline, err := assess.Foretell(context.Background(), registry, w, from, until, nil)
	if err != nil {
		panic(err)
	}
	return timeline
}
