// Command release builds everything that a release consists of, the same bytes from
// the same sources in whatever folder and at whatever time:
//
//	go run ./hack/release -version v0.1.0 -out DIR
//
// For each platform an archive of the operator and one of the kubectl plugin, each
// with a bill of materials; the krew manifest, dist/install.yaml and the chart with
// the version in them; and the checksums of all.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	product  = "isms-operator"
	homepage = "https://github.com/isms-operator/isms-operator"
)

// release is what all parts of one release share.
type release struct {
	root, out string
	version   string    // v1.2.3
	image     string    // without tag
	time      time.Time // of everything in archives
	platforms []platform
	made      []artifact
}

// artifact is an archive of a program for a platform.
type artifact struct {
	program  program
	platform platform
	file     string
}

func main() {
	var r release
	var platforms, date string
	flag.StringVar(&r.root, "root", ".", "folder of the sources")
	flag.StringVar(&r.out, "out", "", "folder to write to; what it holds is removed")
	flag.StringVar(&r.version, "version", "", "version of the release, such as v0.1.0")
	flag.StringVar(&r.image, "image", product, "name of the image without its tag, which is the version")
	flag.StringVar(&platforms, "platforms", allPlatforms, "platforms to build for")
	flag.StringVar(&date, "date", "", "time of all files, in seconds since 1970; that of the commit where empty")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := r.configure(ctx, platforms, date)
	if err == nil {
		err = r.build(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// semver is what both krew and Helm take.
var semver = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

func (r *release) configure(ctx context.Context, platforms, date string) (err error) {
	if !semver.MatchString(r.version) {
		return fmt.Errorf("-version is %q: give one such as v0.1.0", r.version)
	}
	if r.out == "" || flag.NArg() > 0 {
		return errors.New("usage: release -version vX.Y.Z -out DIR")
	}
	if r.out, err = filepath.Abs(r.out); err != nil {
		return err
	}
	if r.root, err = filepath.Abs(r.root); err != nil {
		return err
	}
	if r.platforms, err = parsePlatforms(platforms); err != nil {
		return err
	}
	if date == "" {
		out, err := exec.CommandContext(ctx, "git", "-C", r.root, "log", "-1", "--format=%ct").Output()
		if err != nil {
			return fmt.Errorf("no commit to take the time from; give -date: %w", err)
		}
		date = strings.TrimSpace(string(out))
	}
	seconds, err := strconv.ParseInt(date, 10, 64)
	if err != nil {
		return fmt.Errorf("-date: %w", err)
	}
	r.time = time.Unix(seconds, 0).UTC()
	return nil
}

func (r *release) build(ctx context.Context) error {
	if err := os.RemoveAll(r.out); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	completion, err := r.completion(ctx)
	if err != nil {
		return err
	}
	for _, p := range r.platforms {
		for _, program := range programs {
			if err := r.archive(ctx, program, p, completion); err != nil {
				return fmt.Errorf("%s for %s: %w", program.name, p, err)
			}
		}
	}
	for _, part := range []func() error{r.krew, r.install, r.chart, r.checksums} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// archive builds one program for one platform and packs it.
func (r *release) archive(ctx context.Context, program program, p platform, completion []byte) error {
	binary, err := r.compile(ctx, program, p)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(binary) }()
	if err := verifyBinary(binary, p); err != nil {
		return err
	}
	data, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	license, err := os.ReadFile(filepath.Join(r.root, "LICENSE"))
	if err != nil {
		return err
	}
	members := []member{{"LICENSE", 0o644, license}, {p.executable(program.name), 0o755, data}}
	if program.completed && p.os != "windows" { // it is a shell script
		members = append(members, member{completionName, 0o755, completion})
	}
	name := fmt.Sprintf("%s_%s_%s_%s", program.archive, r.version, p.os, p.arch)
	sbom, err := r.sbom(name, program, binary, data)
	if err != nil {
		return err
	}
	if err := r.write(name+".spdx.json", sbom); err != nil {
		return err
	}
	packed, extension, err := pack(members, p, r.time)
	if err != nil {
		return err
	}
	r.made = append(r.made, artifact{program, p, name + extension})
	return r.write(name+extension, packed)
}

func (r *release) write(name string, data []byte) error {
	return os.WriteFile(filepath.Join(r.out, name), data, 0o644)
}
