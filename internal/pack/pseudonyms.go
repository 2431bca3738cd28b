package pack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
)

// errNotHidden is a pack that cannot be made with pseudonyms; it is the caller's to mend.
type errNotHidden struct{ error }

// NotHidden reports whether an error says that a pack cannot be made with pseudonyms of what
// is there.
func NotHidden(err error) bool { return errors.As(err, new(errNotHidden)) }

func notHidden(format string, a ...any) error { return errNotHidden{fmt.Errorf(format, a...)} }

// Hide replaces the names of people in all that the pack is made of. The record files are
// then written from the records, which leaves out comments and what is of other kinds. Of
// documents the pack has the SHA-256 alone, since nobody can take names out of them.
//
// What could not be judged may hold names that nobody found, so no pack is made of it.
func (c *Contents) Hide(ctx context.Context, key []byte) (*pseudonym.Names, error) {
	set, err := manifest.Load(ctx, c.manifests, manifest.Options{FS: c.files, Namespace: c.Namespace})
	if err != nil {
		return nil, err
	}
	if len(set.Problems) > 0 {
		p := &set.Problems[0]
		return nil, notHidden("with pseudonyms a pack is made of what could be judged alone, since the rest may hold names that nobody finds; not judged: %d, the first in %s: %s. %s",
			len(set.Problems), shown(p.Where()), shown(p.Message), p.Remedy)
	}
	names, err := pseudonym.New(key, append(pseudonym.People(set.Namespaces), c.removed()...), pseudonym.Roles(set.Namespaces)...)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Concat([]string{c.Predicate.Namespace, c.Observations}, c.Paths, c.Lifecycles) {
		if names.Text(name) != name {
			return nil, notHidden("%s, which the pack names, holds the name of a person; name a folder above it with -f, or another namespace", shown(name))
		}
	}
	if err := c.hide(ctx, set, names); err != nil {
		return nil, err
	}
	if err := c.hideObserved(names); err != nil {
		return nil, err
	}
	if err := c.hideSupported(names); err != nil {
		return nil, err
	}
	c.hideChanges(names)
	c.Pseudonyms = true
	return names, names.Err()
}

// removed are the people that the changes name, who may be in no record any more.
func (c *Contents) removed() (people []pseudonym.Person) {
	for i := range c.Changes {
		if r := &c.Changes[i].Record; r.Kind == string(api.KindPerson) {
			people = append(people, pseudonym.Person{Name: r.Name})
		}
	}
	return people
}

// hideChanges replaces names in the changes. Whoever wrote a commit is a person.
func (c *Contents) hideChanges(names *pseudonym.Names) {
	commits := map[*Commit]*Commit{}
	for i := range c.Changes {
		change := &c.Changes[i]
		hidden := commits[change.Commit]
		if hidden == nil {
			copied := *change.Commit
			copied.Author, copied.Subject, copied.Files = names.Author(copied.Author), names.Text(copied.Subject), nil
			hidden = &copied
			commits[change.Commit] = hidden
		}
		change.Commit, change.Record, change.File = hidden, names.Identity(change.Record), names.Text(change.File)
	}
	slices.SortStableFunc(c.Changes, func(a, b Change) int { // within a commit they are in the order of what they are called
		if a.Commit != b.Commit {
			return 0
		}
		return cmp.Or(cmp.Compare(a.Record.Kind, b.Record.Kind), cmp.Compare(a.Record.Namespace, b.Record.Namespace), cmp.Compare(a.Record.Name, b.Record.Name))
	})
}

// placed is a record as it is to be written, and where it stood.
type placed struct {
	record api.Record
	at     input.Position
}

// hide writes the record files anew, and has the documents under the names that records call
// them now.
func (c *Contents) hide(ctx context.Context, set *manifest.Set, names *pseudonym.Names) error {
	inFile := map[string][]placed{}
	for i := range set.Namespaces {
		from := &set.Namespaces[i]
		to, err := names.Namespace(from)
		if err != nil {
			return errNotHidden{err}
		}
		for j, r := range from.Records {
			at := set.Locate(from.Name, assess.Ref{Kind: kindOf(r), Name: r.GetName()}, "")
			hidden := to.Records[j]
			hidden.SetNamespace(to.Name)
			inFile[names.Text(at.File)] = append(inFile[names.Text(at.File)], placed{hidden, at})
		}
	}
	hidden := files{}
	var manifests []string
	for name, records := range inFile {
		content, err := writeRecords(records)
		if err != nil {
			return err
		}
		hidden[name] = &file{content: content}
		manifests = append(manifests, name)
	}
	slices.Sort(manifests)
	again, err := manifest.Load(ctx, manifests, manifest.Options{FS: hidden, Namespace: c.Namespace})
	if err != nil {
		return err
	}
	if len(again.Problems) > 0 {
		p := &again.Problems[0]
		return notHidden("with pseudonyms a record could not be judged any more: %s: %s. %s", shown(p.Where()), shown(p.Message), p.Remedy)
	}
	if err := c.hideDocuments(set, again, names, hidden); err != nil {
		return err
	}
	c.files, c.manifests = hidden, manifests
	return nil
}

// hideDocuments has each document under the path that records call it by now.
func (c *Contents) hideDocuments(set, again *manifest.Set, names *pseudonym.Names, hidden files) error {
	type place struct {
		namespace string
		record    assess.Ref
		field     string
	}
	paths := map[place]string{}
	for _, e := range again.Exhibits() {
		paths[place{e.Namespace, e.Record, e.Field}] = e.Path
	}
	c.NotHeld, c.Folders = nil, nil
	for _, e := range set.Exhibits() {
		known := c.files[e.Path]
		if known == nil || e.Remote {
			continue
		}
		record := assess.Ref{Kind: e.Record.Kind, Name: names.Text(e.Record.Name)}
		path := paths[place{names.Text(e.Namespace), record, names.Field(e.Field)}]
		there := hidden[path]
		if there == nil {
			there = &file{}
			hidden[path] = there
		}
		switch {
		case there.folder != known.folder || there.sha256 != "" && there.sha256 != known.sha256:
			if there.folder || there.sha256 != "" || there.content != nil {
				return notHidden("two documents would both be called %s with pseudonyms; rename one of them: %s", shown(path), shown(e.Path))
			}
		case there.folder || there.sha256 != "":
			continue
		}
		there.folder, there.sha256, there.size = known.folder, known.sha256, known.size
		if known.folder {
			c.Folders = append(c.Folders, path)
			continue
		}
		c.NotHeld = append(c.NotHeld, Resource{Name: path, Digest: Digest{known.sha256}, Size: known.size})
	}
	slices.Sort(c.Folders)
	slices.SortFunc(c.NotHeld, func(a, b Resource) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

// writeRecords writes records in the order in which they stood.
func writeRecords(all []placed) ([]byte, error) {
	slices.SortStableFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at.File, b.at.File), cmp.Compare(a.at.Line, b.at.Line))
	})
	var b bytes.Buffer
	for i := range all {
		r := all[i].record
		text, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		var object map[string]any
		if err := yaml.Unmarshal(text, &object); err != nil { // which leaves whole numbers whole
			return nil, err
		}
		document, err := yaml.Marshal(map[string]any{
			"apiVersion": api.GroupVersion.String(), "kind": kindOf(r), "spec": object["spec"],
			"metadata": map[string]string{"name": r.GetName(), "namespace": r.GetNamespace()},
		})
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteString("---\n")
		}
		b.Write(document)
	}
	return b.Bytes(), nil
}

func kindOf(r api.Record) string { return r.GetObjectKind().GroupVersionKind().Kind }
