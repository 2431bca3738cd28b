package live

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// Files tells when files change that somebody looked at. Folders are watched rather than
// files: editors put a new file in the place of the old one, and what is not there yet can
// only be seen to come.
type Files struct {
	watcher *fsnotify.Watcher
	changed chan struct{}

	mu sync.Mutex
	// looked are the names that were looked at since Follow was called, followed those of
	// which a change is told: the names, what is in them, and what they are in where that is
	// not there.
	looked, followed map[string]bool
}

// WatchFiles begins to watch nothing.
func WatchFiles() (*Files, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	f := &Files{watcher: watcher, changed: make(chan struct{}, 1), looked: map[string]bool{}}
	go f.run()
	return f, nil
}

// Close ends the watch.
func (f *Files) Close() error { return f.watcher.Close() }

// Changed is told after changes, one or many.
func (f *Files) Changed() <-chan struct{} { return f.changed }

// Looked is told the name of a file or a folder that was looked at, whether it is there or not.
func (f *Files) Looked(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looked[name] = true
}

// Follow watches what was looked at since it was called last, and nothing else. It reports
// whether some of it was not watched before: that may have changed since it was looked at.
func (f *Files) Follow() (fresh bool, err error) {
	f.mu.Lock()
	names := slices.Collect(maps.Keys(f.looked))
	clear(f.looked)
	f.mu.Unlock()
	followed, wanted := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		absolute, err := filepath.Abs(name)
		if err != nil {
			return false, err
		}
		enlist(absolute, followed, wanted)
		if led, err := filepath.EvalSymlinks(absolute); err == nil && led != absolute {
			enlist(led, followed, wanted) // what a link leads to changes elsewhere
		}
	}
	f.mu.Lock()
	f.followed = followed
	f.mu.Unlock()
	watched := f.watcher.WatchList()
	for _, folder := range watched {
		if !wanted[folder] {
			_ = f.watcher.Remove(folder) // it may have gone by itself
		}
	}
	var failures []error
	for folder := range wanted {
		if slices.Contains(watched, folder) {
			continue
		}
		if err := f.watcher.Add(folder); err != nil && !errors.Is(err, os.ErrNotExist) {
			failures = append(failures, &os.PathError{Op: "watch", Path: folder, Err: err})
			continue
		}
		fresh = true
	}
	return fresh, errors.Join(failures...)
}

// enlist enters a name, and the folders in which its changes are seen: itself where it is one,
// and the next one above it that is there.
func enlist(name string, followed, wanted map[string]bool) {
	followed[name] = true
	if isFolder(name) {
		wanted[name] = true
	}
	for up := filepath.Dir(name); ; up = filepath.Dir(up) {
		if isFolder(up) || up == filepath.Dir(up) {
			wanted[up] = true
			return
		}
		followed[up] = true
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// run tells of changes until the watch is closed.
func (f *Files) run() {
	for {
		select {
		case e, open := <-f.watcher.Events:
			if !open {
				return
			}
			if f.follows(e.Name) {
				f.tell()
			}
		case err, open := <-f.watcher.Errors:
			if !open {
				return
			}
			if err != nil { // such as more changes than the system keeps: something did change
				f.tell()
			}
		}
	}
}

// follows reports whether a change of a name is to be told.
func (f *Files) follows(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.followed[name] || f.followed[filepath.Dir(name)]
}

func (f *Files) tell() {
	select {
	case f.changed <- struct{}{}:
	default: // that there is something is known already
	}
}
