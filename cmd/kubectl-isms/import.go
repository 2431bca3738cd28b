package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

type importOptions struct {
	source
	format                 string
	write, partial, remove bool
	mapping                string
	suggest                bool
}

// importPercent is gcPercent for an import, which holds a register and all that becomes of it.
const importPercent = 18

// importLoad reads files for what their records say, and for nothing that judges them.
var importLoad = manifest.Options{SkipEvidence: true, SkipFields: true}

const importHelp = `Merge a workbook, or a folder of CSV, that "export" wrote into the files of -f. Each
field is merged three ways: what it was at the export, what the sheet says, and what the files
say now. What was edited in the sheet alone is written; what was edited in the files alone stays;
where both edited it otherwise, it is a conflict that names both.

Comments, order and layout of the files stay. A new row is a new record, in a file of its own
beside those of its kind. A row that is gone is told, and deletes its record or entry with
--delete alone. What the API server would refuse is refused: wrong values, and changes of what
is history or approved.

Without --write it shows what would change, and writes nothing. Where something is refused or in
conflict, nothing is written, unless --partial is given, which writes the rest.

With --mapping, other registers are read: a mapping file says which tables and lists there are,
what their columns hold, and which records their rows become. Fields that the mapping fills are
what the register says; all others stay. What was rejected, which columns went nowhere, which
words have no counterpart and which names no record has is told. --suggest writes a first
mapping. docs/mapping.md has the words of mapping files, and docs/import ready ones.

Exit codes: 0; 2 for bad usage, for sheets or files that cannot be read, and where a record is
refused or in conflict, or a row rejected.`

func newImport(e *env) *cobra.Command {
	o := &importOptions{source: source{env: e, kube: newKubeconfig()}}
	c := &cobra.Command{
		Use:   "import FILE|DIR... -f FILE|DIR...",
		Short: "Merge sheets that were exported and edited, or other registers, into the files",
		Long:  importHelp,
		Example: examples(e, `# What would change
%[1]s import isms.xlsx -R -f evidence/

# Write it
%[1]s import isms.xlsx -R -f evidence/ --write

# Read a register of another form: a first mapping, then what it makes of the register
%[1]s import --suggest assets.csv > assets.yaml
%[1]s import --mapping assets.yaml assets.csv -f evidence/`),
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			defer collectAt(importPercent)()
			switch {
			case o.suggest:
				return o.runSuggest(c.Context(), args)
			case o.mapping != "":
				return o.runMapping(c.Context(), args)
			}
			return o.run(c.Context(), args[0])
		},
	}
	c.Args = o.args
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
	flags.StringVar(&o.mapping, "mapping", "", "Mapping file, by which other registers are read: workbooks, CSV, Markdown, HTML, JSON, YAML, TOML")
	flags.BoolVar(&o.suggest, "suggest", false, "Write a first mapping for registers to standard output, and nothing else")
	must(c.MarkFlagFilename("mapping", "yaml", "yml"))
	flags.BoolVar(&o.remove, "delete", false, "Delete the records and entries whose rows are gone")
	must(c.MarkFlagFilename("filename", "yaml", "yml"))
	complete(c, "output", []string{"table", "json"})
	return c
}

// args says what is wrong with what is named to be read.
func (o *importOptions) args(_ *cobra.Command, args []string) error {
	switch {
	case o.suggest && o.mapping != "":
		return usagef("--suggest writes a mapping and --mapping reads one; give one of them")
	case (o.suggest || o.mapping != "") && len(args) > 0:
		return nil
	case o.suggest || o.mapping != "":
		return usagef("name the files of the register, as in: import --suggest assets.csv")
	case len(args) != 1:
		return usagef("name one workbook or folder of CSV, as in: import isms.xlsx -f evidence/")
	}
	return nil
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
	tables, err := openTables(name)
	if err != nil {
		return err
	}
	layout := exchange.NewLayout()
	book, err := layout.OpenBook(tables, o.namespace())
	if err != nil {
		return err
	}
	set, err := o.load(ctx, importLoad)
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
	namespace := o.namespace()
	m := &exchange.Merge{
		Layout: layout, Book: book, Files: filesOf(set), Unread: unreadOf(set), Delete: o.remove,
		Progress: func(done, of int) { bar.say("%d of %d records merged", done, of) },
	}
	rows, err := m.Lines(ctx)
	if err != nil {
		return nil, nil, err
	}
	r := &exchange.Result{Commit: book.Commit, Rows: rows, Notes: book.Notes, Files: []exchange.FileChange{}}
	contents, err := o.settle(ctx, layout, r, set, namespace)
	return r, contents, err
}

// settle refuses what cannot be, and says which files the rest changes.
func (o *importOptions) settle(ctx context.Context, layout *exchange.Layout, r *exchange.Result, set *manifest.Set, namespace string) (*exchange.Contents, error) {
	if err := exchange.Check(ctx, r.Rows, namespace); err != nil {
		return nil, err
	}
	if err := o.place(r.Rows, set); err != nil {
		return nil, err
	}
	contents, err := layout.Apply(ctx, r.Rows, namespace)
	if err != nil {
		return nil, err
	}
	for _, file := range contents.Names() {
		change := "changed"
		if _, was := contents.Before[file]; !was {
			change = "new"
		} else if _, is := contents.After[file]; !is {
			change = "deleted"
		}
		r.Files = append(r.Files, exchange.FileChange{File: file, Change: change})
	}
	isms := map[string]string{}
	for i := range set.Namespaces {
		isms[set.Namespaces[i].Name] = ismsOf(&set.Namespaces[i])
	}
	r.StaleApprovals = stale(ctx, r.Rows, isms)
	r.Sum()
	return contents, nil
}

// finish writes what may be written, and shows what was merged.
func (o *importOptions) finish(r *exchange.Result, contents *exchange.Contents) error {
	if err := o.store(r, contents, r.Rejects()); err != nil {
		return err
	}
	if o.format == "json" {
		return r.WriteJSON(o.env.out)
	}
	return r.WriteTable(o.env.out)
}

// store writes the files, where that is asked for and nothing is rejected, or in part.
func (o *importOptions) store(r *exchange.Result, contents *exchange.Contents, rejects bool) error {
	r.Withheld = o.write && rejects && !o.partial
	if !o.write || r.Withheld {
		return nil
	}
	if err := writeContents(contents); err != nil {
		return err
	}
	r.Written = len(r.Files) > 0
	return nil
}

// namespace of records that name none.
func (o *importOptions) namespace() string {
	if n := o.kube.namespace(); n != "" {
		return n
	}
	return "default"
}
