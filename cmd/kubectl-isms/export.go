package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

type exportOptions struct {
	source
	targets, kinds []string
}

func newExport(e *env) *cobra.Command {
	o := &exportOptions{source: source{env: e}}
	c := &cobra.Command{
		Use:   "export [-f FILE|DIR...] -o xlsx=FILE|csv=DIR",
		Short: "Write the records as sheets, to be edited in a spreadsheet and imported again",
		Long: `Write the records as sheets: one for each kind, and one for each of its lists, with
readable headings, drop-downs, real dates and a sheet that explains. A hidden sheet holds
what the records said and the commit that they were read from, so that "import" can tell what
was edited in the sheets from what was edited in the files meanwhile.

Lists of names are one cell, an entry in each line. Every cell is a value, none a formula. The
same records give the same bytes. Labels, annotations and comments are not in the sheets; an
import leaves them as they are.

Formats:
  xlsx=FILE  a workbook
  csv=DIR    a folder with a file for each sheet, in UTF-8

Exit codes: 0; 2 for bad usage, and where a part of the input could not be read: what could be
read is written nevertheless.`,
		Example: examples(e, `# All records of a folder
%[1]s export -R -f evidence/ -o xlsx=isms.xlsx

# Sheets to begin with, empty ones too
%[1]s export -R -f evidence/ --kinds Risk,OutsourcedService -o xlsx=risks.xlsx

# Of the cluster, as CSV
%[1]s export -n isms -o csv=registers`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.addTo(c)
	c.Flags().StringArrayVarP(&o.targets, "output", "o", nil, "xlsx=FILE or csv=DIR; may be given several times")
	c.Flags().StringSliceVar(&o.kinds, "kinds", nil, "Kinds to write, with all of their lists, also where they are empty; those of which there are records where absent")
	complete(c, "output", []string{"xlsx=", "csv="})
	complete(c, "kinds", kindNames())
	return c
}

// kindNames are the names of all kinds.
func kindNames() []string {
	var names []string
	for _, k := range rules.Registry().Kinds {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	return names
}

// check refuses what cannot be meant.
func (o *exportOptions) check() error {
	if len(o.targets) == 0 {
		return usagef("-o is missing: write -o xlsx=FILE or -o csv=DIR")
	}
	for _, t := range o.targets {
		format, name, _ := strings.Cut(t, "=")
		if format != "xlsx" && format != "csv" {
			return oneOf("the format", format, []string{"xlsx", "csv"})
		}
		if name == "" {
			return usagef("-o %s names no file; write -o xlsx=FILE or -o csv=DIR", t)
		}
	}
	for _, k := range o.kinds {
		if !slices.Contains(kindNames(), k) {
			return oneOf("--kinds", k, kindNames())
		}
	}
	return nil
}

func (o *exportOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	for i := range in.problems {
		p := &in.problems[i]
		fmt.Fprintf(o.env.err, "warning: not exported: %s: %s. %s\n", p.Where(), p.Message, p.Remedy)
	}
	x := &exchange.Export{Layout: exchange.NewLayout(), Kinds: o.kinds, Commit: o.commit(ctx)}
	if x.Records, err = sheetRecords(in.namespaces, in.locate); err != nil {
		return err
	}
	if len(x.Records) == 0 && len(o.kinds) == 0 {
		if err := in.none(); err != nil {
			return fmt.Errorf("%w; --kinds writes empty sheets to begin with", err)
		}
		return status(exitUnusable)
	}
	for _, t := range o.targets {
		if err := o.write(x, t); err != nil {
			return err
		}
	}
	if len(in.problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}

// write writes one format, and says so.
func (o *exportOptions) write(x *exchange.Export, target string) error {
	format, name, _ := strings.Cut(target, "=")
	if info, err := os.Stat(name); err == nil && info.IsDir() != (format == "csv") && (info.IsDir() || info.Mode().IsRegular()) {
		return fmt.Errorf("write %s: xlsx= takes a file and csv= a folder, and this is the other; name another", name)
	}
	if format == "xlsx" {
		var b bytes.Buffer
		if err := x.WriteXLSX(&b); err != nil {
			return fmt.Errorf("write %s: %w; write csv=DIR", name, err)
		}
		if err := replaceFile(name, b.Bytes()); err != nil {
			return err
		}
	} else if err := writeCSVFolder(x, name); err != nil {
		return err
	}
	fmt.Fprintf(o.env.out, "%s: %s\n", name, wording.Number(len(x.Records), "record", "records"))
	return nil
}

// writeCSVFolder writes a folder of CSV.
func writeCSVFolder(x *exchange.Export, name string) error {
	files, err := x.CSV()
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.MkdirAll(name, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := replaceFile(filepath.Join(name, f.Name), f.Content); err != nil {
			return err
		}
	}
	return nil
}

// commit is the commit that the files are of; "" where they are in no repository.
func (o *exportOptions) commit(ctx context.Context) string {
	if len(o.files) == 0 || slices.Contains(o.files, "-") {
		return ""
	}
	root, _, err := inOneRepository(ctx, "export", o.files, false)
	if err != nil {
		return ""
	}
	id, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "HEAD")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(id)
}
