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
	"strconv"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// gitRevision is the files of a commit.
type gitRevision struct {
	*gitTree
	// repository is the folder of the repository, commit the ID of the commit.
	repository, commit string
	// names of the files that were asked for.
	names []string
}

// openGit opens a revision of the repository that the files are in, and returns the
// names of those files that the revision has, relative to its root. Flag is what asked for
// it, for messages.
func openGit(ctx context.Context, flag, revision string, files []string) (*gitRevision, []string, error) {
	root, names, err := inOneRepository(ctx, flag+revision, files, false)
	if err != nil {
		return nil, nil, err
	}
	r, err := openRevision(ctx, flag, revision, root)
	if err != nil {
		return nil, nil, err
	}
	return r, r.has(names), nil
}

// openRevision opens a revision of a repository.
func openRevision(ctx context.Context, flag, revision, root string) (*gitRevision, error) {
	ids, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, usagef("%s%s: the repository has no such revision; fetch it first, as in git fetch origin %s (a shallow clone lacks it)", flag, revision, strings.TrimPrefix(revision, "origin/"))
	}
	commit := strings.TrimSpace(ids)
	tree, err := git(ctx, root, "rev-parse", "--verify", commit+"^{tree}")
	if err != nil {
		return nil, err
	}
	objects, err := openObjects(ctx, root)
	if err != nil {
		return nil, err
	}
	return &gitRevision{gitTree: objects.tree(strings.TrimSpace(tree)), repository: root, commit: commit}, nil
}

// committedOn is the day (UTC) on which the commit was made, or put in its place by a rebase.
func (r *gitRevision) committedOn(ctx context.Context) (api.Date, error) {
	out, err := git(ctx, r.repository, "rev-list", "--max-count=1", "--timestamp", r.commit)
	if err != nil {
		return api.Date{}, err
	}
	stamp, _, _ := strings.Cut(out, " ")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return api.Date{}, fmt.Errorf("git rev-list: %q is no time: %w", stamp, err)
	}
	return api.DateOf(time.Unix(seconds, 0)), nil
}

// errNoRepository is of files that are in none, as far as Git can tell here.
var errNoRepository = errors.New("is in no git repository")

// inOneRepository returns the root of the repository that files are in, and their names
// there. What asks for it is named where it fails; whether they may be gone, it says as well.
func inOneRepository(ctx context.Context, what string, files []string, gone bool) (root string, names []string, err error) {
	names = make([]string, len(files))
	for i, f := range files {
		top, name, err := inRepository(ctx, what, f, gone)
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
// name there. It may be gone where its name at earlier revisions is meant.
func inRepository(ctx context.Context, what, file string, gone bool) (root, name string, err error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", "", err
	}
	led, err := resolved(absolute)
	switch {
	case err == nil:
		absolute = led
	case gone:
		absolute = nearest(absolute)
	default:
		return "", "", fmt.Errorf("the path %q does not exist", file)
	}
	dir := absolute
	for info, err := os.Stat(dir); (err != nil || !info.IsDir()) && dir != filepath.Dir(dir); info, err = os.Stat(dir) {
		dir = filepath.Dir(dir)
	}
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", usagef("%s: %s %w: %w", what, file, errNoRepository, err)
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

// nearest is the name of a file that is gone without the links on the way to it.
func nearest(name string) string {
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		if led, err := filepath.EvalSymlinks(dir); err == nil {
			rest, err := filepath.Rel(dir, name)
			if err != nil { // both are absolute, and one is above the other
				return name
			}
			return filepath.Join(led, rest)
		}
		if dir == filepath.Dir(dir) {
			return name
		}
	}
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
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-replace-objects", "-C", dir}, args...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_WORK_TREE=") || strings.HasPrefix(v, "GIT_INDEX_FILE=")
	})
	return cmd
}
