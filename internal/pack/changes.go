package pack

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// Commit is a commit that touched files of records.
type Commit struct {
	// ID of it, the day on which it was made, and the day on which its content was written.
	ID            string
	On, WrittenOn api.Date
	Author        string
	// Subject is the first line of its message.
	Subject string
	// Files that it touched.
	Files []Touched
}

// Touched is a file that a commit touched, before and after it; nil where it was not there.
type Touched struct {
	Name          string
	Before, After *Blob
}

// Blob is a content with an ID that no other content has.
type Blob struct {
	ID      string
	Content []byte
}

// Change is what a commit did to a record.
type Change struct {
	*Commit
	// Did says what it did.
	Did string
	// Record that it did it to, and its file.
	Record input.Record
	File   string
}

// Chronicle finds what commits did to records.
type Chronicle struct {
	// Namespace of records that name none.
	Namespace string

	known map[string]map[input.Record]version
}

// version is what a file says of a record.
type version struct {
	text   string
	judged bool
	file   string
}

// Changes returns what a commit did to records: those that are in none of the files after it
// are removed, and those that moved from one file to another with nothing else are moved.
func (h *Chronicle) Changes(ctx context.Context, c *Commit) ([]Change, error) {
	before, after := map[input.Record]version{}, map[input.Record]version{}
	for _, f := range c.Files {
		for at, blob := range map[*map[input.Record]version]*Blob{&before: f.Before, &after: f.After} {
			if blob == nil {
				continue
			}
			found, err := h.records(ctx, f.Name, blob)
			if err != nil {
				return nil, err
			}
			for id, v := range found {
				v.file = f.Name
				(*at)[id] = v
			}
		}
	}
	all := maps.Clone(before)
	maps.Copy(all, after)
	var changes []Change
	for id, now := range all {
		if did := change(before, after, id); did != "" {
			changes = append(changes, Change{c, did, id, now.file})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Record.Kind, b.Record.Kind), strings.Compare(a.Record.Namespace, b.Record.Namespace), strings.Compare(a.Record.Name, b.Record.Name))
	})
	return changes, nil
}

// change says what happened to a record; "" where nothing did.
func change(before, after map[input.Record]version, id input.Record) string {
	was, old := before[id]
	is, now := after[id]
	suffix := ""
	if now && !is.judged {
		suffix = ", not judged"
	}
	switch {
	case !now:
		return "removed"
	case !old:
		return "added" + suffix
	case was.text != is.text || was.judged != is.judged:
		return "changed" + suffix
	case was.file != is.file:
		return "moved" + suffix
	}
	return ""
}

// records are what a file says, by record. A content is read once.
func (h *Chronicle) records(ctx context.Context, name string, blob *Blob) (map[input.Record]version, error) {
	key := path.Ext(name) + blob.ID
	if found, ok := h.known[key]; ok {
		return found, nil
	}
	one := "records" + path.Ext(name)
	set, err := manifest.Load(ctx, []string{one}, manifest.Options{FS: files{one: {content: blob.Content}}, Namespace: h.Namespace, SkipEvidence: true})
	if err != nil {
		return nil, err
	}
	found := map[input.Record]version{}
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			text, err := json.Marshal(r)
			if err != nil {
				return nil, err
			}
			found[identity(n.Name, r)] = version{text: string(text), judged: true}
		}
		for j := range n.Unread {
			u := &n.Unread[j]
			text, err := json.Marshal(u.Record)
			if err != nil {
				return nil, err
			}
			found[identity(n.Name, u.Record)] = version{text: string(text) + faults(u)}
		}
	}
	if h.known == nil {
		h.known = map[string]map[input.Record]version{}
	}
	h.known[key] = found
	return found, nil
}

func identity(namespace string, r api.Record) input.Record {
	return input.Record{Kind: r.GetObjectKind().GroupVersionKind().Kind, Namespace: namespace, Name: r.GetName()}
}

func faults(u *assess.Unread) string { return fmt.Sprint(u.Faults) }

var changeColumns = []string{"date", "commit", "author", "change", "kind", "namespace", "name", "file", "written on", "subject"}

func changeRows(all []Change) [][]string {
	rows := make([][]string, len(all))
	for i, c := range all {
		rows[i] = []string{c.On.String(), c.ID, c.Author, c.Did, c.Record.Kind, c.Record.Namespace, c.Record.Name, c.File, c.WrittenOn.String(), c.Subject}
	}
	return rows
}
