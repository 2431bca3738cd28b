package realdata

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Source returns the folder that holds the published records, one folder per
// source, and whether it is there. It lies beside the checkout, in
// shared/realdata, because other people's data is not ours to commit.
func Source() (dir string, ok bool) {
	root, err := moduleRoot()
	if err != nil {
		return filepath.Join("..", "shared", "realdata"), false
	}
	dir = filepath.Join(filepath.Dir(root), "shared", "realdata")
	info, err := os.Stat(dir)
	return dir, err == nil && info.IsDir()
}

// moduleRoot returns the nearest folder above the working directory with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod in the working directory or above it")
		}
		dir = parent
	}
}

// folder is the folder of one source. It remembers what was read from it.
type folder struct {
	dir  string
	read []string
}

// file returns the content of a file of the source.
func (f *folder) file(path string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	f.read = append(f.read, path)
	return data, nil
}

// glob returns the paths in the folder that match the pattern, sorted. None is
// an error: a source without records was laid out differently.
func (f *folder) glob(pattern string) ([]string, error) {
	paths, err := fs.Glob(os.DirFS(f.dir), pattern)
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("no file of %s matches %s", f.dir, pattern)
	}
	return paths, err
}

// commit returns the commit that SOURCE.txt names after the given words.
func (f *folder) commit(after string) (string, error) {
	data, err := f.file("SOURCE.txt")
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(regexp.QuoteMeta(after) + `\s*([0-9a-f]{40})\b`).FindSubmatch(data)
	if found == nil {
		return "", fmt.Errorf("%s/SOURCE.txt names no commit after %q", f.dir, after)
	}
	return string(found[1]), nil
}

// unread says which files of the source were not read, licences and the note on
// the source aside.
func (f *folder) unread() ([]LeftOut, error) {
	var paths []string
	err := fs.WalkDir(os.DirFS(f.dir), ".", func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		if err != nil || d.IsDir() || name == "SOURCE.txt" || strings.HasPrefix(name, "LICENSE") || slices.Contains(f.read, path) {
			return err
		}
		paths = append(paths, path)
		return nil
	})
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	return []LeftOut{{len(paths), "files", "not records of the kinds converted here: " + strings.Join(paths, ", ")}}, nil
}
