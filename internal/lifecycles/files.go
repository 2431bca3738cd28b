package lifecycles

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// File is a file as it was read.
type File struct {
	Name    string
	Content []byte
}

// Files reads the files that are named, and those of folders that are, by name. What a folder has
// in folders of its own is left out, and so is what begins with a dot, of which a volume with a
// ConfigMap has several. A folder without a file is an error.
func Files(paths []string) (all []File, err error) {
	for _, path := range paths {
		names, err := in(path)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			all = append(all, File{filepath.ToSlash(name), content})
		}
	}
	return all, nil
}

// in are the files of a path: itself, or those of a folder.
func in(path string) (names []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path) // sorted
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := filepath.Join(path, entry.Name())
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		info, err := os.Stat(name) // what a link points to
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: the folder has no file", path)
	}
	return names, nil
}

// Of is what files say together; see Read.
func Of(files []File) (*assess.Lifecycles, error) {
	all := &assess.Lifecycles{}
	for _, f := range files {
		if err := Read(all, f.Name, f.Content); err != nil {
			return nil, err
		}
	}
	return all, nil
}
