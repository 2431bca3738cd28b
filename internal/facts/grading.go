package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Grading grades findings on a review. What an old review lacks cannot be mended
// any more: once a later one was held, it is shown as an observation.
type Grading func(api.Grade) api.Grade
