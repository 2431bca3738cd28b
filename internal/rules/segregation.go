package rules

import "github.com/isms-operator/isms-operator/internal/assess"

// segregationRules judge which duties a person holds; they are asked of a Person.
func segregationRules() []assess.Rule { return nil }

// deputyRules judge who stands in; they are asked of a SecurityRole.
func deputyRules() []assess.Rule { return nil }
