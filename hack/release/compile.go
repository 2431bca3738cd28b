package main

import (
	"context"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// platform is an operating system and an architecture, in Go's words.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

const allPlatforms = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

func parsePlatforms(list string) ([]platform, error) {
	var all []platform
	for name := range strings.SplitSeq(list, ",") {
		if !strings.Contains(","+allPlatforms+",", ","+name+",") {
			return nil, fmt.Errorf("-platforms names %q: choose among %s", name, allPlatforms)
		}
		system, arch, _ := strings.Cut(name, "/")
		all = append(all, platform{system, arch})
	}
	return all, nil
}

func (p platform) executable(name string) string {
	if p.os == "windows" {
		return name + ".exe"
	}
	return name
}

// program is one that is released.
type program struct {
	name, pkg string
	archive   string // first part of the archive's name
	completed bool   // kubectl completes it
}

const (
	pluginName     = "kubectl-isms"
	completionName = "kubectl_complete-isms"
)

var programs = []program{
	{name: "manager", pkg: "./cmd/manager", archive: product},
	{name: pluginName, pkg: "./cmd/kubectl-isms", archive: pluginName, completed: true},
}

// completion returns the script by which kubectl completes the plugin.
func (r *release) completion(ctx context.Context) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", "run", "-trimpath", "-buildvcs=false", "./cmd/kubectl-isms", "completion", "kubectl")
	cmd.Dir, cmd.Stderr = r.root, os.Stderr
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("completion script of the plugin: %w", err)
	}
	return data, nil
}

// compile builds a program into a temporary file. Nothing of the machine goes in: no
// path, no state of a repository, no C library.
func (r *release) compile(ctx context.Context, program program, p platform) (string, error) {
	out := filepath.Join(r.out, p.executable(program.name)+"."+p.os+"-"+p.arch)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -X main.version="+r.version, "-o", out, program.pkg)
	cmd.Dir, cmd.Stdout, cmd.Stderr = r.root, os.Stderr, os.Stderr
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+p.os, "GOARCH="+p.arch,
		// Defaults, should the user have set others.
		"GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=")
	return out, cmd.Run()
}

// verifyBinary fails if a program is not one of the platform, or needs more than the
// platform itself. On Linux that is nothing at all; the others have no stable way
// around their system libraries.
func verifyBinary(path string, p platform) error {
	var (
		machine, want string
		libraries     []string
		err           error
	)
	switch p.os {
	case "linux":
		machine, libraries, err = inspectELF(path)
		want = map[string]string{"amd64": elf.EM_X86_64.String(), "arm64": elf.EM_AARCH64.String()}[p.arch]
	case "darwin":
		machine, libraries, err = inspectMachO(path)
		want = map[string]string{"amd64": macho.CpuAmd64.String(), "arm64": macho.CpuArm64.String()}[p.arch]
	case "windows":
		machine, libraries, err = inspectPE(path)
		want = map[string]string{"amd64": fmt.Sprint(pe.IMAGE_FILE_MACHINE_AMD64), "arm64": fmt.Sprint(pe.IMAGE_FILE_MACHINE_ARM64)}[p.arch]
	}
	if err != nil {
		return fmt.Errorf("is no program of %s: %w", p.os, err)
	}
	if machine != want {
		return fmt.Errorf("is for the machine %s, want %s", machine, want)
	}
	for _, library := range libraries {
		system := p.os == "darwin" && (strings.HasPrefix(library, "/usr/lib/") || strings.HasPrefix(library, "/System/")) ||
			p.os == "windows" && strings.EqualFold(library, "kernel32.dll")
		if !system {
			return fmt.Errorf("is not static: it needs %s", library)
		}
	}
	return nil
}

func inspectELF(path string) (string, []string, error) {
	file, err := elf.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }()
	var needs []string
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			needs = append(needs, "a dynamic linker")
		}
	}
	return file.Machine.String(), needs, nil
}

func inspectMachO(path string) (string, []string, error) {
	file, err := macho.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }()
	libraries, err := file.ImportedLibraries()
	return file.Cpu.String(), libraries, err
}

func inspectPE(path string) (string, []string, error) {
	file, err := pe.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }()
	// ImportedLibraries of debug/pe returns nothing; symbols end in the library.
	symbols, err := file.ImportedSymbols()
	var libraries []string
	for _, symbol := range symbols {
		_, library, _ := strings.Cut(symbol, ":")
		libraries = append(libraries, library)
	}
	return fmt.Sprint(file.Machine), libraries, err
}
