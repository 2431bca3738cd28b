package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

type importOptions struct {
	source
	format                 string
	write, partial, remove bool
}

func newImport(e *env) *cobra.Command {
	o := &importOptions{source: source{env: e, kube: newKubeconfig()}}
	c := &cobra.Command{
		Use:   "import FILE|DIR -f FILE|DIR...",
		Short: "Merge sheets that were exported and edited back into the files",
		Long: `Merge a workbook, or a folder of CSV, that "export" wrote into the files of -f. Each
field is merged three ways: what it was at the export, what the sheet says, and what the files
say now. What was edited in the sheet alone is written; what was edited in the files alone stays;
where both edited it otherwise, it is a conflict that names both.

Comments, order and layout of the files stay. A new row is a new record, in a file of its own
beside those of its kind. A row that is gone is told, and deletes its record or entry with
--delete alone. What the API server would refuse is refused: wrong values, and changes of what
is history or approved.

Without --write it shows what would change, and writes nothing. Where something is refused or in
conflict, nothing is written, unless --partial is given, which writes the rest.

Exit codes: 0; 2 for bad usage, for sheets or files that cannot be read, and where a record is
refused or in conflict.`,
		Example: examples(e, `# What would change
%[1]s import isms.xlsx -R -f evidence/

# Write it
%[1]s import isms.xlsx -R -f evidence/ --write`),
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args[0]) },
	}
	c.Args = func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usagef("name one workbook or folder of CSV, as in: import isms.xlsx -f evidence/")
		}
		return nil
	}
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"xlsx"}, cobra.ShellCompDirectiveFilterFileExt
	}
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with the records")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Change the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of records that name none")
	flags.StringVarP(&o.format, "output", "o", "table", "Format: table, json")
	flags.BoolVar(&o.write, "write", false, "Write what is changed")
	flags.BoolVar(&o.partial, "partial", false, "Write the rest where something is refused or in conflict")
	flags.BoolVar(&o.remove, "delete", false, "Delete the records and entries whose rows are gone")
	must(c.MarkFlagFilename("filename", "yaml", "yml"))
	complete(c, "output", []string{"table", "json"})
	return c
}

func (o *importOptions) check() error {
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files and folders with the records")
	case slices.Contains(o.files, "-"):
		return usagef("standard input cannot be written to: name files and folders")
	case o.format != "table" && o.format != "json":
		return oneOf("the format", o.format, []string{"table", "json"})
	}
	return nil
}

func (o *importOptions) run(ctx context.Context, name string) error {
	if err := o.check(); err != nil {
		return err
	}
	tables, err := readTables(name)
	if err != nil {
		return err
	}
	layout := exchange.NewLayout()
	book, err := layout.OpenBook(tables)
	if err != nil {
		return err
	}
	set, err := o.load(ctx, manifest.Options{SkipEvidence: true})
	if err != nil {
		return err
	}
	r, contents, err := o.merge(ctx, layout, book, set)
	if err != nil {
		return err
	}
	if err := o.finish(r, contents); err != nil {
		return err
	}
	if r.Rejects() {
		return status(exitUnusable)
	}
	return nil
}

// merge merges the sheets into the files, and says what that changes.
func (o *importOptions) merge(ctx context.Context, layout *exchange.Layout, book *exchange.Book, set *manifest.Set) (*exchange.Result, *exchange.Contents, error) {
	bar := o.env.progress()
	defer bar.done()
	namespace := o.kube.namespace()
	if namespace == "" {
		namespace = "default"
	}
	records, err := sheetRecords(set.Namespaces, set.Locate)
	if err != nil {
		return nil, nil, err
	}
	m := &exchange.Merge{
		Layout: layout, Book: book, Files: map[input.Record]*exchange.Record{}, Unread: unreadOf(set), Namespace: namespace, Delete: o.remove,
		Progress: func(done, of int) { bar.say("%d of %d records merged", done, of) },
	}
	for i := range records {
		m.Files[records[i].Record] = &records[i]
	}
	r := &exchange.Result{Commit: book.Commit, Rows: m.Lines(), Notes: book.Notes, Files: []exchange.FileChange{}}
	if err := exchange.Check(ctx, r.Rows, namespace); err != nil {
		return nil, nil, err
	}
	if err := o.place(r.Rows, records); err != nil {
		return nil, nil, err
	}
	contents, err := layout.Apply(ctx, r.Rows, namespace)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range contents.Names() {
		change := "changed"
		switch {
		case contents.Before[file] == nil:
			change = "new"
		case contents.After[file] == nil:
			change = "deleted"
		}
		r.Files = append(r.Files, exchange.FileChange{File: file, Change: change})
	}
	r.StaleApprovals = stale(ctx, r.Rows)
	r.Sum()
	return r, contents, nil
}

// finish writes what may be written, and shows what was merged.
func (o *importOptions) finish(r *exchange.Result, contents *exchange.Contents) error {
	r.Withheld = o.write && r.Rejects() && !o.partial
	if o.write && !r.Withheld {
		if err := writeContents(contents); err != nil {
			return err
		}
		r.Written = len(r.Files) > 0
	}
	if o.format == "json" {
		return r.WriteJSON(o.env.out)
	}
	return r.WriteTable(o.env.out)
}
