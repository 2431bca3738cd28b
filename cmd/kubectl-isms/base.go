package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/report"
)

// base is what a change is compared with.
type base struct {
	name   string
	source source
	tree   *gitRevision
	// on is the day of the commit; absent where the base is no commit.
	on api.Date
	// problems keep what is wrong with the base from being known.
	problems []input.Problem
	locate   func(namespace string, record assess.Ref, field string) input.Position
}

// openBase returns what --base names; nil without it.
func (o *assessOptions) openBase(ctx context.Context) (*base, error) {
	if o.base == "" {
		return nil, nil
	}
	if len(o.files) == 0 {
		return nil, usagef("--base compares files; name them with -f")
	}
	b := &base{name: o.base, source: o.source}
	revision, isGit := strings.CutPrefix(o.base, "git:")
	if !isGit {
		b.source.files = []string{o.base}
		return b, nil
	}
	if revision == "" {
		return nil, usagef("--base %s names no revision; write git:main or git:HEAD~1", o.base)
	}
	if slices.Contains(o.files, "-") {
		return nil, usagef("--base git:REVISION needs files and folders with -f; standard input has no history")
	}
	var err error
	if b.tree, b.source.files, err = openGit(ctx, "--base git:", revision, o.files); err != nil {
		return nil, err
	}
	b.on, err = b.tree.committedOn(ctx)
	return b, err
}

// read returns the worlds of the base. What could not be judged there is told.
func (b *base) read(ctx context.Context) ([]*assess.World, error) {
	options := manifest.Options{}
	if b.tree != nil {
		defer b.tree.close()
		options.FS = b.tree
		if len(b.source.files) == 0 {
			fmt.Fprintf(b.source.env.err, "warning: %s has none of the files; everything counts as introduced\n", b.name)
			return nil, nil
		}
	}
	set, err := b.source.load(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("--base %s: %w", b.name, err)
	}
	if n := len(set.Problems); n > 0 {
		fmt.Fprintf(b.source.env.err, "warning: --base %s: input could not be judged in %d places, first %s: %s; everything in the namespaces that it may be of counts as introduced\n",
			b.name, n, set.Problems[0].File, set.Problems[0].Message)
	}
	b.problems, b.locate = set.Problems, set.Locate
	return set.Worlds(), nil
}

// besides returns the worlds with an empty one for every namespace that only the
// others have: who removes the last record of a register is shown what is missing.
func besides(worlds, others []*assess.World) []*assess.World {
	all := slices.Clone(worlds)
	for _, w := range others {
		if !slices.ContainsFunc(worlds, func(x *assess.World) bool { return x.Namespace == w.Namespace }) {
			all = append(all, assess.NewWorld(w.Namespace, nil))
		}
	}
	slices.SortFunc(all, func(a, b *assess.World) int { return strings.Compare(a.Namespace, b.Namespace) })
	return all
}

// compare tells what a change introduces and resolves. Of a namespace that the base
// does not have, everything is introduced. So it is where a part of the base could not
// be judged: a finding that only its absence made there excuses nothing.
//
// What the change weakens, removes and postpones is told of all that the base has: that a part of
// it could not be judged makes none of the rest disappear. A record in which something is
// wrong now is still there.
func (b *base) compare(before, after []*assess.Report, problems []input.Problem) *report.Comparison {
	c := &report.Comparison{
		Name: b.name, Introduced: map[string][]assess.Finding{}, Resolved: map[string][]assess.Finding{},
		Changes: map[string]changes.Changes{}, Locate: b.locate,
	}
	old := map[string]*assess.Report{}
	unjudged := report.Assessment{Problems: b.problems}
	for _, r := range before {
		if unjudged.NotJudged(r.Namespace) == 0 {
			old[r.Namespace] = r
		}
		if i := slices.IndexFunc(after, func(now *assess.Report) bool { return now.Namespace == r.Namespace }); i >= 0 {
			c.Changes[r.Namespace] = changes.Between(
				changes.Side{Report: r, There: unreadable(b.problems, r.Namespace), On: b.on},
				changes.Side{Report: after[i], There: unreadable(problems, r.Namespace)})
		}
	}
	for _, now := range after {
		was := old[now.Namespace]
		if was == nil {
			was = &assess.Report{}
		}
		c.Introduced[now.Namespace] = assess.Introduced(was, now)
		c.Resolved[now.Namespace] = assess.Arising(now.Rollup.Findings, was.Rollup.Findings)
	}
	return c
}

// unreadable tells which records of a namespace are there and could not be judged.
func unreadable(problems []input.Problem, namespace string) func(assess.Ref) bool {
	there := input.Unreadable(problems, namespace)
	return func(ref assess.Ref) bool { return there(ref.Kind, ref.Name) }
}
