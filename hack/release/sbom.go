package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// The parts of an SPDX 2.3 document that we write
// (https://spdx.github.io/spdx-spec/v2.3/).
type spdxDocument struct {
	SPDXVersion       string             `json:"spdxVersion"`
	DataLicense       string             `json:"dataLicense"`
	SPDXID            string             `json:"SPDXID"`
	Name              string             `json:"name"`
	DocumentNamespace string             `json:"documentNamespace"`
	CreationInfo      spdxCreation       `json:"creationInfo"`
	Packages          []spdxPackage      `json:"packages"`
	Relationships     []spdxRelationship `json:"relationships"`
}

type spdxCreation struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

type spdxPackage struct {
	SPDXID           string         `json:"SPDXID"`
	Name             string         `json:"name"`
	Version          string         `json:"versionInfo"`
	DownloadLocation string         `json:"downloadLocation"`
	FilesAnalyzed    bool           `json:"filesAnalyzed"`
	LicenseConcluded string         `json:"licenseConcluded"`
	LicenseDeclared  string         `json:"licenseDeclared"`
	Copyright        string         `json:"copyrightText"`
	Purpose          string         `json:"primaryPackagePurpose,omitempty"`
	SourceInfo       string         `json:"sourceInfo,omitempty"`
	Checksums        []spdxChecksum `json:"checksums,omitempty"`
	ExternalRefs     []spdxRef      `json:"externalRefs"`
}

type spdxChecksum struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"checksumValue"`
}

type spdxRef struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type spdxRelationship struct {
	Element string `json:"spdxElementId"`
	Type    string `json:"relationshipType"`
	Related string `json:"relatedSpdxElement"`
}

const none = "NOASSERTION"

// sbom lists what a program was built from: the modules that the linker wrote into
// it, which are those that are in it, and the standard library.
func (r *release) sbom(name string, program program, path string, binary []byte) ([]byte, error) {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading what it was built from: %w", err)
	}
	sum := sha256.Sum256(binary)
	self := spdxPackage{
		SPDXID: "SPDXRef-Program", Name: program.name, Version: r.version, DownloadLocation: homepage,
		LicenseConcluded: "Apache-2.0", LicenseDeclared: "Apache-2.0", Copyright: none, Purpose: "APPLICATION",
		Checksums:    []spdxChecksum{{"SHA256", hex.EncodeToString(sum[:])}},
		ExternalRefs: []spdxRef{purl(info.Main.Path, r.version)},
	}
	d := spdxDocument{
		SPDXVersion: "SPDX-2.3", DataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT", Name: name,
		DocumentNamespace: homepage + "/releases/download/" + r.version + "/" + name + ".spdx.json",
		CreationInfo:      spdxCreation{r.time.Format(time.RFC3339), []string{"Tool: isms-operator-release"}},
		Packages:          []spdxPackage{self},
		Relationships:     []spdxRelationship{{"SPDXRef-DOCUMENT", "DESCRIBES", self.SPDXID}},
	}
	for i, module := range append([]*debug.Module{{Path: "stdlib", Version: strings.TrimPrefix(info.GoVersion, "go")}}, info.Deps...) {
		if module.Replace != nil {
			module = module.Replace
		}
		p := modulePackage(i, module)
		d.Packages = append(d.Packages, p)
		d.Relationships = append(d.Relationships, spdxRelationship{self.SPDXID, "DEPENDS_ON", p.SPDXID})
	}
	data, err := json.MarshalIndent(d, "", "  ")
	return append(data, '\n'), err
}

func modulePackage(number int, module *debug.Module) spdxPackage {
	p := spdxPackage{
		SPDXID: fmt.Sprintf("SPDXRef-Module-%d", number), Name: module.Path, Version: module.Version,
		DownloadLocation: none, LicenseConcluded: none, LicenseDeclared: none, Copyright: none,
		ExternalRefs: []spdxRef{purl(module.Path, module.Version)},
	}
	if module.Sum != "" {
		p.SourceInfo = "go.sum " + module.Sum
	}
	return p
}

func purl(path, version string) spdxRef {
	version = strings.ReplaceAll(version, "+", "%2B") // as in v2.0.0+incompatible
	return spdxRef{"PACKAGE-MANAGER", "purl", "pkg:golang/" + path + "@" + version}
}
