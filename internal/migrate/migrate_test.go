package migrate_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/migrate"
)

var update = flag.Bool("update", false, "write what is found into testdata")

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// load reads manifests as kubectl does, and returns what is wrong with them.
func load(t *testing.T, content string) []string {
	t.Helper()
	set, err := manifest.Load(t.Context(), []string{"-"}, manifest.Options{Stdin: bytes.NewReader([]byte(content)), SkipEvidence: true})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range set.Problems {
		all = append(all, p.Field+": "+p.Message)
	}
	return all
}

// TestManifestOfEveryKind shows a record of each kind before and after. What comes out
// is read without a problem, and nothing is left to change in it.
func TestManifestOfEveryKind(t *testing.T) {
	after, changes, err := migrate.Manifest(read(t, "before.yaml"))
	if err != nil || len(changes) < 60 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	if *update {
		if err := os.WriteFile("testdata/after.yaml", []byte(after), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if after != read(t, "after.yaml") {
		t.Errorf("it is not what testdata/after.yaml shows:\n%s", after)
	}
	if problems := load(t, after); len(problems) > 0 {
		t.Errorf("it cannot be read:\n%s", strings.Join(problems, "\n"))
	}
	if again, changes, err := migrate.Manifest(after); again != after || len(changes) > 0 || err != nil {
		t.Errorf("it is changed once more: %v, %v", changes, err)
	}
}

const head = "apiVersion: isms-operator.io/v1alpha1\n"

// TestLayoutStays shows how people write, and that nothing but the names is touched.
func TestLayoutStays(t *testing.T) {
	for _, c := range []struct{ why, before, after string }{
		{"comments, quotes and order stay",
			head + "kind: ClauseAssessment # the one\nmetadata: {name: isms}\nspec:\n  # who\n  organisation: 'ACME: \"x\"' # we\n\n  scope: all\n",
			head + "kind: ClauseAssessment # the one\nmetadata: {name: isms}\nspec:\n  # who\n  organization: 'ACME: \"x\"' # we\n\n  scope: all\n"},
		{"an approval becomes the first of a list, with the name of who gave it",
			head + "kind: SecurityBudget\nspec:\n  approval: # by the board\n    # who\n    by:\n      name: anna # she\n    approvedOn: \"2026-05-01\"\n  requestedBy: {name: eve}\n",
			head + "kind: SecurityBudget\nspec:\n  approvals: # by the board\n    # who\n  - name: anna\n    by:\n      personRef:\n        name: anna # she\n    approvedOn: \"2026-05-01\"\n  requestedBy: {personRef: {name: eve}}\n"},
		{"in braces, as JSON is",
			`{"apiVersion": "isms-operator.io/v1alpha1", "kind": "SecurityBudget", "spec": {"approval": {"by": {"name": "anna"}, "approvedOn": "2026-05-01"}}}`,
			`{"apiVersion": "isms-operator.io/v1alpha1", "kind": "SecurityBudget", "spec": {"approvals": [{"name": "anna", "by": {"personRef": {"name": "anna"}}, "approvedOn": "2026-05-01"}]}}`},
		{"fields of the policy go to the groups of their points",
			head + "kind: ClauseAssessment\nspec:\n  policy:\n    auditIntervalMonths: 12 # yearly\n    renewalWarningDays: 60\n    managementReviewIntervalMonths: 6\n",
			head + "kind: ClauseAssessment\nspec:\n  policy:\n    maintenance:\n      renewalWarningDays: 60\n    review:\n      managementReviewIntervalMonths: 6\n      auditIntervalMonths: 12 # yearly\n"},
		{"line ends of Windows stay",
			head + "kind: SecurityRole\r\nspec:\r\n  reportsTo:\r\n    name: boss\r\n",
			head + "kind: SecurityRole\r\nspec:\r\n  reportsToRef:\r\n    name: boss\r\n"},
		{"in a List", "apiVersion: v1\nkind: List\nitems:\n- " + strings.ReplaceAll(head, "\n", "\n  ") + "kind: SecurityRole\n  spec:\n    reportsTo: {name: boss}\n",
			"apiVersion: v1\nkind: List\nitems:\n- " + strings.ReplaceAll(head, "\n", "\n  ") + "kind: SecurityRole\n  spec:\n    reportsToRef: {name: boss}\n"},
		{"a field of the same name in another group is not ours",
			"apiVersion: example.com/v1\nkind: SecurityRole\nspec: {reportsTo: {name: boss}} # isms-operator.io\n",
			"apiVersion: example.com/v1\nkind: SecurityRole\nspec: {reportsTo: {name: boss}} # isms-operator.io\n"},
	} {
		before, after := c.before, c.after
		if strings.Contains(before, "\r\n") {
			before, after = crlf(before), crlf(after)
		}
		got, _, err := migrate.Manifest(before)
		if got != after || err != nil {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.why, err, got, after)
		}
		if again, changes, err := migrate.Manifest(got); again != got || len(changes) > 0 || err != nil {
			t.Errorf("%s: changed once more: %v %v\n%s", c.why, changes, err, again)
		}
	}
}

func crlf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}

// TestOneDocumentThatCannotBeChanged does not keep the others from being so.
func TestOneDocumentThatCannotBeChanged(t *testing.T) {
	both := head + "kind: SecurityRole\nmetadata: {name: x}\nspec:\n  reportsTo: {name: a}\n  reportsToRef: {name: b}\n"
	fine := head + "kind: SecurityRole\nspec:\n  reportsTo: {name: boss}\n"
	got, changes, err := migrate.Manifest(both + "---\n" + fine)
	if want := both + "---\n" + strings.ReplaceAll(fine, "reportsTo", "reportsToRef"); got != want || len(changes) != 1 || changes[0].Line != 11 {
		t.Errorf("%+v\n%s", changes, got)
	}
	if err == nil || !strings.Contains(err.Error(), "reportsTo and reportsToRef are both there; keep one") || !strings.Contains(err.Error(), "line 5") {
		t.Error(err)
	}
}

