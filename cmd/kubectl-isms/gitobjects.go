package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// gitObjects hands out what a repository keeps, by one process of git, whatever the number
// of revisions and files that are read.
type gitObjects struct {
	cmd *exec.Cmd

	mu      sync.Mutex // of what follows
	asks    io.WriteCloser
	answer  *bufio.Reader
	folders map[string][]fs.DirEntry
	// entries counts those of all folders.
	entries int
}

// maxEntries is how many entries of folders are kept: folders that two revisions share are
// one object of git, and read once.
const maxEntries = 1 << 18

// openObjects starts the process that hands out the objects of a repository.
func openObjects(ctx context.Context, root string) (*gitObjects, error) {
	o := &gitObjects{cmd: gitCommand(ctx, root, "cat-file", "--batch"), folders: map[string][]fs.DirEntry{}}
	asks, err := o.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	answer, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	o.asks, o.answer = asks, bufio.NewReaderSize(answer, 64<<10)
	return o, o.cmd.Start()
}

// close ends the process.
func (o *gitObjects) close() {
	_ = o.asks.Close() // it ends when nobody asks any more
	_ = o.cmd.Wait()   // whether it was content does not matter any more
}

// content returns the content of an object.
func (o *gitObjects) content(id string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.ask(id)
}

// ask asks the process for an object.
func (o *gitObjects) ask(id string) ([]byte, error) {
	if _, err := io.WriteString(o.asks, id+"\n"); err != nil {
		return nil, err
	}
	head, err := o.answer.ReadString('\n') // "<id> blob <size>"
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
	if _, err := io.ReadFull(o.answer, content); err != nil {
		return nil, err
	}
	return content[:size], nil
}

// folder returns what is in a folder, by name.
func (o *gitObjects) folder(id string) ([]fs.DirEntry, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known, ok := o.folders[id]; ok {
		return known, nil
	}
	content, err := o.ask(id)
	if err != nil {
		return nil, err
	}
	entries, err := entriesOf(content, len(id)/2)
	if err != nil {
		return nil, err
	}
	if o.entries += len(entries); o.entries > maxEntries {
		clear(o.folders)
		o.entries = len(entries)
	}
	o.folders[id] = entries
	return entries, nil
}

// entriesOf reads a folder as git keeps it: for each entry its mode, its name, and the
// bytes of its id. A submodule is another repository, and left out.
func entriesOf(content []byte, idSize int) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for len(content) > 0 {
		head, rest, found := bytes.Cut(content, []byte{0})
		mode, name, cut := strings.Cut(string(head), " ")
		if !found || !cut || len(rest) < idSize {
			return nil, fmt.Errorf("git has a folder that cannot be read")
		}
		e := &gitEntry{name: name, id: hex.EncodeToString(rest[:idSize]), mode: 0o644}
		content = rest[idSize:]
		switch mode {
		case "40000":
			e.mode = fs.ModeDir | 0o755
		case "120000":
			e.mode = fs.ModeSymlink | 0o777
		case "160000":
			continue
		}
		all = append(all, fs.FileInfoToDirEntry(e))
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
