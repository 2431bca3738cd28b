package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// filterable are the formats that show a part of the findings. What programs read always
// has all of them.
var filterable = []string{"table", "wide", "csv"}

// filterOptions say what part of the findings is shown.
type filterOptions struct {
	only         report.Filter
	summary, all bool
}

// addTo adds the flags that show a part of the findings.
func (o *filterOptions) addTo(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVar(&o.only.Points, "point", nil, "Show only findings on these points, as P9 or ResourcesReviewed")
	flags.StringSliceVar(&o.only.Grades, "grade", nil, "Show only findings of these grades, as major or unknown")
	flags.StringSliceVar(&o.only.Reasons, "reason", nil, "Show only findings with these reasons, as ContractExpired")
	flags.StringSliceVar(&o.only.Kinds, "kind", nil, "Show only findings on records of these kinds, as ToolLicense")
	flags.StringSliceVar(&o.only.Owners, "owner", nil, "Show only findings on records that these roles or people answer for")
	flags.StringSliceVar(&o.only.Records, "record", nil, "Show only findings on these records, as ToolLicense/backup or backup")
	flags.BoolVar(&o.summary, "summary", false, "Show verdicts and counts without the findings")
	flags.BoolVar(&o.all, "all", false, "Show each finding in full, where the table folds those of one problem")
	for flag, values := range filterValues() {
		complete(c, flag, values)
	}
}

// filterValues are the values that a filter can have, where they are known.
func filterValues() map[string][]string {
	all := map[string][]string{}
	for _, g := range []api.Grade{api.GradeMajor, api.GradeMinor, api.GradeUnknown, api.GradeObservation, api.GradeOpportunity} {
		all["grade"] = append(all["grade"], string(g))
	}
	for _, p := range assess.Points() {
		all["point"] = append(all["point"], p.ID, p.Condition)
	}
	add := func(reasons []string) {
		for _, reason := range reasons {
			if !slices.Contains(all["reason"], reason) {
				all["reason"] = append(all["reason"], reason)
			}
		}
	}
	for _, kind := range rules.Registry().Kinds {
		all["kind"] = append(all["kind"], kind.Name)
		for i := range kind.Rules {
			add(kind.Rules[i].Reasons)
		}
	}
	for _, doc := range assess.RollupDocs() {
		add(doc.Reasons)
	}
	return all
}

// filter is what is shown; an error for a value that nothing has, or where nothing that is
// written can be filtered.
func (o *filterOptions) filter(targets []string) (*report.Filter, error) {
	if o.only.Empty() && !o.summary {
		return nil, nil
	}
	named := func(target string) string { name, _, _ := strings.Cut(target, "="); return name }
	if !slices.ContainsFunc(targets, func(target string) bool { return slices.Contains(filterable, named(target)) }) {
		return nil, usagef("filters are for -o %s; what programs read always has every finding", strings.Join(filterable, ", "))
	}
	for flag, have := range map[string][]string{"point": o.only.Points, "grade": o.only.Grades, "reason": o.only.Reasons, "kind": o.only.Kinds} {
		allowed := filterValues()[flag]
		for _, value := range have {
			if !slices.ContainsFunc(allowed, func(a string) bool { return strings.EqualFold(a, value) }) {
				return nil, unknownFilter(flag, value, allowed)
			}
		}
	}
	return &o.only, nil
}

// maxAllowed is up to how many allowed values an error lists.
const maxAllowed = 40

func unknownFilter(flag, value string, allowed []string) error {
	if len(allowed) <= maxAllowed {
		return oneOf("--"+flag, value, allowed)
	}
	hint := ""
	if meant := closest(value, allowed); meant != "" {
		hint = fmt.Sprintf("; did you mean %q?", meant)
	}
	return usagef("no rule gives the %s %q; \"rules\" lists them%s", flag, value, hint)
}