// TestChangesNameLinesOfTheFileBefore: each is at the line on which its field stands.
func TestChangesNameLinesOfTheFileBefore(t *testing.T) {
	before := read(t, "before.yaml")
	_, changes, err := migrate.Manifest(before)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(before, "\n")
	for _, c := range changes {
		field := strings.TrimSuffix(c.From[strings.LastIndex(c.From, ".")+1:], "[]")
		if !strings.Contains(lines[c.Line-1], field) {
			t.Errorf("%s is said to be on line %d: %s", c.From, c.Line, lines[c.Line-1])
		}
	}
}

// TestLineEndsThatOnlyYAMLKnows: where lines cannot be counted, nothing is changed and the
// error says why; a file that is up to date is none of its business.
func TestLineEndsThatOnlyYAMLKnows(t *testing.T) {
	for _, end := range []string{"\r", "\u0085", "\u2028", "\u2029"} {
		before := head + "kind: SecurityRole\nspec:\n  title: \"a" + end + "b\"\n  reportsTo:\n    name: boss\n"
		after, changes, err := migrate.Manifest(before)
		if after != before || len(changes) > 0 || err == nil || !strings.Contains(err.Error(), "line 4: SecurityRole, spec.reportsTo: the line holds a line end") {
			t.Errorf("%q: %v, %v\n%s", end, changes, err, after)
		}
		if _, _, err := migrate.Manifest(strings.ReplaceAll(before, "reportsTo", "reportsToRef")); err != nil {
			t.Errorf("%q: nothing is to be changed, and yet: %v", end, err)
		}
	}
}

// TestWhatIsNotEditedSaysWhereAndWhy: line of the file before, record, field, what to do.
func TestWhatIsNotEditedSaysWhereAndWhy(t *testing.T) {
	named := head + "kind: SecurityBudget\nmetadata: {name: b}\nspec:\n"
	for _, c := range []struct{ why, content, says string }{
		{"an anchor may be used elsewhere", named + "  requestedBy: {name: x}\n  approval: &a\n    by: {personRef: {name: y}}\n", "line 6: SecurityBudget/b, spec.approval: an anchor, an alias or a tag is not edited; write the value out"},
		{"an alias is what its anchor is", named + "  x: &a {name: x}\n  requestedBy: *a\n", "line 6: SecurityBudget/b, spec.requestedBy: an anchor"},
		{"a tag", named + "  requestedBy: !!map {name: x}\n", "line 5: SecurityBudget/b, spec.requestedBy: an anchor"},
		{"no YAML", "a: 1\n---\n" + head + "kind: Person\n  bad: x: y\n", "line 5: this is no YAML, so that nothing of the document was changed: "},
	} {
		after, changes, err := migrate.Manifest(c.content)
		if after != c.content || len(changes) > 0 || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, %v, want %s\n%s", c.why, changes, err, c.says, after)
		}
	}
	if _, _, err := migrate.Manifest(named + "  requestedBy: &a {personRef: {name: x}}\n  x: *a\n"); err != nil {
		t.Errorf("nothing is to be changed: %v", err)
	}
}

func TestNow(t *testing.T) {
	for _, c := range []struct{ why, kind, field, want string }{
		{"renamed", "ClauseAssessment", "spec.organisation", "spec.organization"},
		{"in a list, as errors name it", "AccountabilityMatrix", "spec.rows[3].accountable", "spec.rows[].accountableRoleRefs"},
		{"moved into a group", "ClauseAssessment", "spec.policy.auditIntervalMonths", "spec.policy.review.auditIntervalMonths"},
		{"moved up", "MaintenanceRecord", "spec.performedBy.serviceRef", "spec.serviceRef"},
		{"into an actor", "SecurityBudget", "spec.requestedBy.name", "spec.requestedBy.personRef.name"},
		{"into a list", "SecurityBudget", "spec.approval", "spec.approvals"},
		{"a field of another kind", "Person", "spec.organisation", ""},
		{"a field that never was", "ClauseAssessment", "spec.organism", ""},
	} {
		if now, was := migrate.Now(c.kind, c.field); now != c.want || was != (c.want != "") {
			t.Errorf("%s: %q, %v", c.why, now, was)
		}
	}
}

// FuzzManifest: whatever is read, it is never changed twice, and where nothing is
// reported nothing was changed.
func FuzzManifest(f *testing.F) {
	content, err := os.ReadFile("testdata/before.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, doc := range strings.Split(string(content), "---\n") {
		f.Add(doc)
		f.Add(crlf(doc))
	}
	f.Add(head + "kind: CompetencyRecord\rspec:\n  verification:\n   by:\n    name:")
	f.Add(`{"apiVersion": "isms-operator.io/v1alpha1", "kind": "SecurityBudget", "spec": {"approval": {"by": {"name": "anna"}}}}`)
	f.Fuzz(func(t *testing.T, before string) {
		after, changes, err := migrate.Manifest(before)
		if len(changes) == 0 && after != before && !strings.Contains(before, "\r\n") {
			t.Fatalf("changed in silence:\n%s\n---\n%s", before, after)
		}
		if err != nil {
			return
		}
		if again, more, err := migrate.Manifest(after); err != nil || len(more) > 0 {
			t.Fatalf("changed once more: %v, %v\n%s\n---\n%s\n---\n%s", more, err, before, after, again)
		}
	})
}
