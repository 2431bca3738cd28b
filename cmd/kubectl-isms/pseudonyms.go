package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
	"github.com/isms-operator/isms-operator/internal/report"
)

// pseudonyms replace names of people, where a key file is named.
type pseudonyms struct {
	env  *env
	file string
	flag *pflag.Flag
	key  []byte
	// issued are the pseudonyms that were given.
	issued map[string]pseudonym.Entry
}

const pseudonymsFlag = "pseudonyms"

// addTo adds the flag to a command.
func (p *pseudonyms) addTo(c *cobra.Command, usage string) {
	c.Flags().StringVar(&p.file, pseudonymsFlag, "", usage)
	must(c.MarkFlagFilename(pseudonymsFlag))
	p.flag = c.Flags().Lookup(pseudonymsFlag)
}

// asked reports whether names are to be replaced.
func (p *pseudonyms) asked() bool { return p.key != nil }

// open reads the key, and makes one where there is none and it may.
func (p *pseudonyms) open(mayMake bool) error {
	switch {
	case p.file == "" && p.flag.Changed: // such as --pseudonyms "$KEY" without a KEY: names are not to be shown
		return usagef("--pseudonyms is empty: name a key file, or leave the flag out to show the names of people")
	case p.file == "":
		return nil
	}
	text, err := os.ReadFile(p.file)
	if errors.Is(err, fs.ErrNotExist) && mayMake {
		return p.create()
	}
	if err != nil {
		return usagef("--pseudonyms: the key file cannot be read: %w", err)
	}
	key, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(key) != pseudonym.KeySize {
		return usagef("--pseudonyms: %s is no key file: it has to hold %d hexadecimal digits; name a file that is not there to have one made", p.file, 2*pseudonym.KeySize)
	}
	if info, err := os.Stat(p.file); err == nil && info.Mode().Perm()&0o077 != 0 {
		fmt.Fprintf(p.env.err, "warning: others may read the key file %s, and with it whose pseudonym is whose; make it yours alone, as with: chmod 600 %s\n", p.file, p.file)
	}
	p.key = key
	return nil
}

// create makes a key file that nobody else may read.
func (p *pseudonyms) create() error {
	p.key = make([]byte, pseudonym.KeySize)
	if _, err := rand.Read(p.key); err != nil {
		return err
	}
	f, err := os.OpenFile(p.file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return usagef("--pseudonyms: the key file cannot be made: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(p.key))
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", p.file, err)
	}
	fmt.Fprintf(p.env.err, "made the key file %s; keep it, and keep it to yourself: the same key gives the same pseudonyms\n", p.file)
	return nil
}

// note keeps what pseudonyms were given, for the file that tells.
func (p *pseudonyms) note(names *pseudonym.Names) error {
	if p.issued == nil {
		p.issued = map[string]pseudonym.Entry{}
	}
	for _, e := range names.Issued() {
		p.issued[e.Pseudonym] = e
	}
	return names.Err()
}

var namesColumns = []string{"pseudonym", "what", "name"}

// tell writes whose pseudonym is whose into a file beside the key, for whoever may know. What
// an earlier run wrote there stays: who has left is in older pages.
func (p *pseudonyms) tell(names *pseudonym.Names) error {
	if !p.asked() {
		return nil
	}
	if names != nil {
		if err := p.note(names); err != nil {
			return err
		}
	}
	name := p.file + ".names.csv"
	f, err := os.OpenFile(name, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	old, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s is not as it was written; remove it, or have it back: %w", name, err)
	}
	var rows [][]string
	for _, row := range old {
		if _, known := p.issued[row[0]]; !known && !slices.Equal(row, namesColumns) {
			rows = append(rows, row)
		}
	}
	for _, e := range p.issued {
		rows = append(rows, []string{e.Pseudonym, e.Sort, e.Name})
	}
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	var b bytes.Buffer
	if err := report.WriteRows(&b, namesColumns, rows); err != nil {
		return err
	}
	return replaceFile(name, b.Bytes())
}

// hide returns what was read without names of people. What could not be read may hide a name
// of somebody, so nothing is shown of it then.
func (p *pseudonyms) hide(in *inputs) (*inputs, *pseudonym.Names, error) {
	if hides := pseudonym.Nameless(in.problems); hides != nil {
		return nil, nil, usagef("--pseudonyms: what could not be read may hold the name of somebody whom other records name, and nobody would find it there: %s: %s; %s", hides.Where(), hides.Message, hides.Remedy)
	}
	names, err := pseudonym.New(p.key, pseudonym.People(in.namespaces), pseudonym.Roles(in.namespaces)...)
	if err != nil {
		return nil, nil, fmt.Errorf("--pseudonyms: %w", err)
	}
	hidden := &inputs{from: in.from}
	was := map[input.Record]input.Record{}
	for i := range in.namespaces {
		from := &in.namespaces[i]
		to, err := names.Namespace(from)
		if err != nil {
			return nil, nil, fmt.Errorf("--pseudonyms: %w", err)
		}
		remember(was, from, &to)
		hidden.namespaces = append(hidden.namespaces, to)
		if len(from.Records) > 0 || in.locate == nil {
			hidden.worlds = append(hidden.worlds, to.World())
		}
	}
	for _, problem := range in.problems {
		hidden.problems = append(hidden.problems, names.Problem(problem))
	}
	for _, foreign := range in.foreign {
		hidden.foreign = append(hidden.foreign, names.Foreign(foreign))
	}
	if in.locate != nil {
		hidden.locate = func(namespace string, record assess.Ref, field string) input.Position {
			r := was[input.Record{Kind: record.Kind, Namespace: namespace, Name: record.Name}]
			at := in.locate(r.Namespace, assess.Ref{Kind: r.Kind, Name: r.Name}, field)
			at.File = names.Text(at.File)
			return at
		}
	}
	return hidden, names, nil
}

// remember keeps what records were called.
func remember(was map[input.Record]input.Record, from, to *gather.Namespace) {
	for i, r := range from.Records {
		kind := r.GetObjectKind().GroupVersionKind().Kind
		was[input.Record{Kind: kind, Namespace: to.Name, Name: to.Records[i].GetName()}] = input.Record{Kind: kind, Namespace: from.Name, Name: r.GetName()}
	}
	for i := range from.Unread {
		r := from.Unread[i].Record
		kind := r.GetObjectKind().GroupVersionKind().Kind
		was[input.Record{Kind: kind, Namespace: to.Name, Name: to.Unread[i].Record.GetName()}] = input.Record{Kind: kind, Namespace: from.Name, Name: r.GetName()}
	}
}
