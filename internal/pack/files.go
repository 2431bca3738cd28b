package pack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

// files are the record files of a pack and the documents that they name, under their names
// in the repository, as a file system. It knows no folder but those that a record names.
type files map[string]*file

// file is a record file, a document, or a folder that is named as one.
type file struct {
	content []byte
	// sha256 and size of a document; it is held where the pack has its content.
	sha256 string
	size   int64
	held   bool
	folder bool
}

// Open implements fs.FS.
func (all files) Open(name string) (fs.File, error) {
	f, err := all.find("open", name)
	if err != nil {
		return nil, err
	}
	return &openFile{bytes.NewReader(f.content), info{path.Base(name), f}}, nil
}

// Stat implements fs.StatFS.
func (all files) Stat(name string) (fs.FileInfo, error) {
	f, err := all.find("stat", name)
	if err != nil {
		return nil, err
	}
	return info{path.Base(name), f}, nil
}

// SHA256 implements manifest.DigestFS.
func (all files) SHA256(name string) string {
	if f := all[name]; f != nil {
		return f.sha256
	}
	return ""
}

func (all files) find(op, name string) (*file, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if f := all[name]; f != nil {
		return f, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// openFile is a file that is read.
type openFile struct {
	*bytes.Reader
	info info
}

// Stat implements fs.File.
func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close implements fs.File.
func (f *openFile) Close() error { return nil }

// info implements fs.FileInfo.
type info struct {
	name string
	*file
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return int64(len(i.content)) }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o755
	}
	return entryMode
}

// readFile reads a file up to the limit of a record file.
func readFile(ctx context.Context, from fs.FS, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	content, err := fs.ReadFile(from, name)
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
		err = cause.Err
	}
	if err == nil && len(content) > manifest.MaxFile {
		err = fmt.Errorf("it has %d bytes; at most %d are read", len(content), manifest.MaxFile)
	}
	return content, err
}
