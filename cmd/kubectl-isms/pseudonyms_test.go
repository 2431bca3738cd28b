package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// people is a register in which a name stands wherever one may: in names of records and
// files, references, words of sources, texts, documents and commits.
var people = map[string]string{
	"isms/zelda-quux.yaml": `{apiVersion: isms-operator.io/v1alpha1, kind: Person, metadata: {name: zelda-quux, annotations: {by: zelda}}, spec: {displayName: Zelda Quux, sourcing: Internal, engagedFrom: "2024-01-01",
  evidence: [{name: contract of Quux, uri: ../documents/zelda-quux.txt}]}}`,
	"isms/papers/quux.yaml": `apiVersion: isms-operator.io/v1alpha1
kind: CompetencyRecord
metadata: {name: lead-auditor-zelda-quux}
spec:
  owner: {statedAs: "Z. Quux"}
  personRef: {name: zelda-quux}
  competency: Audits, as Zelda does them
  credentialID: QX-4711
---
# Zelda wrote this
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: scanner}
spec:
  owner: {statedAs: Wilhelmina Gone}
  product: Scanner, ask zelda.quux@example.org
---
apiVersion: isms-operator.io/v1alpha1
kind: SecurityRole
metadata: {name: top-management}
spec:
  title: Top management, that is Zelda
  mandate: TopManagement
  assignments: [{name: quux, personRef: {name: zelda-quux}, capacity: Principal, from: "2024-01-01"}]
---
apiVersion: isms-operator.io/v1alpha1
kind: ResourceRequirement
metadata: {name: assistant-of-zelda}
spec:
  need: Somebody who helps Zelda Quux
  decision: {state: Approved, decidedOn: "2034-12-01", rationale: Zelda has no time left, by: {personRef: {name: zelda-quux}}}
`,
	"documents/zelda-quux.txt": "signed by Zelda Quux\n",
}

// telling are the names that nothing may hold.
var telling = []string{"zelda", "quux", "4711", "wilhelmina"}

// inClear is all that a file says, with what the archives in it hold.
func inClear(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return string(data)
	}
	var all strings.Builder
	for _, f := range z.File {
		all.WriteString(f.Name + "\n")
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(inClear(t, content))
	}
	return all.String()
}

func silent(t *testing.T, what, text, keyFile string) {
	t.Helper()
	for _, name := range append(telling, strings.TrimSpace(content(t, keyFile))) {
		if at := strings.Index(strings.ToLower(text), name); at >= 0 {
			t.Errorf("%s holds %q: %q", what, name, text[max(0, at-100):min(len(text), at+40)])
		}
	}
}

