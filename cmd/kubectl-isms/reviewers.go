package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/reviewers"
)

// reviewerThresholds are the values of --fail-on of what is no finding.
var reviewerThresholds = []string{"never", "observation"}

type reviewersOptions struct {
	source
	output[*report.Reviewers]
	asOf                            date
	codeOwners, branchRules, failOn string
}

func newReviewers(e *env) *cobra.Command {
	o := &reviewersOptions{source: source{env: e}, output: output[*report.Reviewers]{env: e, formats: report.ReviewerFormats()}}
	c := &cobra.Command{
		Use:   "reviewers -f FILE|DIR...",
		Short: "Tell who may approve a change of which record, by CODEOWNERS and branch rules",
		Long: `Tell who may approve a change of each file with records, by CODEOWNERS and the rules of
the branch, held against the people of the register: files without owner, owners who have
left or are nobody on record, single owners who could be the author, and what the rules of
the branch let through. No server is asked, and no verdict hangs on it.

CODEOWNERS is looked for in .github, the root, docs and .gitlab of the repository that the
files are in; the last line that matches a file counts. Sections of GitLab are refused.
With --codeowners no repository is needed: names are those below the folder that the file
is of, which is the one above where it lies in .github, docs or .gitlab.
Owners are people by accounts (of a Person) of a system github or gitlab; an address by
that of any system.

--branch-rules takes what "gh api repos/OWNER/REPO/rulesets/ID" or "gh api
repos/OWNER/REPO/branches/BRANCH/protection" writes. Without it, it is unknown whether
anybody has to approve.

Exit codes: 0; 1 if something is told and --fail-on is observation; 2 for bad usage, and
for input of which a part, or nothing at all, could be read.`,
		Example: examples(e, `# Who may approve a change of which record
%[1]s reviewers -R -f evidence/

# With the rules of the branch, as GitHub tells them
gh api repos/acme/isms/rulesets/42 > rules.json
%[1]s reviewers -R -f evidence/ --branch-rules rules.json

# On the day after somebody leaves, for a job that fails
%[1]s reviewers -R -f evidence/ --as-of 2026-07-01 --fail-on observation`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.source.addTo(c)
	o.output.addTo(c)
	flags := c.Flags()
	flags.Var(&o.asOf, "as-of", "Day of which it is told, as 2026-10-31; today (UTC) where absent")
	flags.StringVar(&o.codeOwners, "codeowners", "", "CODEOWNERS file; that of the repository where absent")
	flags.StringVar(&o.branchRules, "branch-rules", "", "Rules of the branch as GitHub tells them: a ruleset, or the protection of a branch")
	flags.StringVar(&o.failOn, "fail-on", "never", "What makes the exit code 1: observation, or never")
	must(c.MarkFlagFilename("codeowners"))
	must(c.MarkFlagFilename("branch-rules", "json"))
	complete(c, "fail-on", reviewerThresholds)
	return c
}

func (o *reviewersOptions) run(ctx context.Context) error {
	switch {
	case !slices.Contains(reviewerThresholds, o.failOn):
		return oneOf("--fail-on", o.failOn, reviewerThresholds)
	case len(o.files) == 0:
		return usagef("reviewers are of files; name those with records with -f")
	case slices.Contains(o.files, "-"):
		return usagef("reviewers are of files by their names, and standard input has none; name files and folders with -f")
	}
	if err := o.check(); err != nil {
		return err
	}
	root, err := o.root(ctx)
	if err != nil {
		return err
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	review, err := o.review(root, in)
	if err != nil {
		return err
	}
	if err := o.write(&report.Reviewers{Review: review, Problems: in.problems}); err != nil {
		return err
	}
	switch {
	case len(in.problems) > 0:
		return status(exitUnusable)
	case o.failOn != "never" && len(review.Observations) > 0:
		return status(exitFindings)
	}
	return nil
}

// review holds what was read against CODEOWNERS and the rules of the branch.
func (o *reviewersOptions) review(root string, in *inputs) (*reviewers.Review, error) {
	owners, err := o.readCodeOwners(root)
	if err != nil {
		return nil, err
	}
	rules, err := o.readBranchRules()
	if err != nil {
		return nil, err
	}
	register, err := registerIn(root, in)
	if err != nil {
		return nil, err
	}
	register.On = o.asOf.or(o.source.env.today())
	return reviewers.Of(register, owners, rules)
}

// readCodeOwners reads the file that --codeowners names, or the first that the repository has where
// one is looked for; nil where it has none.
func (o *reviewersOptions) readCodeOwners(root string) (*reviewers.CodeOwners, error) {
	if o.codeOwners != "" {
		content, err := readNamed("--codeowners", o.codeOwners, "name a CODEOWNERS file, or leave the flag out to have it looked for in the repository")
		if err != nil {
			return nil, err
		}
		path, err := below(root, o.codeOwners)
		if err != nil || !slices.Contains(reviewers.Places, path) {
			path = "" // where no server looks for it, nobody is asked for a change of it
		}
		return reviewers.ParseCodeOwners(o.codeOwners, path, content)
	}
	var found *reviewers.CodeOwners
	for _, place := range reviewers.Places {
		content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(place)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		case found != nil:
			fmt.Fprintf(o.source.env.err, "warning: %s is not read, because %s is there; name it with --codeowners if it is the one that counts\n", place, found.Name)
		default:
			if found, err = reviewers.ParseCodeOwners(place, place, content); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// readBranchRules reads the file that --branch-rules names; nil where it names none.
func (o *reviewersOptions) readBranchRules() (*reviewers.BranchRules, error) {
	if o.branchRules == "" {
		return nil, nil
	}
	content, err := readNamed("--branch-rules", o.branchRules, reviewers.WhatIsRead)
	if err != nil {
		return nil, err
	}
	return reviewers.ParseBranchRules(o.branchRules, content)
}

// registerIn are the people that were read, and the records by their files in a repository.
func registerIn(root string, in *inputs) (*reviewers.Register, error) {
	r := &reviewers.Register{Records: map[string][]string{}}
	paths := map[string]string{}
	for _, n := range in.namespaces {
		for _, record := range n.Records {
			if p, ok := record.(*api.Person); ok {
				r.People = append(r.People, p)
			}
			ref := assess.Ref{Kind: kindOf(record), Name: record.GetName()}
			file := in.locate(n.Name, ref, "").File
			path, known := paths[file]
			if !known {
				var err error
				if path, err = below(root, file); err != nil {
					return nil, err
				}
				paths[file] = path
			}
			r.Records[path] = append(r.Records[path], ref.String())
		}
	}
	return r, nil
}
