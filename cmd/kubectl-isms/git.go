package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// gitTree is the files of one revision of a repository, as a file system. The names
// are read at once, contents only where they are asked for.
type gitTree struct {
	entries map[string]*gitEntry
	// root of the repository, and the ID of the commit.
	root, commit string
	// asked are the names of the files that were asked for.
	asked []string

	mu     sync.Mutex // of the process that hands out contents
	cmd    *exec.Cmd
	asks   io.WriteCloser
	answer *bufio.Reader
}

// gitEntry is a file, a link or a folder of a revision.
type gitEntry struct {
	name, id string
	mode     fs.FileMode
	size     int64
	children []fs.DirEntry
}

// openGit opens a revision of the repository that the files are in, and returns the
// names of those files that the revision has, relative to its root. Flag is what asked for
// it, for messages.
func openGit(ctx context.Context, flag, revision string, files []string) (*gitTree, []string, error) {
	root, names := "", make([]string, len(files))
	for i, f := range files {
		top, name, err := inRepository(ctx, f)
		if err != nil {
			return nil, nil, fmt.Errorf("%s%s: %w", flag, revision, err)
		}
		if root != "" && root != top {
			return nil, nil, usagef("%s%s: %s and %s are in different repositories", flag, revision, files[0], f)
		}
		root, names[i] = top, name
	}
	t, err := openRevision(ctx, flag, revision, root)
	if err != nil {
		return nil, nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		matches, _ := fs.Glob(t, name) // what is no pattern matches nothing
		return t.entries[name] == nil && len(matches) == 0
	})
	return t, names, nil
}

// openRevision opens a revision of a repository.
func openRevision(ctx context.Context, flag, revision, root string) (*gitTree, error) {
	commit, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, usagef("%s%s: the repository has no such revision; fetch it first, as in git fetch origin %s (a shallow clone lacks it)", flag, revision, strings.TrimPrefix(revision, "origin/"))
	}
	commit = strings.TrimSpace(commit)
	list, err := git(ctx, root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	t := &gitTree{root: root, commit: commit, entries: map[string]*gitEntry{".": {name: ".", mode: fs.ModeDir | 0o755}}}
	for line := range strings.SplitSeq(strings.TrimSuffix(list, "\x00"), "\x00") {
		t.add(line)
	}
	for _, e := range t.entries {
		slices.SortFunc(e.children, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return t, t.start(ctx, root)
}

// inRepository returns the root of the repository that a file is in, and the file's
// name there.
func inRepository(ctx context.Context, file string) (root, name string, err error) {
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
		return "", "", usagef("%s is in no git repository: %w", file, err)
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
		return "", errors.New("git is not installed, and a revision needs it")
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

// add adds a line of ls-tree: "<mode> <type> <id> <size>\t<name>".
func (t *gitTree) add(line string) {
	head, name, _ := strings.Cut(line, "\t")
	fields := strings.Fields(head)
	if len(fields) != 4 || fields[1] != "blob" {
		return // a submodule is another repository
	}
	e := &gitEntry{name: path.Base(name), id: fields[2], mode: 0o644}
	e.size, _ = strconv.ParseInt(fields[3], 10, 64)
	if fields[0] == "120000" {
		e.mode = fs.ModeSymlink | 0o777
	}
	for child := e; ; name = path.Dir(name) {
		_, known := t.entries[name]
		if !known {
			t.entries[name] = child
		}
		if known || name == "." {
			return
		}
		parent := t.entries[path.Dir(name)]
		if parent == nil {
			parent = &gitEntry{name: path.Base(path.Dir(name)), mode: fs.ModeDir | 0o755}
		}
		parent.children = append(parent.children, fs.FileInfoToDirEntry(child))
		child = parent
	}
}
