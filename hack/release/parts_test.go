package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestVersionsThatKrewAndHelmTake(t *testing.T) {
	for _, row := range []struct {
		version string
		valid   bool
		why     string
	}{
		{"v0.1.0", true, "a release"},
		{"v1.20.3-rc.1", true, "a release to try"},
		{"0.1.0", false, "krew wants the v"},
		{"v0.1", false, "Helm wants three numbers"},
		{"", false, "make release without VERSION"},
		{"v0.1.0-2-gabcdef-dirty", true, "what git describe says of a commit after a tag"},
		{"v0.1.0+build", false, "a plus is not allowed in an image's tag"},
	} {
		r := release{root: ".", out: t.TempDir(), version: row.version}
		if err := r.configure(t.Context(), allPlatforms, "0"); (err == nil) != row.valid {
			t.Errorf("%q (%s): %v", row.version, row.why, err)
		}
	}
}

func TestUnknownPlatformIsRefused(t *testing.T) {
	_, err := parsePlatforms("linux/amd64,plan9/386")
	if err == nil || !strings.Contains(err.Error(), `"plan9/386": choose among linux/amd64`) {
		t.Errorf("got %v", err)
	}
}

// The program of this test is one of our own platform, and of no other.
func TestBinaryOfAnotherPlatformIsRefused(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	platforms, err := parsePlatforms(allPlatforms)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range platforms {
		own := p.os == runtime.GOOS && p.arch == runtime.GOARCH
		if err := verifyBinary(self, p); (err == nil) != own {
			t.Errorf("as a program of %s: %v", p, err)
		}
	}
}

func TestDynamicBinaryIsRefused(t *testing.T) {
	shell, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("SKIPPED: needs a shell of Linux")
	}
	if err := verifyBinary(shell, platform{"linux", runtime.GOARCH}); err == nil || !strings.Contains(err.Error(), "is not static") {
		t.Errorf("got %v", err)
	}
}

func TestArchivesHoldNoTraceOfTheMachine(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	data, err := packTar([]member{{"b", 0o755, []byte("x")}, {"a", 0o644, []byte("y")}}, at)
	if err != nil {
		t.Fatal(err)
	}
	compressed, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !compressed.ModTime.IsZero() || compressed.Name != "" {
		t.Errorf("gzip header %+v", compressed.Header)
	}
	header, err := tar.NewReader(compressed).Next()
	if err != nil {
		t.Fatal(err)
	}
	if header.Name != "b" || header.Uid != 0 || header.Uname != "" || header.Mode != 0o755 || !header.ModTime.Equal(at) {
		t.Errorf("header %+v", header)
	}
}

func TestAVersionIsReplacedInOnePlaceOrNone(t *testing.T) {
	line := regexp.MustCompile(`(?m)^version: .*$`)
	if got, err := replaceOnce([]byte("a\nversion: 1\n"), "f", line, "version: 2"); err != nil || string(got) != "a\nversion: 2\n" {
		t.Errorf("one: %q, %v", got, err)
	}
	for _, text := range []string{"a\n", "version: 1\nversion: 2\n"} {
		if _, err := replaceOnce([]byte(text), "f", line, "version: 2"); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}
