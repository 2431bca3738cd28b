package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// start starts the process that hands out contents.
func (t *gitTree) start(ctx context.Context, root string) error {
	t.cmd = gitCommand(ctx, root, "cat-file", "--batch")
	asks, err := t.cmd.StdinPipe()
	if err != nil {
		return err
	}
	answer, err := t.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	t.asks, t.answer = asks, bufio.NewReaderSize(answer, 64<<10)
	return t.cmd.Start()
}

// close ends the process.
func (t *gitTree) close() {
	_ = t.asks.Close() // it ends when nobody asks any more
	_ = t.cmd.Wait()   // whether it was content does not matter any more
}

// content returns the content of an object.
func (t *gitTree) content(id string) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := io.WriteString(t.asks, id+"\n"); err != nil {
		return nil, err
	}
	head, err := t.answer.ReadString('\n') // "<id> blob <size>"
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(head)
	if len(fields) != 3 {
		return nil, fmt.Errorf("git has no object %s", id)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, err
	}
	content := make([]byte, size+1) // and a line break
	if _, err := io.ReadFull(t.answer, content); err != nil {
		return nil, err
	}
	return content[:size], nil
}

// maxLinks is how many links may follow one another.
const maxLinks = 16

// find returns an entry, and follows links to it.
func (t *gitTree) find(name string) (*gitEntry, error) {
	e, _, err := t.follow(name)
	return e, err
}

// Real returns the name of a file without the links on the way to it.
func (t *gitTree) Real(name string) (string, error) {
	_, led, err := t.follow(name)
	return led, err
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
	for at := name; at != "."; at = path.Dir(at) {
		e := t.entries[at]
		if e == nil || e.mode&fs.ModeSymlink == 0 {
			continue
		}
		target, err := t.content(e.id)
		if err != nil {
			return nil, "", err
		}
		led := path.Join(path.Dir(at), string(target), strings.TrimPrefix(name, at))
		if path.IsAbs(string(target)) || !fs.ValidPath(led) {
			return nil, "", fs.ErrNotExist // it leads out of the repository
		}
		return nil, led, nil
	}
	if e := t.entries[name]; e != nil {
		return e, "", nil
	}
	return nil, "", fs.ErrNotExist
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
	if e.mode.IsRegular() {
		content, err := t.content(e.id)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		f.Reader = bytes.NewReader(content)
	}
	return f, nil
}

// Stat implements fs.StatFS, without reading contents.
func (t *gitTree) Stat(name string) (fs.FileInfo, error) {
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
	entry *gitEntry
	read  int
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
	rest := f.entry.children[f.read:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	f.read += len(rest)
	return slices.Clone(rest), nil
}
