package realdata

import (
	"fmt"
	"os"
	"path/filepath"
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
