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

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/report"
)

// Names of what is in a pack.
const (
	manifestsFolder   = "manifests/"
	populationsFolder = "populations/"
	documentsFolder   = "evidence/documents/"
	documentsIndex    = "evidence/INDEX.csv"

	pageEntry      = "index.html"
	reportEntry    = "report.json"
	oscalEntry     = "oscal/assessment-results.json"
	matricesEntry  = "matrices.xlsx"
	worklistEntry  = "worklist.xlsx"
	changesEntry   = "changes.csv"
	missingEntry   = "MISSING.csv"
	notJudgedEntry = "NOT-JUDGED.csv"
	guideEntry     = "VERIFY.md"
	sumsEntry      = "SHA256SUMS"
	statementEntry = "statement.intoto.json"
)

// Predicate is what the statement of a pack says of how it was made.
type Predicate struct {
	// AsOf is the day that was judged.
	AsOf api.Date `json:"asOf"`
	// Since is the first day of the changes that are listed; absent where none are.
	Since api.Date `json:"since,omitzero"`
	// Revision of the repository, the ID of a commit.
	Revision string `json:"revision"`
	// Paths are the files and folders of the repository that the records were read from;
	// Recursive says that folders below those were read, too.
	Paths     []string `json:"paths"`
	Recursive bool     `json:"recursive"`
	// Version of the plugin that made it, and the command, from the root of the repository.
	Version string `json:"version"`
	Command string `json:"command"`
	// Namespace of records that name none.
	Namespace string `json:"namespace"`
	// Language of the page.
	Language string `json:"language"`
	// NotHeld are documents of which the pack has the SHA-256 alone.
	NotHeld []Resource `json:"notHeld,omitempty"`
	// Folders that records name as documents.
	Folders []string `json:"folders,omitempty"`
}

// Resource is something with its digest, as in-toto describes it.
type Resource struct {
	Name   string `json:"name"`
	Digest Digest `json:"digest"`
	Size   int64  `json:"size,omitempty"`
}

// Digest is that of a resource, in hexadecimal.
type Digest struct {
	SHA256 string `json:"sha256"`
}

// PageWriter writes the page of what was judged.
type PageWriter func(ctx context.Context, w io.Writer, c *Contents, j *Judgement) error

// Contents are what a pack is made of.
type Contents struct {
	Predicate
	// Changes of the records in the period before the day.
	Changes []Change
	// Page writes the page of the pack; nil leaves it out.
	Page PageWriter

	// manifests are the names of the record files, in order.
	manifests []string
	files     files
	// changes are the changes as an existing pack has them.
	changes []byte
}

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
	guide, err := c.guide()
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
	named := map[string]bool{}
	for _, e := range j.Set.Exhibits() {
		if f := c.files[e.Path]; f != nil && f.held && !named[e.Path] {
			named[e.Path] = true
			all = append(all, entry{documentsFolder + e.Path, f.content})
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
		{matricesEntry, j.matrices},
		{worklistEntry, func(w io.Writer) error { return j.worklist(ctx, w) }},
	} {
		if err := add(e.name, e.write); err != nil {
			return nil, err
		}
	}
	all = append(all,
		entry{documentsIndex, table(exhibitColumns, c.exhibitRows(j))},
		entry{missingEntry, table(missingColumns, j.missing())},
		entry{notJudgedEntry, table(notJudgedColumns, j.notJudged())},
	)
	populations, err := j.populations()
	return append(all, populations...), err
}
