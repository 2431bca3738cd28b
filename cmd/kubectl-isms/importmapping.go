package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/convert"
	registers "github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/mapping/suggest"
)

// mappedResult is what an import by a mapping does, for programs.
type mappedResult struct {
	*exchange.Result
	// Register says what became of what was read.
	Register *convert.Report `json:"register"`
}

// runMapping reads registers by a mapping, and merges what they become into the files.
func (o *importOptions) runMapping(ctx context.Context, args []string) error {
	if o.remove {
		return usagef("--delete is for sheets that were exported; a mapping deletes nothing")
	}
	if err := o.check(); err != nil {
		return err
	}
	plan, namespace, err := o.plan()
	if err != nil {
		return err
	}
	files, err := registers.List(ctx, args)
	if err != nil {
		return err
	}
	known, err := o.known(ctx, namespace)
	if err != nil {
		return err
	}
	made, err := o.convert(ctx, plan, files, known)
	if err != nil {
		return err
	}
	set, err := o.load(ctx, importLoad) // again: held meanwhile, they would take a third of the memory
	if err != nil {
		return err
	}
	rows, err := made.Lines(ctx, filesOf(set), unreadOf(set), namespace)
	if err != nil {
		return err
	}
	r := &exchange.Result{Rows: rows, Files: []exchange.FileChange{}}
	contents, err := o.settle(ctx, exchange.NewLayout(), r, set, namespace)
	if err != nil {
		return err
	}
	rejects := r.Rejects() || len(made.Report.Rejected) > 0 || len(made.Report.Read) == 0
	if err := o.store(r, contents, rejects); err != nil {
		return err
	}
	if err := o.show(r, made.Report); err != nil {
		return err
	}
	if rejects {
		return status(exitUnusable)
	}
	return nil
}

// plan reads the mapping, and says which namespace its records are of.
func (o *importOptions) plan() (*convert.Plan, string, error) {
	content, err := os.ReadFile(o.mapping)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("the mapping %q does not exist; ready ones are in docs/import, and --suggest writes a first one", o.mapping)
	}
	if err != nil {
		return nil, "", err
	}
	m, err := mapping.Parse(o.mapping, content)
	if err != nil {
		return nil, "", errors.New("the mapping cannot be used:\n" + err.Error())
	}
	plan, err := convert.New(m)
	if err != nil {
		return nil, "", errors.New("the mapping cannot be used:\n" + err.Error())
	}
	if m.Namespace != "" && o.kube.namespace() == "" {
		return plan, m.Namespace, nil
	}
	return plan, o.namespace(), nil
}

func (o *importOptions) convert(ctx context.Context, plan *convert.Plan, files []registers.File, known []convert.Named) (*convert.Result, error) {
	bar := o.env.progress()
	defer bar.done()
	return plan.Run(ctx, files, convert.Options{Known: known, Progress: func(doing string, done, of int) {
		bar.say("%d of %d %s", done, of, doing)
	}})
}

// known are the records that names of a register may mean. Of the files, nothing else is held.
func (o *importOptions) known(ctx context.Context, namespace string) ([]convert.Named, error) {
	set, err := o.load(ctx, importLoad)
	if err != nil {
		return nil, err
	}
	var all []convert.Named
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		if n.Name != namespace {
			continue
		}
		for _, r := range n.Records {
			named := convert.Named{Kind: kindOf(r), Name: strings.Clone(r.GetName()), Names: convert.NamesOfRecord(r)}
			for i, name := range named.Names {
				named.Names[i] = strings.Clone(name)
			}
			all = append(all, named)
		}
	}
	return all, nil
}

func (o *importOptions) show(r *exchange.Result, report *convert.Report) error {
	if o.format == "json" {
		out := json.NewEncoder(o.env.out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(mappedResult{r, report})
	}
	if err := report.WriteTable(o.env.out); err != nil {
		return err
	}
	if r.Withheld && !r.Rejects() { // which the result cannot know of
		r.Notes = append(r.Notes, "rows were rejected")
	}
	return r.WriteTable(o.env.out)
}

// runSuggest writes a first mapping for registers.
func (o *importOptions) runSuggest(ctx context.Context, args []string) error {
	if len(o.files) > 0 || o.write {
		return usagef("--suggest reads registers and writes a mapping to standard output; leave -f and --write out")
	}
	files, err := registers.List(ctx, args)
	if err != nil {
		return err
	}
	text, err := suggest.Mapping(ctx, files)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(o.env.out, text)
	return err
}
