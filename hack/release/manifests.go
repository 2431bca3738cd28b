package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

// The manifest by which krew installs the plugin
// (https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/).
type krewPlugin struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Metadata   map[string]string `json:"metadata"`
	Spec       krewSpec          `json:"spec"`
}

type krewSpec struct {
	Version          string         `json:"version"`
	Homepage         string         `json:"homepage"`
	ShortDescription string         `json:"shortDescription"`
	Description      string         `json:"description"`
	Platforms        []krewPlatform `json:"platforms"`
}

type krewPlatform struct {
	Selector map[string]map[string]string `json:"selector"`
	URI      string                       `json:"uri"`
	SHA256   string                       `json:"sha256"`
	Files    []krewFile                   `json:"files"`
	Bin      string                       `json:"bin"`
}

type krewFile struct {
	From string `json:"from"`
	To   string `json:"to"`
}

const krewDescription = `Judges the evidence for ISO/IEC 27001:2022 Clause 7.1 (resources), in files or in a
cluster, and says for each finding what is missing, why, and what to do.
`

func (r *release) krew() error {
	plugin := krewPlugin{
		APIVersion: "krew.googlecontainertools.github.com/v1alpha2", Kind: "Plugin",
		Metadata: map[string]string{"name": "isms"},
		Spec: krewSpec{
			Version: r.version, Homepage: homepage, Description: krewDescription,
			ShortDescription: "Judge the evidence for ISO 27001 Clause 7.1",
		},
	}
	for _, a := range r.made {
		if a.program.name != pluginName {
			continue
		}
		sum, err := r.checksum(a.file)
		if err != nil {
			return err
		}
		p := krewPlatform{
			Selector: map[string]map[string]string{"matchLabels": {"os": a.platform.os, "arch": a.platform.arch}},
			URI:      homepage + "/releases/download/" + r.version + "/" + a.file,
			SHA256:   sum, Bin: a.platform.executable(pluginName),
			Files: []krewFile{{"LICENSE", "."}, {a.platform.executable(pluginName), "."}},
		}
		if a.platform.os != "windows" {
			p.Files = append(p.Files, krewFile{completionName, "."})
		}
		plugin.Spec.Platforms = append(plugin.Spec.Platforms, p)
	}
	data, err := yaml.Marshal(plugin)
	if err != nil {
		return err
	}
	return r.write("isms.yaml", data) // krew wants the file to have the plugin's name
}

// install writes dist/install.yaml with the image of this release.
func (r *release) install() error {
	data, err := os.ReadFile(filepath.Join(r.root, "dist", "install.yaml"))
	if err != nil {
		return err
	}
	data, err = replaceOnce(data, "dist/install.yaml", regexp.MustCompile(`(?m)^( +image: )isms-operator:dev$`), "${1}"+r.image+":"+r.version)
	if err != nil {
		return err
	}
	return r.write("install.yaml", data)
}

// chart packs the chart with the version of this release. Helm's own command would
// write the time of the day into the archive.
func (r *release) chart() error {
	root := filepath.Join(r.root, "charts", product)
	var members []member
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == ".helmignore" || strings.HasSuffix(name, ".gotmpl") {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		if err == nil {
			data, err = r.versioned(relative, data)
		}
		members = append(members, member{path.Join(product, filepath.ToSlash(relative)), 0o644, data})
		return err
	})
	if err != nil {
		return fmt.Errorf("chart: %w", err)
	}
	packed, err := packTar(members, r.time)
	if err != nil {
		return err
	}
	return r.write(product+"-"+strings.TrimPrefix(r.version, "v")+".tgz", packed)
}

var (
	chartVersion    = regexp.MustCompile(`(?m)^version: .*$`)
	chartAppVersion = regexp.MustCompile(`(?m)^appVersion: .*$`)
	chartRepository = regexp.MustCompile(`(?m)^(  repository: ).*$`)
)

// versioned sets version and image in the files of the chart that name them.
func (r *release) versioned(name string, data []byte) (_ []byte, err error) {
	switch name {
	case "Chart.yaml":
		if data, err = replaceOnce(data, name, chartVersion, "version: "+strings.TrimPrefix(r.version, "v")); err != nil {
			return nil, err
		}
		return replaceOnce(data, name, chartAppVersion, `appVersion: "`+r.version+`"`)
	case "values.yaml", filepath.Join("files", "defaults", "values.yaml"):
		return replaceOnce(data, name, chartRepository, "${1}"+r.image)
	}
	return data, nil
}

// replaceOnce fails unless there is exactly one place to replace: a file that has
// changed its form must not be released with the old version in it.
func replaceOnce(data []byte, name string, what *regexp.Regexp, by string) ([]byte, error) {
	if n := len(what.FindAll(data, -1)); n != 1 {
		return nil, fmt.Errorf("%s has %d lines like %s, want one", name, n, what)
	}
	return what.ReplaceAll(data, []byte(by)), nil
}

func (r *release) checksum(name string) (string, error) {
	data, err := os.ReadFile(filepath.Join(r.out, name))
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), err
}

// checksums lists all other files in the form of sha256sum.
func (r *release) checksums() error {
	entries, err := os.ReadDir(r.out) // sorted by name
	if err != nil {
		return err
	}
	var list strings.Builder
	for _, entry := range entries {
		sum, err := r.checksum(entry.Name())
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "%s  %s\n", sum, entry.Name())
	}
	return r.write("SHA256SUMS", []byte(list.String()))
}
