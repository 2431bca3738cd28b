package assess

import (
	"context"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Judge is Run without the forecast for the next external audit, at half of its price, for
// those who judge many days: they know what comes from the days that follow.
func Judge(ctx context.Context, registry *Registry, w *World, today api.Date) (*Report, error) {
	return run(ctx, registry, w, today)
}
