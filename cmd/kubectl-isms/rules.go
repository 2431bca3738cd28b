package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// rule is a rule as "rules -o json" writes it.
type rule struct {
	ID       string   `json:"id"`
	Point    string   `json:"point"`
	Title    string   `json:"title"`
	Clause   string   `json:"clause"`
	Reasons  []string `json:"reasons"`
	Grades   []string `json:"grades"`
	Aspect   string   `json:"condition"`
	Kinds    []string `json:"kinds"`
	Requires string   `json:"requires"`
	Fires    string   `json:"fires"`
	Remedy   string   `json:"remedy"`
	Policy   []string `json:"policy,omitempty"`
}

var ruleFormats = []string{"table", "json"}

// theRules returns the catalogue in the order of sections and IDs.
func theRules() []rule {
	titles := map[string]string{rules.EveryRecord: "Every record", rules.RollUp: "The roll-up"}
	for _, p := range assess.Points() {
		titles[p.ID] = p.Title
	}
	var all []rule
	catalogue := rules.Catalogue(rules.Registry())
	for _, section := range rules.Sections() {
		entries := catalogue[section]
		slices.SortStableFunc(entries, func(a, b *rules.Entry) int { return cmp.Compare(a.ID, b.ID) })
		for _, e := range entries {
			r := rule{
				ID: e.ID, Point: section, Title: titles[section], Clause: e.Clause, Reasons: e.Reasons, Aspect: string(e.Aspect),
				Kinds: e.Kinds, Requires: e.Requires, Fires: e.Fires, Remedy: e.Remedy, Policy: e.Policy,
			}
			for _, g := range e.Grades {
				r.Grades = append(r.Grades, string(g))
			}
			all = append(all, r)
		}
	}
	return all
}

func newRules(e *env) *cobra.Command {
	var point, format string
	c := &cobra.Command{
		Use:   "rules [ID|REASON]...",
		Short: "Explain the rules: what is asked, when a rule fires, what makes it right",
		Long: `List the catalogue of rules, or explain those with the given IDs or reasons. A
reason is the same word in findings, conditions, events and metrics.`,
		Example: examples(e, `# All rules
%[1]s rules

# Why a finding says CertificationExpired
%[1]s rules CertificationExpired

# The rules of a point of the checklist
%[1]s rules --point P2

# For programs
%[1]s rules -o json`),
		ValidArgsFunction: func(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(theRules()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(ruleFormats, format) {
				return oneOf("the format", format, ruleFormats)
			}
			chosen, err := chosenRules(theRules(), args, point)
			switch {
			case err != nil:
				return err
			case format == "json":
				out := json.NewEncoder(e.out)
				out.SetEscapeHTML(false)
				out.SetIndent("", "  ")
				return out.Encode(map[string]any{"rules": chosen})
			case len(args) > 0:
				return explain(e.out, chosen)
			}
			return listRules(e.out, chosen)
		},
	}
	c.Flags().StringVar(&point, "point", "", "Only the rules of a point: "+strings.Join(rules.Sections(), ", "))
	c.Flags().StringVarP(&format, "output", "o", "table", "Format: "+strings.Join(ruleFormats, ", "))
	complete(c, "point", rules.Sections())
	complete(c, "output", ruleFormats)
	return c
}

// ruleNames returns every ID and reason.
func ruleNames(all []rule) []string {
	var names []string
	for _, r := range all {
		names = append(append(names, r.ID), r.Reasons...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// chosenRules returns the rules with the given names, of the given point.
func chosenRules(all []rule, names []string, point string) ([]rule, error) {
	if point != "" && !slices.ContainsFunc(rules.Sections(), func(s string) bool { return strings.EqualFold(s, point) }) {
		return nil, oneOf("--point", point, rules.Sections())
	}
	for _, name := range names {
		if !slices.ContainsFunc(all, func(r rule) bool { return r.is(name) }) {
			hint := "; all are listed without an argument"
			if meant := closest(name, ruleNames(all)); meant != "" {
				hint = fmt.Sprintf("; did you mean %s?", meant)
			}
			return nil, usagef("no rule has the ID or reason %q%s", name, hint)
		}
	}
	chosen := []rule{}
	for _, r := range all {
		if (point == "" || strings.EqualFold(r.Point, point)) && (len(names) == 0 || slices.ContainsFunc(names, r.is)) {
			chosen = append(chosen, r)
		}
	}
	return chosen, nil
}

// is reports whether a name is the rule's ID or one of its reasons.
func (r rule) is(name string) bool {
	return strings.EqualFold(r.ID, name) || slices.ContainsFunc(r.Reasons, func(reason string) bool { return strings.EqualFold(reason, name) })
}

func listRules(w io.Writer, all []rule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tPOINT\tGRADES\tREASONS\tREQUIRES")
	for i, r := range all {
		if i > 0 && r.ID == all[i-1].ID && r.Requires == all[i-1].Requires {
			continue // it fires otherwise for some kinds, which an explanation tells
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Point, strings.Join(r.Grades, ","), strings.Join(r.Reasons, ","), r.Requires)
	}
	return table.Flush()
}

func explain(w io.Writer, chosen []rule) error {
	b := bufio.NewWriter(w)
	for i, r := range chosen {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "%s  %s\n\n", r.ID, strings.Join(r.Reasons, ", "))
		for _, line := range [][2]string{
			{"Requires", r.Requires}, {"Fires when", r.Fires}, {"Remedy", r.Remedy}, {"Grades", strings.Join(r.Grades, ", ")},
			{"Point", r.Point + " " + r.Title}, {"Clause", r.Clause}, {"Asked of", strings.Join(r.Kinds, ", ")},
			{"Condition", r.Aspect}, {"Policy", strings.Join(r.Policy, ", ")},
		} {
			if line[1] != "" {
				fmt.Fprintf(b, "  %-11s %s\n", line[0]+":", line[1])
			}
		}
	}
	return b.Flush()
}
