package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// releaseEnv names the platforms to build a release for; our own must be among them.
// Without it nothing is compiled.
const releaseEnv = "ISMS_TEST_RELEASE"

// A release is built from two copies of the sources in different folders, of which
// neither is a clone, and must be the same bytes.
func TestSameSourcesGiveTheSameBytes(t *testing.T) {
	platforms := os.Getenv(releaseEnv)
	if platforms == "" {
		t.Skip("SKIPPED: it compiles for two platforms, which takes minutes: run make test-release")
	}
	first := build(t, copySources(t, "one"), platforms)
	second := build(t, copySources(t, "another/and/deeper"), platforms)
	names := list(t, first)
	if !slices.Equal(names, list(t, second)) {
		t.Fatalf("files %v and %v", names, list(t, second))
	}
	for _, name := range names {
		if !bytes.Equal(read(t, first, name), read(t, second, name)) {
			t.Errorf("%s differs", name)
		}
	}
	assertComplete(t, first, strings.Split(strings.ReplaceAll(platforms, "/", "_"), ","))
	assertChecksums(t, first)
	assertKrew(t, first, len(strings.Split(platforms, ",")))
	assertSBOMs(t, first)
	assertRuns(t, first)
	assertChart(t, first)
	assertHelm(t, first)
	assertInstaller(t, first)
}

func assertComplete(t *testing.T, dir string, platforms []string) {
	t.Helper()
	want := []string{"SHA256SUMS", "install.yaml", "isms-operator-0.1.0.tgz", "isms.yaml"}
	for _, platform := range platforms {
		extension := ".tar.gz"
		if strings.HasPrefix(platform, "windows") {
			extension = ".zip"
		}
		for _, program := range []string{"isms-operator", "kubectl-isms"} {
			name := program + "_v0.1.0_" + platform
			want = append(want, name+extension, name+".spdx.json")
		}
	}
	slices.Sort(want)
	if got := list(t, dir); !slices.Equal(got, want) {
		t.Errorf("files %v\nwant %v", got, want)
	}
}

// assertChecksums lets the usual program check them.
func assertChecksums(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command("sha256sum", "--check", "--strict", "SHA256SUMS")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), ": OK\n") != len(list(t, dir))-1 {
		t.Errorf("%v\n%s", err, out)
	}
}

// assertKrew follows the manifest as krew does: the archive has the checksum, and
// what is to be copied is in it.
func assertKrew(t *testing.T, dir string, platforms int) {
	t.Helper()
	var plugin krewPlugin
	if err := yaml.UnmarshalStrict(read(t, dir, "isms.yaml"), &plugin); err != nil {
		t.Fatal(err)
	}
	if plugin.Spec.Version != "v0.1.0" || len(plugin.Spec.Platforms) != platforms || len(plugin.Spec.ShortDescription) > 50 {
		t.Errorf("manifest %+v", plugin)
	}
	for _, p := range plugin.Spec.Platforms {
		name := filepath.Base(p.URI)
		if !strings.Contains(string(read(t, dir, "SHA256SUMS")), p.SHA256+"  "+name+"\n") {
			t.Errorf("the checksum of %s is not %s", name, p.SHA256)
		}
		have := unpack(t, name, read(t, dir, name))
		for _, f := range append(p.Files, krewFile{From: p.Bin}) {
			if len(have[f.From]) == 0 {
				t.Errorf("%s lacks %s", name, f.From)
			}
		}
	}
}

func assertSBOMs(t *testing.T, dir string) {
	t.Helper()
	for _, name := range list(t, dir) {
		if !strings.HasSuffix(name, ".spdx.json") {
			continue
		}
		var d spdxDocument
		if err := json.Unmarshal(read(t, dir, name), &d); err != nil {
			t.Fatal(err)
		}
		var found []string
		ids := map[string]bool{}
		for _, p := range d.Packages {
			found = append(found, p.Name)
			if ids[p.SPDXID] || p.Version == "" {
				t.Errorf("%s: package %+v", name, p)
			}
			ids[p.SPDXID] = true
		}
		for _, want := range []string{"stdlib", "k8s.io/apimachinery", "golang.org/x/net"} {
			if !slices.Contains(found, want) {
				t.Errorf("%s does not list %s: %v", name, want, found)
			}
		}
		if len(d.Relationships) != len(d.Packages) {
			t.Errorf("%s: %d relationships of %d packages", name, len(d.Relationships), len(d.Packages))
		}
	}
}

// assertRuns starts the plugin of our own platform.
func assertRuns(t *testing.T, dir string) {
	t.Helper()
	name := fmt.Sprintf("kubectl-isms_v0.1.0_%s_%s.tar.gz", runtime.GOOS, runtime.GOARCH)
	path := filepath.Join(t.TempDir(), pluginName)
	if err := os.WriteFile(path, unpack(t, name, read(t, dir, name))[pluginName], 0o700); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "version").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "v0.1.0") {
		t.Errorf("%v: %s", err, out)
	}
}

func assertChart(t *testing.T, dir string) {
	t.Helper()
	have := unpack(t, "chart.tar.gz", read(t, dir, "isms-operator-0.1.0.tgz"))
	chart := string(have["isms-operator/Chart.yaml"])
	if !strings.Contains(chart, "\nversion: 0.1.0\n") || !strings.Contains(chart, "\nappVersion: \"v0.1.0\"\n") {
		t.Errorf("the chart has another version:\n%s", chart)
	}
	for _, name := range []string{"values.yaml", "files/defaults/values.yaml"} {
		if values := string(have["isms-operator/"+name]); !strings.Contains(values, "\n  repository: example.org/isms-operator\n") {
			t.Errorf("%s of the chart names another image:\n%s", name, values)
		}
	}
	for _, name := range []string{"isms-operator/templates/deployment.yaml", "isms-operator/values.schema.json", "isms-operator/README.md"} {
		if len(have[name]) == 0 {
			t.Errorf("the chart lacks %s", name)
		}
	}
}

// assertHelm lets the real Helm read the package.
func assertHelm(t *testing.T, dir string) {
	t.Helper()
	out, err := exec.Command("../../.local/bin/helm", "template", "test", filepath.Join(dir, "isms-operator-0.1.0.tgz")).CombinedOutput()
	if err != nil || !regexp.MustCompile(`image: "?example.org/isms-operator:v0.1.0"?\n`).Match(out) {
		t.Errorf("%v\n%.2000s", err, out)
	}
}

func assertInstaller(t *testing.T, dir string) {
	t.Helper()
	if got := strings.Count(string(read(t, dir, "install.yaml")), "image: example.org/isms-operator:v0.1.0\n"); got != 1 {
		t.Errorf("install.yaml names the image %d times", got)
	}
}

func build(t *testing.T, root, platforms string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	r := release{root: root, out: out, version: "v0.1.0", image: "example.org/isms-operator"}
	if err := r.configure(t.Context(), platforms, "1767225600"); err != nil {
		t.Fatal(err)
	}
	if err := r.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out
}

// copySources copies what is under version control.
func copySources(t *testing.T, name string) string {
	t.Helper()
	files, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), name)
	for file := range strings.SplitSeq(strings.Trim(string(files), "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join("../..", file))
		if errors.Is(err, os.ErrNotExist) {
			continue // removed, and not committed yet
		}
		target := filepath.Join(dir, file)
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(target), 0o755), os.WriteFile(target, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func unpack(t *testing.T, name string, data []byte) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	if strings.HasSuffix(name, ".zip") {
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			content, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if all[f.Name], err = io.ReadAll(content); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	compressed, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(compressed); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if all[header.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
}
