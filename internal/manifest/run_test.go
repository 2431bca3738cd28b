package manifest_test

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
