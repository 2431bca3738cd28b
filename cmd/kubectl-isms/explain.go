package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// everyPoint is the value of --explain without one.
const everyPoint = "all"

// addExplain adds the flag that tells what verdicts rest on. Its value may stand behind
// it as a word of its own, which the parser of flags would take for an argument.
func (o *assessOptions) addExplain(c *cobra.Command) {
	c.Flags().StringVar(&o.explain, "explain", "", "Tell what the verdict on a point rests on, as P9 or ResourcesReviewed; on all points without a value")
	c.Flags().Lookup("explain").NoOptDefVal = everyPoint
	complete(c, "explain", append(pointNames(), everyPoint))
	c.Args = func(c *cobra.Command, args []string) error {
		if o.explain == everyPoint && len(args) == 1 {
			o.explain = args[0]
			return nil
		}
		return noArgs(c, args)
	}
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if o.explain != everyPoint || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return pointNames(), cobra.ShellCompDirectiveNoFileComp
	}
}

// explained returns the IDs of the points to explain; none without the flag.
func (o *assessOptions) explained() ([]string, error) {
	if o.explain == "" {
		return nil, nil
	}
	isTable := func(target string) bool { name, _, _ := strings.Cut(target, "="); return name == "table" }
	if !slices.ContainsFunc(o.targets, isTable) {
		return nil, usagef("--explain is for -o table; json and yaml always have it, as points[].basis")
	}
	var ids []string
	for _, p := range assess.Points() {
		if o.explain == everyPoint || strings.EqualFold(o.explain, p.ID) || strings.EqualFold(o.explain, p.Condition) {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return nil, oneOf("--explain", o.explain, pointNames())
	}
	return ids, nil
}

func pointNames() []string {
	var ids []string
	for _, p := range assess.Points() {
		ids = append(ids, p.ID)
	}
	return ids
}
