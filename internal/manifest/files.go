package manifest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
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

// Files returns the files that Load would read, in its order.
func Files(ctx context.Context, paths []string, o Options) ([]string, error) {
	l := &loader{options: o, disk: diskOf(o)}
	sources, err := l.list(ctx, paths)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.name
	}
	return names, nil
}

// list finds the files to read, each once under whatever name, in the order of the
// paths and, in a folder, of the names.
func (l *loader) list(ctx context.Context, paths []string) ([]source, error) {
	f := finder{loader: l, seen: map[string]bool{}}
	for _, name := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := f.find(ctx, name); err != nil {
			return nil, err
		}
	}
	return f.all, nil
}

// finder lists files to read.
type finder struct {
	*loader
	all []source
	// seen are the files that are listed, by their names without links: a volume of
	// Kubernetes has each file in a folder of a date, and a link to it.
	seen map[string]bool
}

func (f *finder) add(s source, realName string) {
	if !f.seen[realName] {
		f.seen[realName] = true
		f.all = append(f.all, s)
	}
}

// find adds what a path of the user means: a file, the manifests of a folder, or, where
// there is neither, what matches it as a pattern.
func (f *finder) find(ctx context.Context, name string) error {
	if name == "-" {
		f.add(source{name: name}, name)
		return nil
	}
	info, err := f.disk.stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		matches, _ := f.disk.glob(name) // what is no pattern matches nothing
		if matches = slices.DeleteFunc(matches, func(m string) bool { return m == name }); len(matches) == 0 {
			return fmt.Errorf("the path %q does not exist", name)
		}
		for _, match := range matches {
			if err := f.find(ctx, match); err != nil {
				return err
			}
		}
	case err != nil:
		f.add(source{name: name, err: err}, f.disk.real(name))
	case info.IsDir():
		return f.walk(ctx, name, f.disk.real(name))
	default:
		f.add(source{name: name}, f.disk.real(name))
	}
	return nil
}

// walk adds the manifests of a folder. Links to folders are not followed, as in
// kubectl, so that no loop of links can catch it.
func (f *finder) walk(ctx context.Context, dir, realDir string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := f.disk.readDir(dir)
	if err != nil {
		f.add(source{name: dir, err: err}, realDir)
	}
	for _, e := range entries {
		name, realName := f.disk.join(dir, e.Name()), f.disk.join(realDir, e.Name())
		switch {
		case e.IsDir() && f.options.Recursive:
			if err := f.walk(ctx, name, realName); err != nil {
				return err
			}
		case !e.IsDir() && slices.Contains(extensions, path.Ext(e.Name())):
			if e.Type()&fs.ModeSymlink != 0 {
				realName = f.disk.real(realName)
			}
			f.add(source{name: name, err: f.special(name, e)}, realName)
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
		size := int64(-1)
		if text, ok := in.(interface{ Len() int }); ok { // one that is held in memory
			size = int64(text.Len())
		}
		return io.NopCloser(in), size, nil
	}
	if content, ok := l.options.Replace[s.name]; ok {
		return io.NopCloser(bytes.NewReader(content)), int64(len(content)), nil
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
