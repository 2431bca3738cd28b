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
	"time"
)

// gitTree is the files of one revision of a repository, as a file system. The names
// are read at once, contents only where they are asked for.
type gitTree struct {
	entries map[string]*gitEntry

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
// names of those files that the revision has, relative to its root.
func openGit(ctx context.Context, revision string, files []string) (*gitTree, []string, error) {
	root, names := "", make([]string, len(files))
	for i, f := range files {
		top, name, err := inRepository(ctx, f)
		if err != nil {
			return nil, nil, err
		}
		if root != "" && root != top {
			return nil, nil, usagef("--base git:%s: %s and %s are in different repositories", revision, files[0], f)
		}
		root, names[i] = top, name
	}
	commit, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, nil, usagef("--base git:%s: the repository has no such revision; fetch it first, as in git fetch origin %s (a shallow clone lacks it)", revision, strings.TrimPrefix(revision, "origin/"))
	}
	commit = strings.TrimSpace(commit)
	list, err := git(ctx, root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
	if err != nil {
		return nil, nil, err
	}
	t := &gitTree{entries: map[string]*gitEntry{".": {name: ".", mode: fs.ModeDir | 0o755}}}
	for line := range strings.SplitSeq(strings.TrimSuffix(list, "\x00"), "\x00") {
		t.add(line)
	}
	for _, e := range t.entries {
		slices.SortFunc(e.children, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	if err := t.start(ctx, root); err != nil {
		return nil, nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return t.entries[name] == nil })
	return t, names, nil
}

// inRepository returns the root of the repository that a file is in, and the file's
// name there.
func inRepository(ctx context.Context, file string) (root, name string, err error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", "", err
	}
	if absolute, err = filepath.EvalSymlinks(absolute); err != nil {
		return "", "", fmt.Errorf("the path %q does not exist", file)
	}
	dir := absolute
	if info, err := os.Stat(absolute); err == nil && !info.IsDir() {
		dir = filepath.Dir(absolute)
	}
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", usagef("--base git:REVISION: %s is in no git repository: %w", file, err)
	}
	root = strings.TrimSuffix(strings.TrimSuffix(top, "\n"), "\r")
	if resolved, err := filepath.EvalSymlinks(filepath.FromSlash(root)); err == nil {
		root = resolved
	}
	name, err = filepath.Rel(root, absolute)
	return root, filepath.ToSlash(name), err
}

// git runs git in a folder and returns what it writes.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	var out, problem bytes.Buffer
	cmd := gitCommand(ctx, dir, args...)
	cmd.Stdout, cmd.Stderr = &out, &problem
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("git is not installed, and --base git:REVISION needs it")
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

// start starts the process that hands out contents.
func (t *gitTree) start(ctx context.Context, root string) error {
	t.cmd = gitCommand(ctx, root, "cat-file", "--batch")
	asks, err := t.cmd.StdinPipe()
	if err != nil {
		return err
	}
	answer, err := t.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	t.asks, t.answer = asks, bufio.NewReaderSize(answer, 64<<10)
	return t.cmd.Start()
}

// close ends the process.
func (t *gitTree) close() {
	_ = t.asks.Close() // it ends when nobody asks any more
	_ = t.cmd.Wait()   // whether it was content does not matter any more
}

// content returns the content of an object.
func (t *gitTree) content(id string) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := io.WriteString(t.asks, id+"\n"); err != nil {
		return nil, err
	}
	head, err := t.answer.ReadString('\n') // "<id> blob <size>"
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(head)
	if len(fields) != 3 {
		return nil, fmt.Errorf("git has no object %s", id)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, err
	}
	content := make([]byte, size+1) // and a line break
	if _, err := io.ReadFull(t.answer, content); err != nil {
		return nil, err
	}
	return content[:size], nil
}

// maxLinks is how many links may follow one another.
const maxLinks = 16

// find returns an entry, and follows links to it.
func (t *gitTree) find(name string) (*gitEntry, error) {
	for range maxLinks {
		e, resolved, err := t.step(name)
		if err != nil || resolved == "" {
			return e, err
		}
		name = resolved
	}
	return nil, errors.New("too many links")
}

// step looks a name up; where a link is on the way, it returns where that leads.
func (t *gitTree) step(name string) (*gitEntry, string, error) {
	for at := name; at != "."; at = path.Dir(at) {
		e := t.entries[at]
		if e == nil || e.mode&fs.ModeSymlink == 0 {
			continue
		}
		target, err := t.content(e.id)
		if err != nil {
			return nil, "", err
		}
		led := path.Join(path.Dir(at), string(target), strings.TrimPrefix(name, at))
		if path.IsAbs(string(target)) || !fs.ValidPath(led) {
			return nil, "", fs.ErrNotExist // it leads out of the repository
		}
		return nil, led, nil
	}
	if e := t.entries[name]; e != nil {
		return e, "", nil
	}
	return nil, "", fs.ErrNotExist
}

// Open implements fs.FS.
func (t *gitTree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	f := &gitFile{entry: e}
	if e.mode.IsRegular() {
		content, err := t.content(e.id)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		f.Reader = bytes.NewReader(content)
	}
	return f, nil
}

// Stat implements fs.StatFS, without reading contents.
func (t *gitTree) Stat(name string) (fs.FileInfo, error) {
	e, err := t.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return e, nil
}

// The methods of fs.FileInfo.

func (e *gitEntry) Name() string       { return e.name }
func (e *gitEntry) Size() int64        { return e.size }
func (e *gitEntry) Mode() fs.FileMode  { return e.mode }
func (e *gitEntry) ModTime() time.Time { return time.Time{} }
func (e *gitEntry) IsDir() bool        { return e.mode.IsDir() }
func (e *gitEntry) Sys() any           { return nil }

// gitFile is an open file or folder.
type gitFile struct {
	*bytes.Reader
	entry *gitEntry
	read  int
}

func (f *gitFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *gitFile) Close() error               { return nil }

func (f *gitFile) Read(p []byte) (int, error) {
	if f.Reader == nil {
		return 0, &fs.PathError{Op: "read", Path: f.entry.name, Err: errors.New("it is a folder")}
	}
	return f.Reader.Read(p)
}

// ReadDir implements fs.ReadDirFile.
func (f *gitFile) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := f.entry.children[f.read:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	f.read += len(rest)
	return slices.Clone(rest), nil
}
