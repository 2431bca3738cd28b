package main

import (
	"context"
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// revisions are records at the commits of a repository.
type revisions struct {
	*gitLog
	objects *gitObjects
	// names of files and folders, relative to the root of the repository.
	names []string
	// options of the loader; it keeps what files say from commit to commit.
	options manifest.Options
	// progress is told before each commit that is read; nil where nobody is.
	progress func(commit, of int)
	// changing counts the commits after the first day that changed records.
	changing int
}

// openRevisions opens the commits of the repository that files are in. A file need not be
// there any more. Whoever opens them closes their objects.
func openRevisions(ctx context.Context, files []string, o manifest.Options) (*revisions, error) {
	root, names, err := inOneRepository(ctx, "the history", files, true)
	if err != nil {
		return nil, err
	}
	log, err := openLog(ctx, root)
	if err != nil {
		return nil, err
	}
	o.Cache = &manifest.Cache{}
	r := &revisions{gitLog: log, names: names, options: o}
	r.objects, err = openObjects(ctx, root)
	return r, err
}

// steps yields the days on which commits changed the records, for history.Walk: first the
// day since, with the records as they were then; or the day of the first commit, where that
// is later.
func (r *revisions) steps(ctx context.Context, since, until api.Date) iter.Seq2[history.Step, error] {
	return func(yield func(history.Step, error) bool) {
		var day *history.Step
		for next, err := range r.changes(ctx, since, until) {
			switch {
			case err != nil:
				yield(history.Step{}, err)
				return
			case day != nil && day.On == next.On:
				day.Records, day.Commits = next.Records, append(day.Commits, next.Commits...)
				continue
			case day != nil && !yield(*day, nil):
				return
			}
			day = &next
		}
		if day != nil {
			yield(*day, nil)
		}
	}
}

// changes yields the commits that changed the records, a step each. One that leaves alone all
// that was read of the one before is passed over.
func (r *revisions) changes(ctx context.Context, since, until api.Date) iter.Seq2[history.Step, error] {
	return func(yield func(history.Step, error) bool) {
		first, end := r.until(since)-1, r.until(until)
		var tree *gitTree
		for i := max(first, 0); i < end; i++ {
			c := &r.commits[i]
			if r.progress != nil {
				r.progress(i+1, end)
			}
			now := r.objects.tree(c.tree)
			if tree != nil && ctx.Err() == nil && tree.same(now) {
				continue
			}
			records, err := r.load(ctx, now)
			step := history.Step{On: c.on, Commits: []history.Commit{c.Commit}, Records: records}
			if i == first {
				step.On, step.Commits = since, nil
			} else if tree != nil || len(step.Records.Worlds) > 0 {
				r.changing++
			}
			tree = now
			if !yield(step, err) {
				return
			}
		}
	}
}

// load reads the records of a commit, and what could not be judged of them.
func (r *revisions) load(ctx context.Context, tree *gitTree) (*history.Records, error) {
	names := tree.has(r.names)
	if len(names) == 0 {
		return &history.Records{}, nil // they are not there yet, or not any more
	}
	o := r.options
	o.FS = tree
	set, err := manifest.Load(ctx, names, o)
	if err != nil {
		return &history.Records{}, err
	}
	return &history.Records{Worlds: set.Worlds(), Problems: set.Problems, Locate: set.Locate}, nil
}
