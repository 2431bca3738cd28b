package assess

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Aspect is the question about a record that a rule helps to answer; it is the
// condition that a finding of the rule turns.
type Aspect string

// The three aspects of every record.
const (
	Current Aspect = api.ConditionCurrent
	Covered Aspect = api.ConditionCovered
	Owned   Aspect = api.ConditionOwned
)

// Aspects returns the three aspects, in the order in which conditions show them.
func Aspects() []Aspect { return []Aspect{Current, Covered, Owned} }
