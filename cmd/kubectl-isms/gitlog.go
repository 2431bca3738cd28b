package main

import (
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/history"
)

// gitCommit is a commit, and the folder that it left.
type gitCommit struct {
	history.Commit
	// tree is the id of its outermost folder.
	tree string
	// on is the day from which it counts.
	on api.Date
}

// gitLog is the line of commits that led to what is checked out: of a merge, the side that
// was merged into.
type gitLog struct {
	root    string
	commits []gitCommit
	// moved counts commits that count from another day than they say, because they say that
	// they are older than what they build on.
	moved int
	// shallow says that the clone lacks what came before the first of them.
	shallow bool
}

// logFormat has a line for each commit, with parts that a subject cannot have.
const logFormat = "--format=%H%x00%T%x00%ct%x00%at%x00%s"

// openLog reads the line of commits of a repository, the first one first.
func openLog(ctx context.Context, root string) (*gitLog, error) {
	if _, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return nil, usagef("the repository %s has no commit yet, and history is of commits", root)
	}
	out, err := git(ctx, root, "rev-list", "--first-parent", "--reverse", "--encoding=UTF-8", logFormat, "HEAD")
	if err != nil {
		return nil, err
	}
	l := &gitLog{root: root}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "commit ") { // which comes before each of our lines
			continue
		}
		c, err := commitOf(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, err
		}
		l.commits = append(l.commits, c)
	}
	l.clamp()
	shallow, err := git(ctx, root, "rev-parse", "--is-shallow-repository")
	l.shallow = strings.TrimSpace(shallow) == "true"
	return l, err
}

// commitOf reads a line of the log.
func commitOf(line string) (c gitCommit, err error) {
	parts := strings.SplitN(line, "\x00", 5)
	if len(parts) != 5 {
		return c, fmt.Errorf("git rev-list: cannot read %q", line)
	}
	var days [2]api.Date
	for i, stamp := range parts[2:4] {
		seconds, err := strconv.ParseInt(stamp, 10, 64)
		if err != nil {
			return c, fmt.Errorf("git rev-list: %q is no time: %w", stamp, err)
		}
		days[i] = api.DateOf(time.Unix(seconds, 0))
	}
	c.Hash, c.tree, c.Subject = parts[0], parts[1], parts[4]
	c.CommittedOn, c.AuthoredOn, c.on = days[0], days[1], days[0]
	return c, nil
}

// clamp makes the days never go back.
func (l *gitLog) clamp() {
	days := make([]api.Date, len(l.commits))
	for i := range l.commits {
		days[i] = l.commits[i].on
	}
	l.moved = history.Clamp(days)
	for i := range l.commits {
		l.commits[i].on = days[i]
	}
}

// until returns how many commits there are up to a day.
func (l *gitLog) until(day api.Date) (n int) {
	for n < len(l.commits) && !l.commits[n].on.After(day) {
		n++
	}
	return n
}

// uncommitted counts the files of some names that differ from the last commit.
func (l *gitLog) uncommitted(ctx context.Context, names []string) (int, error) {
	args := []string{"--no-optional-locks", "--literal-pathspecs", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--"}
	for _, name := range names {
		if strings.ContainsAny(path.Base(name), "*?[") {
			name = path.Dir(name)
		}
		args = append(args, name)
	}
	out, err := git(ctx, l.root, args...)
	return strings.Count(out, "\x00"), err
}
