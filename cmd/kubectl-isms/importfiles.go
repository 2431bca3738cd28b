package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	registers "github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/table"
)

// writeContents writes files, unless somebody else changed one meanwhile.
func writeContents(c *exchange.Contents) error {
	e := &edits{before: map[string][]byte{}, after: map[string][]byte{}}
	var gone []string
	for _, name := range c.Names() {
		if before, was := c.Before[name]; was {
			e.before[name] = []byte(before)
		} else if _, err := os.Lstat(name); err == nil {
			return fmt.Errorf("%s is there already, and nothing was written; run again", name)
		}
		if after, is := c.After[name]; is {
			e.after[name] = []byte(after)
		} else {
			gone = append(gone, name)
		}
	}
	if err := e.write(); err != nil {
		return err
	}
	for _, name := range gone {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// openTables opens a workbook, or the files of a folder of CSV.
func openTables(name string) ([]table.Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("the path %q does not exist", name)
	}
	if !info.IsDir() {
		if format := registers.FormatOf(name); format != "" && format != "xlsx" {
			return nil, fmt.Errorf("%s: it is no workbook that \"export\" wrote; name that, or the folder that export -o csv=DIR wrote; a register of another origin needs --mapping", name)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		return table.OpenXLSX(name, data)
	}
	files, err := filepath.Glob(filepath.Join(escapeGlob(name), "*.csv"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the folder %q has no .csv; name the workbook, or the folder that export -o csv=DIR wrote", name)
	}
	var all []table.Source
	for _, file := range files {
		all = append(all, table.Source{File: file, Read: func() (*table.Table, error) {
			data, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			return table.ReadCSV(file, data, table.CSVOptions{})
		}})
	}
	return all, nil
}

// escapeGlob is the name of a folder as a pattern that means it alone.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// sheetRecords are the records of namespaces, with where they are written.
func sheetRecords(namespaces []gather.Namespace, locate func(string, assess.Ref, string) input.Position) ([]exchange.Record, error) {
	var all []exchange.Record
	for i := range namespaces {
		n := &namespaces[i]
		for _, r := range n.Records {
			var at input.Position
			if locate != nil {
				at = locate(n.Name, assess.Ref{Kind: kindOf(r), Name: r.GetName()}, "")
			}
			record, err := exchange.RecordOf(r, n.Name, at)
			if err != nil {
				return nil, err
			}
			all = append(all, record)
		}
	}
	return all, nil
}

// unreadOf are the records of files that cannot be read, and why.
func unreadOf(set *manifest.Set) map[input.Record]string {
	all := map[input.Record]string{}
	for i := range set.Problems {
		if p := &set.Problems[i]; p.Record != nil {
			all[*p.Record] = fmt.Sprintf("%s: %s. %s", p.Position, p.Message, p.Remedy)
		}
	}
	return all
}

// filesOf gives the records of files. What they say is taken apart one at a time, since all of
// them would take much.
func filesOf(set *manifest.Set) func(input.Record) (*exchange.Record, error) {
	all := map[input.Record]api.Record{}
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			all[input.Record{Kind: kindOf(r), Namespace: n.Name, Name: r.GetName()}] = r
		}
	}
	return func(id input.Record) (*exchange.Record, error) {
		found := all[id]
		if found == nil {
			return nil, nil
		}
		r, err := exchange.RecordOf(found, id.Namespace, set.Locate(id.Namespace, assess.Ref{Kind: id.Kind, Name: id.Name}, ""))
		return &r, err
	}
}

// place says where new records are written: beside those of their kind, else in the first
// folder of -f, in a file of their own; or in the file that -f names.
func (o *importOptions) place(lines []exchange.Line, set *manifest.Set) error {
	folders := map[string]string{}
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			if kind := kindOf(r); folders[kind] == "" {
				folders[kind] = filepath.Dir(set.Locate(n.Name, assess.Ref{Kind: kind, Name: r.GetName()}, "").File)
			}
		}
	}
	info, err := os.Stat(o.files[0])
	if err != nil {
		return fmt.Errorf("the path %q does not exist", o.files[0])
	}
	for i := range lines {
		l := &lines[i]
		if l.Outcome != exchange.Created {
			continue
		}
		if !info.IsDir() {
			l.File = o.files[0]
			continue
		}
		folder := folders[l.Kind]
		if folder == "" {
			folder = o.files[0]
		}
		if o.mapping != "" { // a register may have thousands, which go to a file for each kind
			l.File = filepath.Join(folder, strings.ToLower(l.Kind)+".yaml")
			continue
		}
		l.File = filepath.Join(folder, strings.ToLower(l.Kind)+"-"+l.Name+".yaml")
		if _, err := os.Lstat(l.File); err == nil {
			l.Outcome = exchange.Refused
			l.Reasons = append(l.Reasons, fmt.Sprintf("its file would be %s, which is there already: rename that, or write the record there", l.File))
		}
	}
	return nil
}

// stale counts the approvals that bind what their records said, and not what they are to say.
func stale(ctx context.Context, lines []exchange.Line, isms map[string]string) (count int) {
	for i := range lines {
		l := &lines[i]
		if l.Outcome != exchange.Updated {
			continue
		}
		was, ok := approvalOf(ctx, l.Before)
		is, still := approvalOf(ctx, l.After)
		if !ok || !still {
			continue
		}
		was.isms, is.isms = isms[l.Namespace], isms[l.Namespace]
		for _, a := range *is.approvals {
			if was.bound(a.ContentHash) && !is.bound(a.ContentHash) {
				count++
				l.Notes = append(l.Notes, fmt.Sprintf("the approval %s does not bind what it says now", a.Name))
			}
		}
	}
	return count
}

func approvalOf(ctx context.Context, r *exchange.Record) (approvable, bool) {
	record, _ := manifest.Object(ctx, r.Kind, r.Object())
	return asApprovable(record)
}
