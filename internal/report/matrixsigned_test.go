package report_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/matrix"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// story is a story of records, or of what was seen of a cluster as well.
func story(t testing.TB, name string) scenarios.Scenario {
	t.Helper()
	if s, ok := records(t).stories[name]; ok {
		return s
	}
	for _, s := range observed(t) {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no story %s", name)
	return scenarios.Scenario{}
}

var readObserved = sync.OnceValues(func() ([]scenarios.Scenario, error) { return scenarios.LoadObserved("../../test/scenarios") })

// observed are the stories of what was seen of a cluster.
func observed(t testing.TB) []scenarios.Scenario {
	t.Helper()
	all, err := readObserved()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// approvalField takes the approval that a field is of.
var approvalField = regexp.MustCompile(`^spec\.approvals\[(.*?)\]\.`)

// TestApprovalsAgreeWithTheVerdict: the table shows as a gap what the rules find on an approval, and
// nothing else, in every story, on its day and later.
func TestApprovalsAgreeWithTheVerdict(t *testing.T) {
	seen := 0
	for name, s := range records(t).stories {
		for _, later := range []int{0, 90, 700} {
			day, want, have := s.AsOf.AddDays(later), map[string]bool{}, map[string]bool{}
			for _, f := range mustRun(rules.Registry(), s.World(), day).Rollup.Findings {
				if m := approvalField.FindStringSubmatch(f.Field); m != nil {
					want[f.Record.String()+" "+m[1]+" "+f.Reason] = true
				}
			}
			for _, a := range matrix.Approvals(assess.LookWith(rules.Registry(), s.World(), day)) {
				for _, reason := range a.Gaps {
					if a.Act == nil {
						have[a.Record.String()+" "+a.Approval.Name+" "+reason] = true
					}
				}
			}
			if !maps.Equal(have, want) {
				t.Errorf("%s on %s: the table shows\n%v\nand the rules find\n%v", name, day, have, want)
			}
			seen += len(want)
		}
	}
	if seen < 20 {
		t.Errorf("only %d gaps: the test shows little", seen)
	}
}

// accessRules are the rules on what people are granted.
var accessRules = []string{"P8-14", "P8-16", "D-12", "D-13"}

// TestAccessAgreesWithTheVerdict: of each person the table shows as gaps what the rules find on what
// they are granted, on the binding that the finding names, and nothing else.
func TestAccessAgreesWithTheVerdict(t *testing.T) {
	seen := 0
	for _, s := range observed(t) {
		for _, later := range []int{-1, 0, 90} {
			day, want, have := s.AsOf.AddDays(later), map[string]bool{}, map[string]bool{}
			found := mustRun(rules.Registry(), s.World(), day).Rollup.Findings
			for _, f := range found {
				if slices.Contains(accessRules, f.Rule) {
					want[f.Record.Name+" "+f.Reason] = true
				}
			}
			for _, g := range matrix.Access(assess.Look(s.World(), day)) {
				for _, reason := range g.Gaps {
					have[g.Person.Name+" "+reason] = true
					binding := g.Grant.Binding.Kind + " " + strings.TrimPrefix(g.Grant.Binding.Namespace+"/", "/") + g.Grant.Binding.Name
					if !slices.ContainsFunc(found, func(f assess.Finding) bool {
						return f.Reason == reason && f.Record.Name == g.Person.Name && (strings.Contains(f.Message, binding) || strings.Contains(f.Message, " more"))
					}) {
						t.Errorf("%s on %s: no finding %s on %s names %s", s.Name, day, reason, g.Person.Name, binding)
					}
				}
			}
			if !maps.Equal(have, want) {
				t.Errorf("%s on %s: the table shows\n%v\nand the rules find\n%v", s.Name, day, have, want)
			}
			seen += len(want)
		}
	}
	if seen < 5 {
		t.Errorf("only %d gaps: the test shows little", seen)
	}
}

// TestAccessNotObserved: where nobody looked, or not at all of it, the table says so, and is not empty.
func TestAccessNotObserved(t *testing.T) {
	s := story(t, "cluster-admin-by-a-group")
	unscoped := story(t, "certificate-expired")
	unseen := assess.NewWorld(s.Name, s.Records)
	for _, c := range []struct {
		why        string
		world      *assess.World
		on         api.Date
		cell, gap  string
		rowsBeside bool
	}{
		{"somebody looked at all of it, and no role says what it needs", s.World(), s.AsOf, "", "AccessNeedsNotStated", true},
		{"the ISMS has nothing compared", unscoped.World(), unscoped.AsOf, "not observed: the ISMS names no observedScope", "unknown", false},
		{"nobody looked", unseen, s.AsOf, "not observed: nobody looked at its roles and bindings", "AccessNotObserved", false},
		{"somebody looked later", s.World(), api.DateOf(s.Observation.SeenAt).AddDays(-1), "which says nothing of a day before", "AccessNotObserved", false},
		{"on the day itself", s.World(), api.DateOf(s.Observation.SeenAt), "", "AccessNeedsNotStated", true},
		{"on the last day that counts", s.World(), api.DateOf(s.Observation.SeenAt).AddDays(7), "", "AccessNeedsNotStated", true},
		{"a day too long ago", s.World(), api.DateOf(s.Observation.SeenAt).AddDays(8), "and that counts for 7 days", "AccessNotObserved, AccessNeedsNotStated", true},
	} {
		m := table(t, "access", []*assess.World{c.world}, c.on)
		var cell, gap string
		beside := len(m.Rows)
		if len(m.Rows) > 0 && strings.HasPrefix(m.Rows[0][1], "ClauseAssessment/") {
			cell, gap, beside = m.Rows[0][3], m.Rows[0][len(m.Columns)-1], beside-1
		}
		if !strings.Contains(cell, c.cell) || (cell == "") != (c.cell == "") || gap != c.gap || (beside > 0) != c.rowsBeside {
			t.Errorf("%s: %q", c.why, m.Rows)
		}
	}
}

// TestAccessNamesNoSubject: the table names bindings, and people by their records.
func TestAccessNamesNoSubject(t *testing.T) {
	for _, s := range observed(t) {
		m := table(t, "access", []*assess.World{s.World()}, s.AsOf)
		subjects := map[string]bool{}
		for _, r := range s.Records {
			if p, ok := r.(*api.Person); ok {
				for i := range p.Spec.Accounts {
					subjects[p.Spec.Accounts[i].Subject] = true
				}
			}
		}
		for _, row := range m.Rows {
			for i, cell := range row {
				if subjects[cell] && i != 2 { // an account may be called as its subject is
					t.Errorf("%s: the cell %q is the name of a subject", s.Name, cell)
				}
			}
		}
	}
}

// TestAccessNamesTheVersion: each row has the resourceVersion of its own binding, and when it was seen.
func TestAccessNamesTheVersion(t *testing.T) {
	s := story(t, "deployer-approves-releases")
	seen, versions := *s.Observation, map[string]string{}
	for n, list := range []*[]observation.Binding{&seen.ClusterRoleBindings, &seen.RoleBindings} {
		*list = slices.Clone(*list)
		for i := range *list {
			b := &(*list)[i]
			b.ResourceVersion = fmt.Sprint(100*n + i)
			versions[[]string{"ClusterRoleBinding ", "RoleBinding " + b.Namespace + "/"}[n]+b.Name] = b.ResourceVersion
		}
	}
	seen.Digest = seen.Sum()
	var file bytes.Buffer
	err := seen.Write(&file)
	if err == nil {
		s.Observation, err = observation.Read("seen.yaml", file.Bytes())
	}
	if err != nil {
		t.Fatal(err)
	}
	m := table(t, "access", []*assess.World{s.World()}, s.AsOf)
	if len(m.Rows) < 3 {
		t.Fatalf("%q", m.Rows)
	}
	for _, row := range m.Rows {
		if row[6] != versions[row[3]] || row[6] == "" || row[7] != seen.SeenAt.UTC().Format(time.RFC3339) {
			t.Errorf("%q, and the version is %q", row, versions[row[3]])
		}
	}
}

// TestApprovalsOfSomeKinds: a table of some kinds has rows of these alone, and files of several
// namespaces do not share a name.
func TestApprovalsOfSomeKinds(t *testing.T) {
	s := story(t, "approvals-nobody-signed")
	i := slices.IndexFunc(report.Matrices(), func(k report.MatrixKind) bool { return k.Name == "approvals" })
	all := report.Matrices()[i].Build(&report.MatrixSource{AsOf: s.AsOf, Worlds: []*assess.World{s.World()}})
	some := report.Matrices()[i].Build(&report.MatrixSource{AsOf: s.AsOf, Worlds: []*assess.World{s.World()}, Keep: func(kind string) bool { return kind == "SecurityBudget" }})
	if len(some.Rows) == 0 || len(some.Rows) >= len(all.Rows) {
		t.Fatalf("%d rows of %d", len(some.Rows), len(all.Rows))
	}
	for _, row := range some.Rows {
		if !strings.HasPrefix(row[1], "SecurityBudget/") || !slices.ContainsFunc(all.Rows, func(r []string) bool { return slices.Equal(r, row) }) {
			t.Errorf("%q", row)
		}
	}
}
