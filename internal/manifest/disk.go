package manifest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// disk is where files are read: the disk, or a file system in its place.
type disk struct {
	open    func(name string) (fs.File, error)
	stat    func(name string) (fs.FileInfo, error)
	readDir func(name string) ([]fs.DirEntry, error)
	join    func(elem ...string) string
	dir     func(name string) string
	glob    func(pattern string) ([]string, error)
	// real is the name of a file without the links on the way to it.
	real func(name string) string
}

func diskOf(o Options) disk {
	if o.FS == nil {
		looked := o.Looked
		if looked == nil {
			looked = func(string) {}
		}
		return disk{
			open:    func(name string) (fs.File, error) { looked(name); return os.Open(name) },
			stat:    func(name string) (fs.FileInfo, error) { looked(name); return os.Stat(name) },
			readDir: func(name string) ([]fs.DirEntry, error) { looked(name); return os.ReadDir(name) },
			join:    filepath.Join, dir: filepath.Dir,
			glob: func(pattern string) ([]string, error) {
				looked(filepath.Dir(pattern))
				return filepath.Glob(pattern)
			},
			real: func(name string) string {
				if led, err := filepath.EvalSymlinks(name); err == nil {
					return led
				}
				return filepath.Clean(name)
			},
		}
	}
	return disk{
		open:    func(name string) (fs.File, error) { return o.FS.Open(path.Clean(name)) },
		stat:    func(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, path.Clean(name)) },
		readDir: func(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, path.Clean(name)) },
		join:    path.Join, dir: path.Dir,
		real: func(name string) string {
			if r, ok := o.FS.(RealFS); ok {
				if led, err := r.Real(path.Clean(name)); err == nil {
					return led
				}
			}
			return path.Clean(name)
		},
		glob: func(pattern string) ([]string, error) { return fs.Glob(o.FS, path.Clean(pattern)) },
	}
}

// contentOf names the content of a file and what is made of it; false where it cannot be
// named, or nothing is kept.
func contentOf(o Options, name, as string) (content, bool) {
	named, ok := o.FS.(ContentFS)
	if !ok || o.Cache == nil {
		return content{}, false
	}
	id := named.Content(path.Clean(name))
	return content{id, as}, id != ""
}
