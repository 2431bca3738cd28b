package main

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// date is a flag that takes a day.
type date struct{ api.Date }

// Set implements pflag.Value.
func (d *date) Set(s string) error {
	parsed, err := api.ParseDate(s)
	d.Date = parsed
	return err
}

// Type implements pflag.Value.
func (d *date) Type() string { return "date" }

// or is the day, or another where none was given.
func (d *date) or(other api.Date) api.Date {
	if d.IsZero() {
		return other
	}
	return d.Date
}
