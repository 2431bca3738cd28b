package manifest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// extensions are those that kubectl reads in a folder.
var extensions = []string{".json", ".yaml", ".yml"}

// source is a file to read, under the name that the user knows.
type source struct {
	name string
	// err says why it cannot be read.
	err error
}

// disk is where files are read: the disk, or a file system in its place.
type disk struct {
	open    func(name string) (fs.File, error)
	stat    func(name string) (fs.FileInfo, error)
	readDir func(name string) ([]fs.DirEntry, error)
	join    func(elem ...string) string
	dir     func(name string) string
	clean   func(name string) string
}

func diskOf(o Options) disk {
	if o.FS == nil {
		return disk{
			open:    func(name string) (fs.File, error) { return os.Open(name) },
			stat:    os.Stat,
			readDir: os.ReadDir,
			join:    filepath.Join, dir: filepath.Dir, clean: filepath.Clean,
		}
	}
	return disk{
		open:    func(name string) (fs.File, error) { return o.FS.Open(path.Clean(name)) },
		stat:    func(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, path.Clean(name)) },
		readDir: func(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, path.Clean(name)) },
		join:    path.Join, dir: path.Dir, clean: path.Clean,
	}
}

// list finds the files to read, each once, in the order of the paths and, in a
// folder, of the names.
func (l *loader) list(ctx context.Context, paths []string) ([]source, error) {
	var all []source
	seen := map[string]bool{}
	add := func(s source) {
		if key := l.disk.clean(s.name); !seen[key] {
			seen[key] = true
			all = append(all, s)
		}
	}
	for _, name := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if name == "-" {
			add(source{name: name})
			continue
		}
		info, err := l.disk.stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("the path %q does not exist", name)
		case err != nil:
			add(source{name: name, err: err})
		case !info.IsDir():
			add(source{name: name})
		default:
			if err := l.walk(ctx, name, add); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// walk adds the manifests of a folder. Links to folders are not followed, as in
// kubectl, so that no loop of links can catch it.
func (l *loader) walk(ctx context.Context, dir string, add func(source)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := l.disk.readDir(dir)
	if err != nil {
		add(source{name: dir, err: err})
	}
	for _, e := range entries {
		name := l.disk.join(dir, e.Name())
		switch {
		case e.IsDir() && l.options.Recursive:
			if err := l.walk(ctx, name, add); err != nil {
				return err
			}
		case !e.IsDir() && slices.Contains(extensions, path.Ext(e.Name())):
			add(source{name: name, err: l.special(name, e)})
		}
	}
	return nil
}

// special says why an entry of a folder is not read although it has the name of a
// manifest: it is a pipe or a device, from which reading might never end.
func (l *loader) special(name string, e fs.DirEntry) error {
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := l.disk.stat(name)
		if err != nil {
			return err
		}
		mode = info.Mode()
	}
	switch {
	case mode.IsDir():
		return errIsFolder
	case !mode.IsRegular():
		return errIsSpecial
	}
	return nil
}

// open opens a source, and tells how many bytes it has where that is known.
func (l *loader) open(s source) (io.ReadCloser, int64, error) {
	if s.err != nil {
		return nil, 0, s.err
	}
	if s.name == "-" {
		in := l.options.Stdin
		if in == nil {
			in = strings.NewReader("")
		}
		return io.NopCloser(in), -1, nil
	}
	file, err := l.disk.open(s.name)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		_ = file.Close() // the first error tells more
		return nil, 0, err
	}
	if info.IsDir() {
		_ = file.Close() // nothing was written
		return nil, 0, errIsFolder
	}
	if !info.Mode().IsRegular() {
		return file, -1, nil
	}
	return file, info.Size(), nil
}

var (
	errIsFolder  = errors.New("it is a link to a folder, which is not followed")
	errIsSpecial = errors.New("it is a pipe or a device")
)
