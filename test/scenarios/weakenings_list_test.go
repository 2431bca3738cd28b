package scenarios

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// verdictlessMost is how many fields noVerdict may have: a longer list is no exception.
const verdictlessMost = 35

// noVerdict are fields on which no verdict rests, each with the reason: those of a name in
// any kind, or one of a kind.
var noVerdict = map[string]string{
	".Rationale":                "why it was approved or accepted; that somebody did who may is judged (P1-05, P1-14, X-15), and of decisions on resources the reason is asked for (P5-03)",
	".Issuer":                   "who confirms the credential; the credential itself, a document or a check is judged (P2-09)",
	".Target":                   "how much is to be reached; when, by what means and whether it was reached is judged (P1-10, P1-12, P7-05, P10-02)",
	".Note":                     "explains a verdict on an asset that is judged itself (P3-04)",
	".Notes":                    "explains a result of maintenance that is judged itself (P6-09)",
	".Location":                 "says where something is",
	".Version":                  "says what is in use; the end of its support is a day of its own (P6-04, P6-11)",
	".Service":                  "describes a service; what it is to the ISMS is in provides",
	".Description":              "describes a risk or how a control is implemented; title, rating and treatment, and how far the control is, are judged",
	".Vendor":                   "names the vendor, which free software may lack",
	".ManagerRef":               "a line to who is audited is a tie (D-04); nobody has to have one",
	".Rows[].ServiceRef":        "says what a row of the matrix is about; a service that has ended is judged itself",
	".Likelihood":               "on the scale of the organization; the rating that follows from it is judged (P1-11, P1-14, P1-19)",
	".Impact":                   "as likelihood",
	".ExistingControls":         "says what keeps a risk down; the controls that treat it are judged (P1-04)",
	".Assets[].StatedAs":        "says what a risk is about",
	".Assets[].ResourceRef":     "says what a risk is about; what treats it is judged (P1-04)",
	".DisplayName":              "what an asset or a person is called",
	".Environment":              "says where an asset belongs",
	".Administrators[]":         "whoever administers a tool; that two who are present administer a critical one is judged (P3-06)",
	".ComplianceScopes[]":       "says in which schemes a tool is",
	".ProvisionedBy":            "nobody has to grant access alone; who administers a critical tool is judged (P3-06)",
	".DeprovisionedBy":          "as provisionedBy",
	".Documents[]":              "where it is written; proof of a control is judged (S-13)",
	".Nonconformity.ID":         "the number that the source gave it",
	".Nonconformity.Text":       "what was found; its cause and its correction are judged (P10-07)",
	".Nonconformity.Correction": "what was done at once; its cause and its correction are judged (P10-07)",
	".Nonconformity.Clause":     "what it is against",
	".Findings[].Clause":        "what a finding is against; the work on it is judged (P9-14)",
	".Strengths[]":              "what was good",
	".Auditors[].Independence":  "is judged by what the auditor does (D-04)",
	".Deviation.Scope":          "where it is so; that it is approved and ends is judged (P6-08)",
	".Recurrence.StatedAs":      "how often it recurs is in everyMonths (P1-06, P10-03)",
	".AuthorityGrantedBy":       "each appointment says who made it, and is judged (P8-07)",
	".Team.Lead":                "who leads a team may be anybody who is there, which is judged (P8-13); who of its members may decide is judged by what each of them signs",
}

// restless finds the entry of noVerdict that speaks of a fact.
func restless(path string) string {
	for at := range path {
		if path[at] == '.' && noVerdict[path[at:]] != "" {
			return path[at:]
		}
	}
	return ""
}

// The list stands between these lines of the page.
const (
	listPage   = "../../docs/what-counts.md"
	listBegins = "<!-- Written by go test ./test/scenarios -update -->\n"
	listEnds   = "<!-- End of what is written -->\n"
)

// TestNoVerdictIsPrinted holds the page against the list; -update writes it.
func TestNoVerdictIsPrinted(t *testing.T) {
	if len(noVerdict) > verdictlessMost {
		t.Errorf("%d fields are listed, of %d at the most", len(noVerdict), verdictlessMost)
	}
	page, err := os.ReadFile(listPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(page), listBegins)
	_, after, ends := strings.Cut(rest, listEnds)
	if !begins || !ends {
		t.Fatalf("%s has no place for the list", listPage)
	}
	want := before + listBegins + noVerdictTable() + listEnds + after
	if want == string(page) {
		return
	}
	if !*update {
		t.Fatalf("%s is not as the list; -update writes it", listPage)
	}
	if err := os.WriteFile(listPage, []byte(want), 0o644); err != nil { //nolint:gosec // a page is for everyone to read
		t.Fatal(err)
	}
}

// noVerdictTable is the list as a table, in the words of manifests.
func noVerdictTable() string {
	var b strings.Builder
	b.WriteString("| Field | Why no verdict rests on it |\n|---|---|\n")
	for _, path := range slices.Sorted(maps.Keys(noVerdict)) {
		fields := strings.Split(strings.TrimPrefix(path, "."), ".")
		for i, f := range fields {
			fields[i] = strings.ToLower(f[:1]) + f[1:]
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.Join(fields, "."), noVerdict[path])
	}
	return b.String()
}
