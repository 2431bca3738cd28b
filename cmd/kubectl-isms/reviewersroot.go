package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/isms-operator/isms-operator/internal/reviewers"
)

// root is the folder that lines of CODEOWNERS are held against names below: that of the repository
// that the files are in. Without a repository it is what the file of --codeowners is of, or else
// the folder that the plugin was called in.
func (o *reviewersOptions) root(ctx context.Context) (string, error) {
	root, _, err := inOneRepository(ctx, "reviewers", o.files, false)
	switch {
	case !errors.Is(err, errNoRepository):
		return root, err
	case o.codeOwners == "":
		return "", usagef("%w; without one, name the file of owners with --codeowners", err)
	}
	of, err := folderOf(o.codeOwners)
	if err != nil {
		return "", err
	}
	called, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for _, root := range []string{of, called} {
		if root, err = filepath.EvalSymlinks(root); err != nil {
			return "", usagef("--codeowners: %w", err)
		}
		if o.allBelow(root) {
			fmt.Fprintf(o.source.env.err, "note: %s is in no git repository; lines of %s are held against names of files below %s\n", o.files[0], o.codeOwners, root)
			return root, nil
		}
	}
	return "", usagef("%s is in no git repository, and not below %s, which %s is of; put that where the root of the repository would be, or call from there", o.files[0], of, o.codeOwners)
}

// folderOf is the folder that a file of owners is of: the one that it lies in, or the one above
// where a server looks for it in a folder of that name.
func folderOf(codeOwners string) (string, error) {
	absolute, err := filepath.Abs(codeOwners)
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(absolute)
	for _, place := range reviewers.Places {
		if in := path.Dir(place); in != "." && filepath.Base(dir) == in {
			return filepath.Dir(dir), nil
		}
	}
	return dir, nil
}

// allBelow reports whether all files that were named are below a folder.
func (o *reviewersOptions) allBelow(root string) bool {
	for _, file := range o.files {
		absolute, err := filepath.Abs(file)
		if err != nil {
			return false
		}
		if absolute, err = resolved(absolute); err != nil {
			return false
		}
		if _, is := nameBelow(root, absolute); !is {
			return false
		}
	}
	return true
}

// below is the name of a file below the root of a repository, as CODEOWNERS knows it.
func below(root, file string) (string, error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if absolute, err = filepath.EvalSymlinks(absolute); err != nil {
		return "", err
	}
	name, is := nameBelow(root, absolute)
	if !is {
		return "", fmt.Errorf("%s is not below %s, so that its CODEOWNERS says nothing of it", file, root)
	}
	return name, nil
}

// nameBelow is the name of a file below a folder, with slashes; false where it is not below it.
func nameBelow(root, absolute string) (string, bool) {
	name, err := filepath.Rel(root, absolute)
	if err != nil || name == ".." || strings.HasPrefix(name, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(name), true
}

// readNamed reads the file that a flag names; instead says what to name, or to leave out.
func readNamed(flag, file, instead string) ([]byte, error) {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return nil, usagef("%s: %s is a folder; %s", flag, file, instead)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, usagef("%s: %w; %s", flag, err, instead)
	}
	return content, nil
}
