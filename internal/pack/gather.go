package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

// Gather reads from a revision what a pack is made of: the record files, and the documents
// that records name by a path. Links are followed where they lead to what the revision has.
// Of a folder of which a file cannot be read no pack is made: it would not hold what was
// judged.
func Gather(ctx context.Context, revision fs.FS, p Predicate) (*Contents, error) {
	return gather(ctx, revision, p, MaxDocuments)
}

// gather is Gather with room for so many bytes of documents.
func gather(ctx context.Context, revision fs.FS, p Predicate, room int) (*Contents, error) {
	p.NotHeld, p.Folders = nil, nil
	names, err := manifest.Files(ctx, p.Paths, manifest.Options{FS: revision, Recursive: p.Recursive})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	c := &Contents{Predicate: p, files: files{}}
	if err := c.observed(ctx, revision); err != nil {
		return nil, err
	}
	if err := c.supported(ctx, revision); err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := checkName(name); err != nil {
			return nil, fmt.Errorf("the record file %s cannot be in a pack: %w; rename it", shown(name), err)
		}
		content, err := readFile(ctx, revision, name)
		if err != nil {
			return nil, fmt.Errorf("the record file %s cannot be read at this revision: %w; remove it, or name with -f what is to be in the pack", shown(name), err)
		}
		c.files[name] = &file{content: content}
		c.manifests = append(c.manifests, name)
	}
	set, err := manifest.Load(ctx, c.manifests, manifest.Options{FS: revision, Namespace: p.Namespace})
	if err != nil {
		return nil, err
	}
	return c, c.exhibits(ctx, revision, set.Exhibits(), room)
}

// exhibits reads the documents, each once, in the order of their names as long as there is
// room.
func (c *Contents) exhibits(ctx context.Context, from fs.FS, all []manifest.Exhibit, room int) error {
	var paths []string
	inScope := map[string]bool{}
	for i := range all {
		if e := &all[i]; !e.Remote && e.Exists {
			paths = append(paths, e.Path)
			inScope[e.Path] = inScope[e.Path] || c.Scope.kind(e.Record.Kind)
		}
	}
	slices.Sort(paths)
	for _, name := range slices.Compact(paths) {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := document(from, name, &room, inScope[name])
		if err != nil {
			return fmt.Errorf("the document %s cannot be read: %w", shown(name), err)
		}
		if known := c.files[name]; known != nil { // a record file that is evidence as well
			f.content = known.content
		}
		c.files[name] = f
		switch {
		case f.folder:
			c.Folders = append(c.Folders, name)
		case !f.held:
			c.NotHeld = append(c.NotHeld, Resource{Name: name, Digest: Digest{f.sha256}, Size: f.size})
		}
	}
	return nil
}

// document reads a document, and keeps its content where it is to be kept and there is room
// for it.
func document(from fs.FS, name string, room *int, keep bool) (*file, error) {
	info, err := fs.Stat(from, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return &file{folder: true}, nil
	}
	opened, err := from.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = opened.Close() }()      // it was only read
	if info, err = opened.Stat(); err != nil { // a revision knows the size of what was opened
		return nil, err
	}
	f := &file{size: info.Size()}
	sum := sha256.New()
	if keep && f.size <= int64(*room) && checkName(documentsFolder+name) == nil {
		if f.content, err = io.ReadAll(opened); err != nil {
			return nil, err
		}
		f.held = true
		*room -= len(f.content)
		sum.Write(f.content)
	} else if _, err = io.Copy(sum, opened); err != nil {
		return nil, err
	}
	f.sha256 = hex.EncodeToString(sum.Sum(nil))
	return f, nil
}
