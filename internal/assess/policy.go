package assess

// Deviation is a field of the policy that asks for less than what holds where it is
// absent. Every output shows it in its head: a verdict is worth what it was judged by.
type Deviation struct {
	// Field of the policy with its group, such as "review.auditIntervalMonths".
	Field string
	// Point that the field steers.
	Point Point
	// Default is what holds where the field is absent, and Value what was set.
	Default, Value string
	// Floor is what the field must not go beyond, and Why; both "" if it does not.
	Floor, Why string
	// Because is the reason that the policy gives; "" where it gives none.
	Because string
	// Rule that reports it, where that is another than the one on all fields.
	Rule string
}

// Path of the field in the ClauseAssessment.
func (d *Deviation) Path() string { return "spec.policy." + d.Field }

// Beyond counts the deviations that go beyond what their field must not.
func Beyond(all []Deviation) (n int) {
	for i := range all {
		if all[i].Floor != "" {
			n++
		}
	}
	return n
}
