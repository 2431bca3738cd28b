package pack

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// tool is a record of another point than person, with a document of its own and one of hers.
const tool = `apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata:
  name: scanner
spec:
  product: Scanner
  evidence:
  - {name: own, uri: ../documents/other.txt}
  - {name: shared, uri: ../documents/contract.txt}
`

// TestScope: a scoped pack holds lists and documents of what it is of, under its name, and
// the whole of what the verdict hangs on.
func TestScope(t *testing.T) {
	all := repository()
	all["records/tool.yaml"] = &fstest.MapFile{Data: []byte(tool)}
	for _, c := range []struct {
		why           string
		points, kinds []string
		has, lacks    []string
	}{
		{"a kind", nil, []string{"toollicense"},
			[]string{"only-ToolLicense/populations/ToolLicense.csv", "only-ToolLicense/evidence/documents/documents/other.txt", "only-ToolLicense/evidence/documents/documents/contract.txt"},
			[]string{"only-ToolLicense/populations/Person.csv"}},
		{"a kind that no matrix shows", nil, []string{"InternalAudit"}, nil, []string{"only-InternalAudit/matrices.xlsx"}},
		{"the point of people, whose documents are held", []string{"P2"}, nil,
			[]string{"only-P2/populations/Person.csv", "only-P2/evidence/documents/documents/contract.txt", "only-P2/matrices.xlsx"},
			[]string{"only-P2/populations/ToolLicense.csv", "only-P2/evidence/documents/documents/other.txt"}},
		{"a point by its condition, and a kind", []string{"PersonnelCompetent"}, []string{"ToolLicense"},
			[]string{"only-P2-ToolLicense/populations/Person.csv", "only-P2-ToolLicense/populations/ToolLicense.csv"}, nil},
	} {
		scope, err := NewScope(c.points, c.kinds)
		if err != nil {
			t.Fatal(err)
		}
		p := predicate()
		p.Scope = scope
		contents, err := gather(t.Context(), all, p, MaxDocuments)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := contents.Write(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		o := opened(t, b.Bytes())
		if found := differences(t, o); found != nil {
			t.Errorf("%s: %q", c.why, found)
		}
		have := byName(o.entries)
		for _, name := range append(c.has, "manifests/records/ada.yaml", "manifests/records/tool.yaml", "report.json", "VERIFY.md") {
			if have[name] == nil {
				t.Errorf("%s: %s is not in the pack", c.why, name)
			}
		}
		for _, name := range append(c.lacks, "populations/Person.csv", "MISSING.csv", "evidence/INDEX.csv") {
			if have[name] != nil {
				t.Errorf("%s: %s is in the pack", c.why, name)
			}
		}
		if guide := string(have["VERIFY.md"]); !strings.Contains(guide, "Of: "+scope.String()) || !strings.Contains(guide, "manifests "+scope.Folder()+"evidence/documents;") {
			t.Errorf("%s: %s", c.why, guide)
		}
		index := string(have[scope.Folder()+"evidence/INDEX.csv"])
		if scope.kind("ToolLicense") != strings.Contains(index, "scanner") || scope.kind("Person") != strings.Contains(index, "ada") {
			t.Errorf("%s: %s", c.why, index)
		}
		// eve could not be judged, which a pack of tools need not say.
		if unjudged := string(have[scope.Folder()+notJudgedEntry]); scope.kind("Person") != strings.Contains(unjudged, "eve") {
			t.Errorf("%s: %s", c.why, unjudged)
		}
	}
}

// TestScopeOf says what of the findings belongs to a scope.
func TestScopeOf(t *testing.T) {
	scope, err := NewScope([]string{"p7"}, []string{"ToolLicense"})
	if err != nil {
		t.Fatal(err)
	}
	if scope.String() != "P7, ToolLicense" || scope.Folder() != "only-P7-ToolLicense/" {
		t.Error(scope, scope.Folder())
	}
	for _, c := range []struct {
		why     string
		finding assess.Finding
		in      bool
	}{
		{"on a kind that is asked for", assess.Finding{Point: assess.Maintenance, Record: assess.Ref{Kind: "ToolLicense"}}, true},
		{"on a kind that is at home in the point", assess.Finding{Point: assess.Competence, Record: assess.Ref{Kind: "ServiceReview"}}, true},
		{"on another kind, for the point", assess.Finding{Point: assess.Outsourcing, Record: assess.Ref{Kind: "Person"}}, true},
		{"on neither", assess.Finding{Point: assess.Competence, Record: assess.Ref{Kind: "Person"}}, false},
	} {
		if scope.finding(&c.finding) != c.in {
			t.Errorf("%s: %v", c.why, !c.in)
		}
	}
	var whole *Scope
	if !whole.kind("Person") || whole.Folder() != "" || whole.String() != "" || !whole.finding(&assess.Finding{}) {
		t.Error("no scope is not everything")
	}
	if _, err := NewScope([]string{"P2", "P99"}, nil); err == nil {
		t.Error("a point that is not known is taken")
	}
	var kinds []string
	for _, p := range assess.Points() {
		s, err := NewScope([]string{p.ID}, nil)
		if err != nil || !slices.Equal(s.Points, []string{p.ID}) {
			t.Error(p.ID, s, err)
		}
		if s.kind(string(api.KindPerson)) {
			kinds = append(kinds, p.ID)
		}
	}
	if len(kinds) != 1 {
		t.Errorf("people are at home in %q", kinds)
	}
}
