package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/migrate"
)

type migrateOptions struct {
	env       *env
	files     []string
	recursive bool
	write     bool
}

func newMigrate(e *env) *cobra.Command {
	o := &migrateOptions{env: e}
	c := &cobra.Command{
		Use:   "migrate -f FILE|FOLDER",
		Short: "Bring manifests to the names and shapes that the API has today",
		Long: `Bring manifests to the names and shapes that the API has today. Git is the source
of records, so it is the files that are brought along; comments, order and layout stay.

Without --write it shows what would change and writes nothing. A file that is up to
date is not touched, so it may be run any number of times.

Exit codes: 0; 1 where something would change and was not written; 2 for bad usage, and
for a file of which a part could not be changed.`,
		Example: examples(e, `# See what would change
%[1]s migrate -f evidence/ -R

# Change it
%[1]s migrate -f evidence/ -R --write`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with manifests")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Change the folders below a folder of -f, too")
	flags.BoolVar(&o.write, "write", false, "Write what is changed")
	must(c.MarkFlagFilename("filename", "yaml", "yml", "json"))
	return c
}

func (o *migrateOptions) run(ctx context.Context) error {
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files and folders with manifests")
	case slices.Contains(o.files, "-"):
		return usagef("standard input cannot be written to: name files and folders")
	}
	names, err := manifest.Files(ctx, o.files, manifest.Options{Recursive: o.recursive})
	if err != nil {
		return err
	}
	var fails []error
	changed, changes := 0, 0
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		made, err := o.file(name)
		if err != nil {
			fails = append(fails, fmt.Errorf("%s: %w", name, err))
		}
		if made > 0 {
			changed, changes = changed+1, changes+made
		}
	}
	switch {
	case changes == 0 && len(fails) > 0: // what failed says more
	case changes == 0:
		fmt.Fprintf(o.env.out, "nothing to change in %d files\n", len(names))
	case o.write:
		fmt.Fprintf(o.env.out, "%d changes written to %d of %d files\n", changes, changed, len(names))
	default:
		fmt.Fprintf(o.env.out, "%d changes in %d of %d files; write them with --write\n", changes, changed, len(names))
	}
	if len(fails) > 0 {
		return errors.Join(fails...)
	}
	if changes > 0 && !o.write {
		return status(exitFindings)
	}
	return nil
}

// file migrates a file, and returns how many changes were made or shown.
func (o *migrateOptions) file(name string) (int, error) {
	before, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	after, changes, failure := migrate.Manifest(string(before))
	slices.SortStableFunc(changes, func(a, b migrate.Change) int { return a.Line - b.Line })
	for _, c := range changes {
		fmt.Fprintf(o.env.out, "%s:%d: %s: %s is now %s\n", name, c.Line, strings.TrimSuffix(c.Kind+"/"+c.Name, "/"), c.From, c.To)
	}
	if o.write && len(changes) > 0 {
		if now, err := os.ReadFile(name); err != nil || string(now) != string(before) {
			return 0, errors.New("somebody else changed it meanwhile; run again")
		}
		if err := replaceFile(name, []byte(after)); err != nil {
			return 0, err
		}
	}
	return len(changes), failure
}
