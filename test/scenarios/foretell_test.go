package scenarios

import (
	"context"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// mustForetell is as mustRun.
func mustForetell(registry *assess.Registry, w *assess.World, from, until api.Date) *assess.Timeline {
	timeline, err := assess.Foretell(context.Background(), registry, w, from, until, nil)
	if err != nil {
		panic(err)
	}
	return timeline
}
