package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// gitTree is the files of one revision of a repository, as a file system. Folders and
// contents are read only where they are asked for.
type gitTree struct {
	*gitObjects
	root *gitEntry

	mu sync.Mutex
	// asked are the names that were asked for.
	asked map[string]asked
}

// asked is what was asked of a name.
type asked struct {
	// listed says that a folder was listed.
	listed bool
	// direct says that it is there, and that no link is on the way.
	direct bool
}

// gitEntry is a file, a link or a folder of a revision.
type gitEntry struct {
	name, id string
	mode     fs.FileMode
	size     int64
}

// tree is the files of a revision by the id of its outermost folder.
func (o *gitObjects) tree(id string) *gitTree {
	return &gitTree{gitObjects: o, root: &gitEntry{name: ".", id: id, mode: fs.ModeDir | 0o755}, asked: map[string]asked{}}
}

// has returns the names that the revision has, or has files of as a pattern.
func (t *gitTree) has(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, err := fs.Stat(t, name)
		matches, _ := fs.Glob(t, name) // what is no pattern matches nothing
		return err != nil && len(matches) == 0
	})
}

// same reports whether another revision has the same answers to all that was asked of this
// one: whoever asks it the same reads the same.
func (t *gitTree) same(other *gitTree) bool {
	if t.root.id == other.root.id {
		return true
	}
	folders := map[string]bool{}
	for name, what := range t.asked {
		above := path.Dir(name)
		if _, known := folders[above]; !known {
			folders[above] = t.shares(other, above)
		}
		if what.direct && folders[above] { // the folder is the same object, and so is all in it
			continue
		}
		if !t.sameName(other, name, what.listed) {
			return false
		}
	}
	return true
}

// shares reports whether both revisions have a folder of a name with the same in it.
func (t *gitTree) shares(other *gitTree, name string) bool {
	a, ledA, errA := t.follow(name)
	b, ledB, errB := other.follow(name)
	return errA == nil && errB == nil && ledA == name && ledB == name && a.id == b.id
}

// sameName reports whether both revisions have the same answers to what was asked of a name.
func (t *gitTree) sameName(other *gitTree, name string, listed bool) bool {
	a, ledA, errA := t.follow(name)
	b, ledB, errB := other.follow(name)
	switch {
	case (errA == nil) != (errB == nil) || ledA != ledB:
		return false
	case errA != nil || a.id == b.id:
		return true
	case a.mode != b.mode || !a.IsDir():
		return false
	}
	return !listed || t.lists(a.id, b.id)
}

// lists reports whether two folders have entries of the same names and sorts.
func (o *gitObjects) lists(a, b string) bool {
	x, errX := o.folder(a)
	y, errY := o.folder(b)
	return errX == nil && errY == nil && slices.EqualFunc(x, y, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() && a.Type() == b.Type() })
}

// maxLinks is how many links may follow one another.
const maxLinks = 16

// find returns an entry, and follows links to it.
func (t *gitTree) find(name string) (*gitEntry, error) {
	e, _, err := t.look(name)
	return e, err
}

// look is follow, which is remembered.
func (t *gitTree) look(name string) (*gitEntry, string, error) {
	e, led, err := t.follow(name)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked[name] = asked{listed: t.asked[name].listed, direct: err == nil && led == name}
	return e, led, err
}

// Real returns the name of a file without the links on the way to it.
func (t *gitTree) Real(name string) (string, error) {
	_, led, err := t.look(name)
	return led, err
}

// Content names the content of a file; "" where it has none.
func (t *gitTree) Content(name string) string {
	if e, err := t.find(name); err == nil && e.mode.IsRegular() {
		return e.id
	}
	return ""
}

func (t *gitTree) follow(name string) (*gitEntry, string, error) {
	for range maxLinks {
		e, resolved, err := t.step(name)
		if err != nil || resolved == "" {
			return e, name, err
		}
		name = resolved
	}
	return nil, "", errors.New("too many links")
}

// step looks a name up; where a link is on the way, it returns where that leads.
func (t *gitTree) step(name string) (*gitEntry, string, error) {
	e, rest := t.root, name
	if name == "." {
		return e, "", nil
	}
	for at := ""; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		if e.mode&fs.ModeDir == 0 {
			return nil, "", fs.ErrNotExist
		}
		var err error
		if e, err = t.child(e, part); err != nil {
			return nil, "", err
		}
		if e.mode&fs.ModeSymlink == 0 {
			at = path.Join(at, part)
			continue
		}
		target, err := t.content(e.id)
		if err != nil {
			return nil, "", err
		}
		led := path.Join(at, string(target), rest)
		if path.IsAbs(string(target)) || !fs.ValidPath(led) {
			return nil, "", fs.ErrNotExist // it leads out of the repository
		}
		return nil, led, nil
	}
	return e, "", nil
}

// child returns an entry of a folder.
func (t *gitTree) child(of *gitEntry, name string) (*gitEntry, error) {
	entries, err := t.folder(of.id)
	if err != nil {
		return nil, err
	}
	i, found := slices.BinarySearchFunc(entries, name, func(e fs.DirEntry, name string) int { return strings.Compare(e.Name(), name) })
	if !found {
		return nil, fs.ErrNotExist
	}
	info, err := entries[i].Info()
	if err != nil {
		return nil, err
	}
	return info.(*gitEntry), nil
}

// Open implements fs.FS.
func (t *gitTree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	f := &gitFile{entry: e}
	if e.IsDir() {
		t.list(name)
		if f.children, err = t.folder(e.id); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return f, nil
	}
	content, err := t.content(e.id)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	f.Reader = bytes.NewReader(content)
	f.entry = &gitEntry{name: e.name, id: e.id, mode: e.mode, size: int64(len(content))}
	return f, nil
}

// list notes that a folder is listed.
func (t *gitTree) list(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	what := t.asked[name]
	what.listed = true
	t.asked[name] = what
}

// Stat implements fs.StatFS, without reading contents: the size is not known.
func (t *gitTree) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return e, nil
}

// The methods of fs.FileInfo.

func (e *gitEntry) Name() string       { return e.name }
func (e *gitEntry) Size() int64        { return e.size }
func (e *gitEntry) Mode() fs.FileMode  { return e.mode }
func (e *gitEntry) ModTime() time.Time { return time.Time{} }
func (e *gitEntry) IsDir() bool        { return e.mode.IsDir() }
func (e *gitEntry) Sys() any           { return nil }

// gitFile is an open file or folder.
type gitFile struct {
	*bytes.Reader
	entry    *gitEntry
	children []fs.DirEntry
	read     int
}

func (f *gitFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *gitFile) Close() error               { return nil }

func (f *gitFile) Read(p []byte) (int, error) {
	if f.Reader == nil {
		return 0, &fs.PathError{Op: "read", Path: f.entry.name, Err: errors.New("it is a folder")}
	}
	return f.Reader.Read(p)
}

// ReadDir implements fs.ReadDirFile.
func (f *gitFile) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := f.children[f.read:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	f.read += len(rest)
	return slices.Clone(rest), nil
}
