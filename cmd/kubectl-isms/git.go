package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// openGit opens a revision of the repository that the files are in, and returns the
// names of those files that the revision has, relative to its root.
func openGit(ctx context.Context, revision string, files []string) (*gitTree, []string, error) {
	root, names, err := inOneRepository(ctx, "--base git:"+revision, files)
	if err != nil {
		return nil, nil, err
	}
	tree, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}^{tree}")
	if err != nil {
		return nil, nil, usagef("--base git:%s: the repository has no such revision; fetch it first, as in git fetch origin %s (a shallow clone lacks it)", revision, strings.TrimPrefix(revision, "origin/"))
	}
	objects, err := openObjects(ctx, root)
	if err != nil {
		return nil, nil, err
	}
	t := objects.tree(strings.TrimSpace(tree))
	return t, t.has(names), nil
}

// inOneRepository returns the root of the repository that files are in, and their names
// there. What asks for it is named where it fails.
func inOneRepository(ctx context.Context, what string, files []string) (root string, names []string, err error) {
	names = make([]string, len(files))
	for i, f := range files {
		top, name, err := inRepository(ctx, what, f)
		if err != nil {
			return "", nil, err
		}
		if root != "" && root != top {
			return "", nil, usagef("%s: %s and %s are in different repositories", what, files[0], f)
		}
		root, names[i] = top, name
	}
	return root, names, nil
}

// inRepository returns the root of the repository that a file is in, and the file's
// name there.
func inRepository(ctx context.Context, what, file string) (root, name string, err error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", "", err
	}
	if absolute, err = resolved(absolute); err != nil {
		return "", "", fmt.Errorf("the path %q does not exist", file)
	}
	dir := absolute
	if info, err := os.Stat(absolute); err != nil || !info.IsDir() {
		dir = filepath.Dir(absolute)
	}
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", usagef("%s: %s is in no git repository: %w", what, file, err)
	}
	root = strings.TrimSuffix(strings.TrimSuffix(top, "\n"), "\r")
	if resolved, err := filepath.EvalSymlinks(filepath.FromSlash(root)); err == nil {
		root = resolved
	}
	name, err = filepath.Rel(root, absolute)
	return root, filepath.ToSlash(name), err
}

// resolved is the name of a file, or a pattern of files of one folder, without links.
func resolved(name string) (string, error) {
	led, err := filepath.EvalSymlinks(name)
	if err == nil || !strings.ContainsAny(filepath.Base(name), "*?[") {
		return led, err
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(name))
	return filepath.Join(dir, filepath.Base(name)), err
}

// git runs git in a folder and returns what it writes.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	var out, problem bytes.Buffer
	cmd := gitCommand(ctx, dir, args...)
	cmd.Stdout, cmd.Stderr = &out, &problem
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("git is not installed, and revisions of files are read with it")
	case err != nil:
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(problem.String()))
	}
	return out.String(), nil
}

// gitCommand is git in a folder. A hook of git, which may call the plugin, names its
// repository in the environment; which one is meant here, the files tell.
func gitCommand(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_WORK_TREE=") || strings.HasPrefix(v, "GIT_INDEX_FILE=")
	})
	return cmd
}
