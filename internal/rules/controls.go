package rules

import "github.com/isms-operator/isms-operator/internal/assess"

// controlRules judge the ISMS as a whole on its Statement of Applicability and its
// matrix of accountability.
func controlRules() []assess.Rule { return nil }
