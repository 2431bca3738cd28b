// Package pack makes the pack that an auditor takes away, and checks one: a ZIP of the
// records of one revision of a repository, of what they say on one day, and of what it
// takes to check both without the plugin.
//
// A pack is a function of what it says that it is made of: the same revision, day and
// version give the same bytes, whoever makes it where and when. So it is checked by making
// it again from what is inside.
package pack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/isms-operator/isms-operator/internal/report"
)

// Write writes a pack, and returns how much of the input could not be judged.
func (c *Contents) Write(ctx context.Context, w io.Writer) (notJudged int, err error) {
	j, err := c.judge(ctx)
	if err != nil {
		return 0, err
	}
	entries, err := c.entries(ctx, j)
	if err != nil {
		return 0, err
	}
	return len(j.Set.Problems), writeArchive(w, c.AsOf, entries)
}

// again are the entries of a pack as they are made of its contents.
func (c *Contents) again(ctx context.Context) ([]entry, error) {
	j, err := c.judge(ctx)
	if err != nil {
		return nil, err
	}
	return c.entries(ctx, j)
}

// entries are all that is in the pack.
func (c *Contents) entries(ctx context.Context, j *Judgement) ([]entry, error) {
	all := c.held(j)
	made, err := c.made(ctx, j)
	if err != nil {
		return nil, err
	}
	all = append(all, made...)
	signed, err := c.sealed(j)
	if err != nil {
		return nil, err
	}
	all = append(all, signed.entries...)
	guide, err := c.guide(signed)
	if err != nil {
		return nil, err
	}
	all = append(all, guide)
	all = append(all, sums(all))
	statement, err := c.statement(all)
	if err != nil {
		return nil, err
	}
	if all = append(all, statement); len(all) > maxEntries {
		return nil, fmt.Errorf("the pack would have %d entries, and at most %d are allowed; name fewer records with -f", len(all), maxEntries)
	}
	size := 0
	for i := range all {
		size += len(all[i].content) + 2*len(all[i].name)
	}
	if size > MaxPack*15/16 { // and the archive around them
		return nil, fmt.Errorf("the pack would have %d bytes, and at most %d are allowed; name fewer records with -f", size, MaxPack)
	}
	return all, nil
}

// held are the entries that are in the repository: record files, and the documents that
// records name.
func (c *Contents) held(j *Judgement) []entry {
	var all []entry
	for _, name := range c.manifests {
		all = append(all, entry{manifestsFolder + name, c.files[name].content})
	}
	if c.Observations != "" {
		all = append(all, entry{observationEntry, c.observation})
	}
	for _, f := range c.lifecycles {
		all = append(all, entry{lifecyclesFolder + f.Name, f.Content})
	}
	named := map[string]bool{}
	for _, e := range j.Set.Exhibits() {
		if f := c.files[e.Path]; f != nil && f.held && !named[e.Path] {
			named[e.Path] = true
			all = append(all, entry{c.Scope.Folder() + documentsFolder + e.Path, f.content})
		}
	}
	return all
}

// made are the entries that are made of what was judged.
func (c *Contents) made(ctx context.Context, j *Judgement) ([]entry, error) {
	all := []entry{{changesEntry, c.changes}}
	add := func(name string, write func(io.Writer) error) error {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, entry{name, b.Bytes()})
		return nil
	}
	if c.changes == nil {
		all[0].content = table(changeColumns, changeRows(c.Changes))
	}
	if c.Page != nil {
		if err := add(pageEntry, func(w io.Writer) error { return c.Page(ctx, w, c, j) }); err != nil {
			return nil, err
		}
	}
	for _, e := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{reportEntry, j.in(report.Formats(), "json")},
		{oscalEntry, j.in(report.OSCALFormats(), "oscal")},
		{c.Scope.Folder() + matricesEntry, func(w io.Writer) error { return j.matrices(w, c.Scope) }},
		{c.Scope.Folder() + worklistEntry, func(w io.Writer) error { return j.worklist(ctx, w, c.Scope) }},
	} {
		if e.name == c.Scope.Folder()+matricesEntry && !slices.ContainsFunc(report.Matrices(), c.Scope.matrix) {
			continue
		}
		if err := add(e.name, e.write); err != nil {
			return nil, err
		}
	}
	all = append(all,
		entry{c.Scope.Folder() + documentsIndex, table(exhibitColumns, c.exhibitRows(j))},
		entry{c.Scope.Folder() + missingEntry, table(missingColumns, j.missing(c.Scope))},
		entry{c.Scope.Folder() + notJudgedEntry, table(notJudgedColumns, j.notJudged(c.Scope))},
	)
	populations, err := j.populations(c.Scope)
	return append(all, populations...), err
}
