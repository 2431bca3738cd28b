package live_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/internal/live"
)

// change is a change of files, of which some names were looked at.
type change struct {
	name, why string
	// looked are the names that were looked at.
	looked []string
	do     func(t *testing.T, dir string)
	told   bool
}

func put(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(time.Now().String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var fileChanges = []change{
	{"edit", "the plain case", []string{"a/x.yaml"}, put("a/x.yaml"), true},
	{"replaced", "editors put another file in its place", []string{"a/x.yaml"}, func(t *testing.T, dir string) {
		put("a/.x.swp")(t, dir)
		try(t, os.Rename(filepath.Join(dir, "a/.x.swp"), filepath.Join(dir, "a/x.yaml")))
	}, true},
	{"new file", "of a folder that was read", []string{"a"}, put("a/new.yaml"), true},
	{"new folder", "of a folder that was read", []string{"a"}, func(t *testing.T, dir string) { try(t, os.Mkdir(filepath.Join(dir, "a/b"), 0o700)) }, true},
	{"gone", "a file that was read", []string{"a/x.yaml"}, func(t *testing.T, dir string) { try(t, os.Remove(filepath.Join(dir, "a/x.yaml"))) }, true},
	{"folder gone", "with all that is in it", []string{"a", "a/x.yaml"}, func(t *testing.T, dir string) { try(t, os.RemoveAll(filepath.Join(dir, "a"))) }, true},
	{"folder renamed", "it is not there any more", []string{"a"}, func(t *testing.T, dir string) { try(t, os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "z"))) }, true},
	{"comes", "a document that a record names and that was not there", []string{"a/later.pdf"}, put("a/later.pdf"), true},
	{"its folder comes", "as that of a document is made first", []string{"a/deep/er/later.pdf"}, func(t *testing.T, dir string) { try(t, os.MkdirAll(filepath.Join(dir, "a/deep"), 0o700)) }, true},
	{"behind a link", "what a link leads to is what was read", []string{"link.yaml"}, put("a/x.yaml"), true},
	{"beside it", "a file that nobody read", []string{"a/x.yaml"}, put("a/other"), false},
	{"above it", "a file beside the folder that was read", []string{"a"}, put("other"), false},
	{"not any more", "what was looked at the time before, and not again", nil, put("a/x.yaml"), false},
}

// TestFiles: what was looked at is watched, and nothing else is told.
func TestFiles(t *testing.T) {
	for _, c := range fileChanges {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			try(t, os.Mkdir(filepath.Join(dir, "a"), 0o700))
			put("a/x.yaml")(t, dir)
			try(t, os.Symlink(filepath.Join("a", "x.yaml"), filepath.Join(dir, "link.yaml")))
			f, err := live.WatchFiles()
			try(t, err)
			defer func() { try(t, f.Close()) }()
			if c.looked == nil {
				f.Looked(filepath.Join(dir, "a/x.yaml"))
				_, err := f.Follow()
				try(t, err)
			}
			for _, name := range c.looked {
				f.Looked(filepath.Join(dir, name))
			}
			fresh, err := f.Follow()
			try(t, err)
			if fresh != (len(c.looked) > 0) {
				t.Errorf("something is watched that was not: %t", fresh)
			}
			for _, name := range c.looked {
				f.Looked(filepath.Join(dir, name))
			}
			if again, err := f.Follow(); again || err != nil {
				t.Errorf("the second time as well (%v)", err)
			}
			c.do(t, dir)
			told := false
			select {
			case <-f.Changed():
				told = true
			case <-time.After(500 * time.Millisecond):
			}
			if told != c.told {
				t.Errorf("%s: it is told: %t", c.why, told)
			}
		})
	}
}

// TestSettle: many changes are one, but an endless row of them is told all the same.
func TestSettle(t *testing.T) {
	changed := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for ctx.Err() == nil {
			select {
			case changed <- struct{}{}:
			case <-ctx.Done():
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	began := time.Now()
	if !live.Settle(ctx, changed, time.Second, 300*time.Millisecond) || time.Since(began) < 300*time.Millisecond {
		t.Errorf("it is quiet after %s", time.Since(began))
	}
	cancel()
	if live.Settle(ctx, nil, 0, 0) {
		t.Error("there was a change after the end")
	}
	once := make(chan struct{}, 1)
	once <- struct{}{}
	began = time.Now()
	if !live.Settle(t.Context(), once, 50*time.Millisecond, time.Minute) || time.Since(began) > 10*time.Second {
		t.Errorf("one change is told after %s", time.Since(began))
	}
}