func TestPseudonyms(t *testing.T) {
	dir := folder(t, people)
	r := newRepo(t, dir)
	r.git("config", "user.name", "Quux, Zelda")
	writeTo(t, filepath.Join(dir, "isms", "gone.yaml"), strings.Replace(person, "name: ada", "name: wilhelmina", 1))
	r.commit("Hire Wilhelmina, says Zelda")
	if err := os.Remove(filepath.Join(dir, "isms", "gone.yaml")); err != nil {
		t.Fatal(err)
	}
	r.commit("Wilhelmina left")
	t.Chdir(dir)
	out := t.TempDir()
	keyFile := filepath.Join(out, "key")
	args := []string{"report", "-R", "-f", "isms", "--as-of", "2035-01-01", "--since", "2020-01-01", "--pseudonyms", keyFile}
	for _, format := range []string{"html", "brief", "oscal", "zip"} {
		file := filepath.Join(out, "out."+format)
		p := isms(t, append(args, "-o", format+"="+file)...).must(t, 0)
		text := inClear(t, []byte(content(t, file)))
		silent(t, format, text+p.out, keyFile)
		if named := format == "html" || format == "zip"; named && !strings.Contains(text, "person-") {
			t.Errorf("%s has no pseudonym", format)
		}
		if format == "html" && !strings.Contains(text, `"q":[`) || format == "brief" && !strings.Contains(text, "### person-") {
			t.Errorf("%s asks nobody anything, so that the test shows little", format)
		}
		if !strings.Contains(text, "are pseudonyms") && !strings.Contains(text, "by pseudonyms") {
			t.Errorf("%s does not say that names are pseudonyms", format)
		}
		before := content(t, file)
		isms(t, append(args, "-o", format+"="+file)...).must(t, 0)
		if content(t, file) != before {
			t.Errorf("%s differs the second time", format)
		}
	}
	for _, name := range []string{keyFile, keyFile + ".names.csv"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	known := content(t, keyFile+".names.csv")
	for _, name := range []string{`"person","zelda-quux"`, `"credential","QX-4711"`, `"stated","wilhelmina gone"`, `"person","wilhelmina"`} {
		if !strings.Contains(known, name) {
			t.Errorf("the file that tells has no %s:\n%s", name, known)
		}
	}
}

// TestPseudonymsOfPack: a pack with pseudonyms is checked without the key, and made again
// with it.
func TestPseudonymsOfPack(t *testing.T) {
	dir := folder(t, people)
	newRepo(t, dir)
	out := t.TempDir()
	keyFile, file, plain := filepath.Join(out, "key"), filepath.Join(out, "pack.zip"), filepath.Join(out, "plain.zip")
	records := filepath.Join(dir, "isms")
	isms(t, "report", "-R", "-f", records, "--as-of", samplesDay, "--pseudonyms", keyFile, "-o", "zip="+file).must(t, 0)
	isms(t, "report", "-R", "-f", records, "--as-of", samplesDay, "-o", "zip="+plain).must(t, 0)
	if p := isms(t, "verify", file).must(t, 0); strings.Count(p.out, "equal ") != 4 {
		t.Error(p.out)
	}
	if p := isms(t, "verify", file, "--repository", dir, "--pseudonyms", keyFile).must(t, 0); strings.Count(p.out, "equal ") != 5 {
		t.Error(p.out)
	}
	p := isms(t, "verify", file, "--repository", dir).must(t, exitUnusable)
	if !strings.Contains(p.err, "--pseudonyms KEYFILE") {
		t.Error(p.err)
	}
	other := filepath.Join(out, "other")
	writeTo(t, other, strings.Repeat("ab", 32))
	if p = isms(t, "verify", file, "--repository", dir, "--pseudonyms", other).must(t, exitFindings); !strings.Contains(p.out, "NOT EQUAL") {
		t.Error(p.out)
	}
	isms(t, "verify", file, "--repository", dir, "--pseudonyms", filepath.Join(out, "none")).must(t, exitUnusable)

	verdict := func(file string) (r struct {
		Namespaces []struct {
			Verdict  string
			Findings []struct{ Rule, Grade, Reason, Record struct{ Kind string } }
		}
	}) {
		text := entryOf(t, []byte(content(t, file)), "report.json")
		_ = json.Unmarshal([]byte(text), &r)
		return r
	}
	if a, b := verdict(file), verdict(plain); len(a.Namespaces) != 1 || len(b.Namespaces) != 1 || a.Namespaces[0].Verdict != b.Namespaces[0].Verdict || len(a.Namespaces[0].Findings) != len(b.Namespaces[0].Findings) {
		t.Errorf("%+v\n%+v", a, b)
	}
	if held := entryOf(t, []byte(content(t, file)), "evidence/INDEX.csv"); !strings.Contains(held, "not in the pack") {
		t.Error(held)
	}
}

// TestPseudonymsRefused are calls of which no names could be taken out, or with no key.
func TestPseudonymsRefused(t *testing.T) {
	unreadPerson := strings.Replace(person, "sourcing: Internal", "sourcing: Nonsense", 1)
	unreadTool := strings.Replace(licence, "product: Scanner", "product: Scanner\n  more: Ada", 1)
	for _, c := range []struct {
		why, format, says string
		files             map[string]string
		key               string
		code              int
	}{
		{"a person could not be read", "html", "may hold the name", map[string]string{"isms/a.yaml": unreadPerson}, "", exitUnusable},
		{"nobody knows what could not be read", "html", "may hold the name", map[string]string{"isms/a.yaml": person, "isms/b.yaml": "{"}, "", exitUnusable},
		{"a pack of what could not be judged", "zip", "could be judged alone", map[string]string{"isms/a.yaml": person, "isms/b.yaml": unreadTool}, "", exitUnusable},
		{"a folder is called as a person is", "zip", "name a folder above", map[string]string{"isms/ada.yaml": person}, "", exitUnusable},
		{"a key file that a variable did not name", "html", "--pseudonyms is empty", map[string]string{"isms/a.yaml": person}, "empty", exitUnusable},
		{"no key", "html", "64 hexadecimal digits", map[string]string{"isms/a.yaml": person}, "secret", exitUnusable},
	} {
		dir := folder(t, c.files)
		newRepo(t, dir)
		keyFile := filepath.Join(t.TempDir(), "key")
		switch c.key {
		case "":
		case "empty":
			keyFile = ""
		default:
			writeTo(t, keyFile, c.key)
		}
		records := filepath.Join(dir, "isms")
		if strings.Contains(c.why, "folder") {
			records = filepath.Join(records, "ada.yaml")
		}
		file := filepath.Join(t.TempDir(), "out")
		p := isms(t, "report", "-f", records, "--as-of", samplesDay, "--pseudonyms", keyFile, "-o", c.format+"="+file).must(t, c.code)
		if !strings.Contains(p.err, c.says) {
			t.Errorf("%s: %s", c.why, p.err)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s: it is written all the same", c.why)
		}
	}
}
