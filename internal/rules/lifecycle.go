package rules

import "github.com/isms-operator/isms-operator/internal/assess"

// lifecycleRules judge the ISMS as a whole on its phase, its audits and its improvement.
func lifecycleRules() []assess.Rule { return nil }
