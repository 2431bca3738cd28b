// Command controlplane builds the local control plane (etcd, kube-apiserver,
// kube-controller-manager and kubectl) from the Go modules that go.mod pins.
//
//	go -C hack/controlplane run . OUTPUT_DIR
//
// It builds once: a stamp beside the binaries records what they were built from,
// and a second call returns at once.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// component is one binary and the package that it is built from.
type component struct{ name, pkg string }

// components in build order: the big one first, since the others share its packages.
var components = []component{
	{"kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"},
	{"kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager"},
	{"kubectl", "k8s.io/kubernetes/cmd/kubectl"},
	{"etcd", "go.etcd.io/etcd/server/v3"},
}

const stampFile = ".built-from"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go -C hack/controlplane run . OUTPUT_DIR")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := build(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "control plane:", err)
		os.Exit(1)
	}
}

func build(ctx context.Context, out string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	unlock, err := lock(out)
	if err != nil {
		return err
	}
	defer unlock()

	stamp, err := builtFrom()
	if err != nil {
		return err
	}
	if upToDate(out, stamp) {
		return nil
	}
	fmt.Fprintf(os.Stderr, "Building the local control plane into %s.\n"+
		"Once only; cold it takes about 11 minutes on 2 cores, with a warm Go build cache seconds.\n", out)
	flags, err := ldflags(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	for i, c := range components {
		if err := compile(ctx, out, c, flags, i); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	fmt.Fprintf(os.Stderr, "Control plane built in %s.\n", time.Since(began).Round(time.Second))
	return os.WriteFile(filepath.Join(out, stampFile), []byte(stamp), 0o644)
}

// lock keeps two test packages that start at once from building the same files.
func lock(out string) (func(), error) {
	f, err := os.OpenFile(filepath.Join(out, ".lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil
}

// builtFrom identifies the sources: module files, this builder and the toolchain.
func builtFrom() (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum", "main.go"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		h.Write(data)
	}
	_, _ = fmt.Fprintln(h, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return hex.EncodeToString(h.Sum(nil)), nil
}

func upToDate(out, stamp string) bool {
	have, err := os.ReadFile(filepath.Join(out, stampFile))
	if err != nil || string(have) != stamp {
		return false
	}
	for _, c := range components {
		if _, err := os.Stat(filepath.Join(out, c.name)); err != nil {
			return false
		}
	}
	return true
}

// ldflags sets the version that the binaries report. Built from a module they
// would otherwise call themselves v0.0.0-master, and clients warn about the skew.
func ldflags(ctx context.Context) (string, error) {
	version, err := goOutput(ctx, "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes")
	if err != nil {
		return "", err
	}
	part := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(part) < 2 {
		return "", fmt.Errorf("unexpected version %q of k8s.io/kubernetes", version)
	}
	set := map[string]string{"gitVersion": version, "gitMajor": part[0], "gitMinor": part[1], "gitTreeState": "archive"}
	flags := []string{"-s", "-w"}
	for _, pkg := range []string{"k8s.io/component-base/version", "k8s.io/client-go/pkg/version"} {
		for _, key := range []string{"gitVersion", "gitMajor", "gitMinor", "gitTreeState"} {
			flags = append(flags, "-X", pkg+"."+key+"="+set[key])
		}
	}
	return strings.Join(flags, " "), nil
}

// compile builds one component and reports packages done out of packages in all.
func compile(ctx context.Context, out string, c component, ldflags string, index int) error {
	deps, err := goOutput(ctx, "list", "-deps", c.pkg)
	if err != nil {
		return err
	}
	p := newProgress(fmt.Sprintf("[%d/%d] %-23s", index+1, len(components), c.name), strings.Count(deps, "\n")+1)
	cmd := exec.CommandContext(ctx, "go", "build", "-v", "-trimpath", "-ldflags", ldflags, "-o", filepath.Join(out, c.name), c.pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var failure bytes.Buffer
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		// With -v the toolchain prints one import path a line; anything else is an error.
		if line := lines.Text(); strings.ContainsAny(line, " :#") {
			fmt.Fprintln(&failure, line)
		} else {
			p.step()
		}
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%w\n%s", err, failure.String())
	}
	p.done()
	return nil
}

func goOutput(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return strings.TrimSpace(string(data)), nil
}

// progress rewrites one line on a terminal and prints a line now and then elsewhere.
type progress struct {
	label          string
	built, total   int
	began, printed time.Time
	terminal       bool
}

func newProgress(label string, total int) *progress {
	info, err := os.Stderr.Stat()
	p := &progress{label: label, total: total, began: time.Now(), terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
	p.print()
	return p
}

func (p *progress) step() {
	p.built++
	interval := 20 * time.Second
	if p.terminal {
		interval = 200 * time.Millisecond
	}
	if time.Since(p.printed) >= interval {
		p.print()
	}
}

func (p *progress) print() {
	p.printed = time.Now()
	start, end := "", "\n"
	if p.terminal {
		start, end = "\r\033[K", ""
	}
	fmt.Fprintf(os.Stderr, "%s%s compiled %d of at most %d packages, %s%s", start, p.label, p.built, p.total, time.Since(p.began).Round(time.Second), end)
}

func (p *progress) done() {
	start := ""
	if p.terminal {
		start = "\r\033[K"
	}
	fmt.Fprintf(os.Stderr, "%s%s ready after %s\n", start, p.label, time.Since(p.began).Round(time.Second))
}
