package pack

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// person is a record that names documents: one that is there, one that is not, one that is
// outside of the repository, one that is a folder, and one that is kept elsewhere.
const person = `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata:
  name: ada
spec:
  displayName: "=HYPERLINK(\"x\")"
  sourcing: Internal
  engagedFrom: "2024-02-01"
  evidence:
  - {name: contract, uri: ../documents/contract.txt}
  - {name: lost, uri: ../documents/lost.txt}
  - {name: outside, uri: ../../../../etc/hostname}
  - {name: folder, uri: ../documents}
  - {name: remote, uri: "https://wiki.example.org/contract"}
`

const unreadable = `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata:
  name: eve
spec:
  sourcing: Nonsense
`

func repository() fstest.MapFS {
	return fstest.MapFS{
		"records/ada.yaml":       {Data: []byte(person)},
		"records/eve.yaml":       {Data: []byte(unreadable)},
		"documents/contract.txt": {Data: []byte("signed\n")},
		"documents/other.txt":    {Data: []byte("of no record\n")},
	}
}

func predicate() Predicate {
	return Predicate{
		AsOf: api.MustDate("2026-06-01"), Since: api.MustDate("2025-06-01"), Revision: strings.Repeat("ab", 20),
		Paths: []string{"records"}, Version: "v1.2.3", Command: "kubectl isms report", Namespace: "default", Language: "en",
	}
}

// written is the pack of a repository.
func written(t *testing.T, repository fstest.MapFS, room int) []byte {
	t.Helper()
	c, err := gather(t.Context(), repository, predicate(), room)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := c.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened opens a pack that can be opened.
func opened(t *testing.T, data []byte) *Opened {
	t.Helper()
	o, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// differences are all that the checks of a pack find.
func differences(t *testing.T, o *Opened) (all []string) {
	t.Helper()
	checks, err := o.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		all = append(all, c.Differences...)
	}
	return all
}

func TestPack(t *testing.T) {
	data := written(t, repository(), MaxDocuments)
	if again := written(t, repository(), MaxDocuments); !bytes.Equal(data, again) {
		t.Error("the same repository gives two packs")
	}
	o := opened(t, data)
	if found := differences(t, o); found != nil {
		t.Error(found)
	}
	var have []string
	for _, e := range o.entries {
		have = append(have, e.name)
	}
	want := []string{missingEntry, notJudgedEntry, sumsEntry, guideEntry, changesEntry, documentsIndex, documentsFolder + "documents/contract.txt",
		manifestsFolder + "records/ada.yaml", manifestsFolder + "records/eve.yaml", populationsFolder + "Person.csv", reportEntry, statementEntry}
	for _, name := range want {
		if !slices.Contains(have, name) {
			t.Errorf("%s is not in the pack", name)
		}
	}
	if slices.Contains(have, documentsFolder+"documents/other.txt") {
		t.Error("a document that no record names is in the pack")
	}
	if !slices.IsSorted(have) {
		t.Errorf("entries are not in order: %q", have)
	}
}

// rows reads a table of a pack, without its header.
func rows(t *testing.T, o *Opened, name string) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(o.content(name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func TestPopulationHasAllRecords(t *testing.T) {
	o := opened(t, written(t, repository(), MaxDocuments))
	people := rows(t, o, populationsFolder+"Person.csv")
	if len(people) != 2 || people[0][1] != "ada" || people[0][2] != "yes" || people[1][1] != "eve" || people[1][2] == "yes" {
		t.Errorf("%q", people)
	}
	if !slices.Contains(people[0], `'=HYPERLINK("x")`) {
		t.Errorf("a cell is a formula: %q", people[0])
	}
	if unjudged := rows(t, o, notJudgedEntry); len(unjudged) != 1 || unjudged[0][0] != "records/eve.yaml" || unjudged[0][5] != "spec.sourcing" {
		t.Errorf("%q", unjudged)
	}
}

// TestMissing: the list of what is missing has what the ISMS as a whole lacks, and what a
// record names that is not there.
func TestMissing(t *testing.T) {
	o := opened(t, written(t, repository(), MaxDocuments))
	var reasons []string
	for _, row := range rows(t, o, missingEntry) {
		reasons = append(reasons, row[5])
	}
	for _, want := range []string{"EvidenceMissing", "NoTopManagement", "NoResourceNeedsIdentified", "NoStatementOfApplicability"} {
		if !slices.Contains(reasons, want) {
			t.Errorf("%s is not among %q", want, reasons)
		}
	}
}

func TestDocuments(t *testing.T) {
	states := func(data []byte) map[string]string {
		all := map[string]string{}
		for _, row := range rows(t, opened(t, data), documentsIndex) {
			all[row[3]] = row[6] + "|" + row[7] + "|" + row[9]
		}
		return all
	}
	sum := digest([]byte("signed\n"))
	have := states(written(t, repository(), MaxDocuments))
	for field, want := range map[string]string{
		"spec.evidence[contract]": "in the pack|" + sum + "|evidence/documents/documents/contract.txt",
		"spec.evidence[lost]":     "not in the repository at this revision||",
		"spec.evidence[outside]":  "not in the repository at this revision||",
		"spec.evidence[folder]":   "no document: it is a folder||",
		"spec.evidence[remote]":   "elsewhere: not looked at, as declared||",
	} {
		if have[field] != want {
			t.Errorf("%s is %q, want %q", field, have[field], want)
		}
	}
	// Beyond the size of a pack the digest alone is there, and the judgement is the same.
	small := written(t, repository(), 3)
	if have := states(small)["spec.evidence[contract]"]; have != "not in the pack: beyond its size|"+sum+"|" {
		t.Error(have)
	}
	o := opened(t, small)
	if found := differences(t, o); found != nil {
		t.Error(found)
	}
	if !bytes.Equal(o.content(reportEntry), opened(t, written(t, repository(), MaxDocuments)).content(reportEntry)) {
		t.Error("how much of documents is in a pack changes what is judged")
	}
}

func TestNoPackOfNothing(t *testing.T) {
	for _, c := range []struct {
		why, file, content, says string
	}{
		{"no record", "records/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "nothing can be judged"},
		{"a name that is none elsewhere", `records/a\b.yaml`, person, "backslash"},
	} {
		contents, err := Gather(t.Context(), fstest.MapFS{c.file: {Data: []byte(c.content)}}, predicate())
		if err == nil {
			_, err = contents.Write(t.Context(), &bytes.Buffer{})
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// TestAbsentReasons: each part of the pattern names a reason of the catalogue.
func TestAbsentReasons(t *testing.T) {
	catalogue, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for text := range strings.Lines(string(catalogue)) {
		if reason, ok := strings.CutPrefix(strings.TrimSuffix(text, "\"></a>\n"), "<a id=\""); ok && absent.MatchString(reason) {
			count++
		}
	}
	for _, c := range []struct {
		reason string
		want   bool
	}{
		{"NoInternalAudit", true}, {"NothingMaintained", true}, {"EvidenceMissing", true}, {"ReferenceNotFound", true}, {"RoleUnfilled", true},
		{"ControlWithoutOwner", true}, {"AppointmentsNotRecorded", true}, {"DanglingSource", true}, {"SoaIncomplete", true},
		{"NotReadyForCertification", false}, {"NoteTaken", false}, {"ContractExpired", false}, {"EvidenceBunched", false},
	} {
		if absent.MatchString(c.reason) != c.want {
			t.Errorf("%s says that something is absent: %t, want %t", c.reason, !c.want, c.want)
		}
	}
	if count < 40 {
		t.Errorf("%d reasons of the catalogue say that something is absent", count)
	}
}
