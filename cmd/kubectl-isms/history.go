package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

type historyOptions struct {
	output[*report.History]
	env          *env
	files        []string
	recursive    bool
	namespace    string
	since, until date
	seen         observations
}

func newHistory(e *env) *cobra.Command {
	o := &historyOptions{env: e, output: output[*report.History]{env: e, formats: report.HistoryFormats()}}
	c := &cobra.Command{
		Use:   "history -f FILE|DIR...",
		Short: "Tell what commits and days did to the verdict",
		Long: `Tell on which days the judgement changed, from the commits of the Git repository that
the files are in: what commits to the records introduced and resolved, removed and
postponed, and what lapsed by itself on a day without any commit.

Each day is judged with the records as of its last commit (UTC). Of a merge the side
that was merged into counts, so a pull request is one change. Files that are not
committed are not in it. A folder that was renamed is followed where both of its names
are given with -f; the one of before need not be there any more.

Exit codes: 0, whatever happened; 2 for bad usage, and where no record was found.`,
		Example: examples(e, `# The last year
%[1]s history -R -f evidence/

# A quarter, for a report to management
%[1]s history -R -f evidence/ --since 2026-04-01 --until 2026-06-30 -o markdown

# Across a rename of the folder
%[1]s history -R -f isms/ -f evidence/`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with records, in a Git repository")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Read the folders below a folder of -f, too")
	flags.StringVarP(&o.namespace, "namespace", "n", "", "Namespace of records that name none")
	flags.Var(&o.since, "since", "First day, as 2026-10-31; a year before the last where absent")
	flags.Var(&o.until, "until", "Last day; today (UTC) where absent")
	o.seen.addTo(c)
	must(c.MarkFlagFilename("filename", "yaml", "yml", "json"))
	o.output.addTo(c)
	return c
}

func (o *historyOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	until := o.until.or(o.env.today())
	since := o.since.or(until.AddMonths(-12))
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files and folders with records, in a Git repository")
	case slices.Contains(o.files, "-"):
		return usagef("standard input has no history: name files and folders with -f")
	case until.Before(since):
		return usagef("--until %s is before the start, %s", until, since)
	case until.After(o.env.today()):
		return usagef("--until %s is yet to come; what lapses until then, forecast tells", until)
	}
	beside, err := o.seen.beside(nil)
	if err != nil {
		return err
	}
	r, err := openRevisions(ctx, o.files, manifest.Options{Recursive: o.recursive, Namespace: o.namespace, Beside: beside})
	if err != nil {
		return err
	}
	defer r.objects.close()
	bar := o.env.progress()
	defer bar.done()
	r.progress = func(commit, of int) { bar.say("commit %d of %d", commit, of) }
	h := &report.History{Since: since, Until: until}
	for day, err := range history.Walk(ctx, rules.Registry(), r.steps(ctx, since, until), until) {
		if err != nil {
			return err
		}
		h.Add(day)
	}
	bar.done()
	if !h.Any() {
		return fmt.Errorf("no record of %s in %s at any commit from %s to %s: there is no history", api.GroupName, strings.Join(o.files, ", "), since, until)
	}
	h.Commits, h.Changing = r.until(until)-r.until(since), r.changing
	if h.Notes, err = r.notes(ctx, since, until); err != nil {
		return err
	}
	if trust := (assess.Beside{TrustRoots: o.seen.trust}); len(trust.TrustRoots) > 0 {
		h.Notes = append(h.Notes, trust.TrustText())
	}
	return o.write(h)
}

// notes say what a reader has to know of the commits.
func (r *revisions) notes(ctx context.Context, since, until api.Date) (notes []string, err error) {
	first := r.commits[0].on
	switch {
	case r.shallow && first.After(since):
		notes = append(notes, fmt.Sprintf("The clone is shallow: what was before %s is not known. Fetch it with: git fetch --unshallow", first))
	case first.After(since):
		notes = append(notes, fmt.Sprintf("The repository begins on %s", first))
	}
	if r.moved > 0 {
		notes = append(notes, wording.Number(r.moved, "commit is", "commits are")+" dated out of order, and counted on the day of the commit before")
	}
	if late := len(r.commits) - r.until(until); late > 0 {
		notes = append(notes, fmt.Sprintf("%s after %s not shown", wording.Number(late, "commit", "commits"), until))
	}
	changed, err := r.uncommitted(ctx, r.names)
	if changed > 0 {
		notes = append(notes, wording.Number(changed, "file has", "files have")+" changes that are not committed, which are not in it")
	}
	return notes, err
}
