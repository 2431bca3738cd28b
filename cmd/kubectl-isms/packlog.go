package main

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/pack"
)

// changeFormat makes git log write the parts of a commit, each ended by a NUL.
const changeFormat = "--format=%x01%H%x00%cI%x00%aI%x00%an%x00%s%x00"

// changes returns the changes of records in commits up to the revision, the newest first,
// that were made in a period.
func (t *gitRevision) changes(ctx context.Context, p pack.Predicate) ([]pack.Change, error) {
	shallow, err := git(ctx, t.repository, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(shallow) == "true" {
		return nil, usagef("the clone is shallow, and lacks commits that changed records; fetch them with: git fetch --unshallow")
	}
	// What a user has set for log must not change what is read.
	log, err := git(ctx, t.repository, "-c", "log.showSignature=false", "-c", "log.showRoot=true", "log", "--encoding=UTF-8", changeFormat,
		"--raw", "-c", "-z", "--no-abbrev", "--no-renames", "--no-color", "--since-as-filter="+p.Since.String()+"T00:00:00Z", t.commit)
	if err != nil {
		return nil, err
	}
	chronicle := &pack.Chronicle{Namespace: p.Namespace}
	var all []pack.Change
	for text := range strings.SplitSeq(log, "\x01") {
		if text == "" {
			continue
		}
		c, err := t.logged(text, p)
		if err != nil {
			return nil, err
		}
		if c.On.Before(p.Since) || c.On.After(p.AsOf) {
			continue
		}
		changes, err := chronicle.Changes(ctx, c)
		if err != nil {
			return nil, err
		}
		all = append(all, changes...)
	}
	return all, nil
}

// logged reads a commit of the log, with those of its files that hold records.
func (t *gitRevision) logged(text string, p pack.Predicate) (*pack.Commit, error) {
	parts := strings.SplitN(text, "\x00", 6)
	if len(parts) != 6 {
		return nil, fmt.Errorf("git log: what it writes of a commit cannot be read")
	}
	c := &pack.Commit{ID: parts[0], Author: parts[3], Subject: parts[4]}
	for i, day := range []*api.Date{&c.On, &c.WrittenOn} {
		moment, err := time.Parse(time.RFC3339, parts[i+1])
		if err != nil {
			return nil, fmt.Errorf("git log: %w", err)
		}
		*day = api.DateOf(moment)
	}
	if c.On.Before(p.Since) || c.On.After(p.AsOf) {
		return c, nil
	}
	raw := strings.Split(strings.Trim(parts[5], "\n\x00"), "\x00")
	for i := 0; i+1 < len(raw); i += 2 {
		if !holdsRecords(raw[i+1], p.Paths, p.Recursive) {
			continue
		}
		touched, err := t.touched(strings.TrimLeft(raw[i], "\n"), raw[i+1])
		if err != nil {
			return nil, err
		}
		c.Files = append(c.Files, touched)
	}
	return c, nil
}

// touched reads ":<modes> <ids> <status>": a mode and an ID for each parent, and those of the
// file after the commit. Of several parents the first is what was there before.
func (t *gitRevision) touched(raw, name string) (touched pack.Touched, err error) {
	parents := len(raw) - len(strings.TrimLeft(raw, ":"))
	fields := strings.Fields(raw[parents:])
	if len(fields) != 2*(parents+1)+1 {
		return touched, fmt.Errorf("git log: what it writes of a file cannot be read")
	}
	modes, ids := fields[:parents+1], fields[parents+1:]
	touched.Name = name
	if touched.Before, err = t.blob(modes[0], ids[0]); err != nil {
		return touched, err
	}
	touched.After, err = t.blob(modes[parents], ids[parents])
	return touched, err
}

// blob returns a content; nil where there was none, or a link or another repository.
func (t *gitRevision) blob(mode, id string) (*pack.Blob, error) {
	if !strings.HasPrefix(mode, "100") {
		return nil, nil
	}
	content, err := t.content(id)
	return &pack.Blob{ID: id, Content: content}, err
}

// holdsRecords reports whether a file, which may be there no more, is one that the paths
// mean: the file itself, or a manifest in a folder.
func holdsRecords(name string, paths []string, recursive bool) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		if name == p {
			return true
		}
		if matches, _ := path.Match(p, name); matches {
			return true
		}
		below := p == "." || strings.HasPrefix(name, p+"/")
		return below && slices.Contains([]string{".json", ".yaml", ".yml"}, path.Ext(name)) && (recursive || path.Dir(name) == p)
	})
}
