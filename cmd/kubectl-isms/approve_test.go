package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestEveryApprovalCanBeWritten: a kind whose spec has an approval is one that the
// command knows.
func TestEveryApprovalCanBeWritten(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		r := kind.New()
		_, has := reflect.TypeOf(r).Elem().FieldByName("Spec")
		field, carries := reflect.ValueOf(r).Elem().FieldByName("Spec").Type().FieldByName("Approvals")
		_, known := asApprovable(r)
		if !has || (carries && field.Type == reflect.TypeFor[[]api.Approval]()) != known {
			t.Errorf("%s carries an approval: %v; it can be written: %v", kind.Name, carries, known)
		}
	}
}

const exception = `# Why it is waived.
apiVersion: isms-operator.io/v1alpha1
kind: SecurityException
metadata:
  name: waiver   # keep this name
spec:

  conflict: {first: RequestBudget, second: ApproveBudget}
  reason: There is nobody else.      # so far
  requestedBy: {personRef: {name: eve}}
  validity:
    validFrom: "2026-05-04"
    validUntil: "2026-12-31"
  # the end
---
# Next comes somebody.
` + person

// TestApproveWritesInPlace shows the text before and after.
func TestApproveWritesInPlace(t *testing.T) {
	withApproval := func(text string) string {
		return strings.Replace(exception, "  validity:\n", text+"  validity:\n", 1)
	}
	for _, c := range []struct{ why, before, old, now string }{
		{"none yet: at the end of the spec, before the comment that follows", exception,
			"  # the end\n",
			"  # the end\n  approvals:\n  - name: \"ada\"\n    by:\n      personRef:\n        name: \"ada\"\n    approvedOn: \"2026-06-01\"\n    rationale: \"It is: \\\"fine\\\" # really\"\n    contentHash: \"HASH\"\n"},
		{"comments inside stay", withApproval("  approvals: # by the board\n  # who\n  - name: board # first\n    by:\n      personRef:\n        name: 'eve' # her\n    approvedOn: 2026-05-01 # when\n    rationale: \"old \\\"one\\\"\"   # why\n"),
			"- name: board # first\n    by:\n      personRef:\n        name: 'eve' # her\n    approvedOn: 2026-05-01 # when\n    rationale: \"old \\\"one\\\"\"   # why\n",
			"- name: \"ada\" # first\n    by:\n      personRef:\n        name: \"ada\" # her\n    approvedOn: \"2026-06-01\" # when\n    rationale: \"It is: \\\"fine\\\" # really\"   # why\n    contentHash: \"HASH\"\n"},
		{"a text of several lines", withApproval("  approvals:\n  - rationale: |\n      One.\n\n      # Two.\n    by: {personRef: {name: eve}} # she\n    approvedOn: \"2026-05-01\"\n    name: eve\n"),
			"  - rationale: |\n      One.\n\n      # Two.\n    by: {personRef: {name: eve}} # she\n    approvedOn: \"2026-05-01\"\n    name: eve\n",
			"  - rationale: \"It is: \\\"fine\\\" # really\"\n    by: {personRef: {name: \"ada\"}} # she\n    approvedOn: \"2026-06-01\"\n    name: \"ada\"\n    contentHash: \"HASH\"\n"},
		{"a plain text that goes on", withApproval("  approvals:\n  - name: ada\n    by:\n      personRef:\n        name: ada\n    approvedOn: \"2026-05-01\"\n    rationale: One\n      and two.\n"),
			"- name: ada\n    by:\n      personRef:\n        name: ada\n    approvedOn: \"2026-05-01\"\n    rationale: One\n      and two.\n",
			"- name: \"ada\"\n    by:\n      personRef:\n        name: ada\n    approvedOn: \"2026-06-01\"\n    rationale: \"It is: \\\"fine\\\" # really\"\n    contentHash: \"HASH\"\n"},
		{"a role approved before", withApproval("  approvals:\n  - name: board\n    by:\n      roleRef:\n        name: direction\n    approvedOn: \"2026-05-01\"\n"),
			"- name: board\n    by:\n      roleRef:\n        name: direction\n    approvedOn: \"2026-05-01\"\n",
			"- name: \"ada\"\n    by:\n      personRef:\n        name: \"ada\"\n    approvedOn: \"2026-06-01\"\n    rationale: \"It is: \\\"fine\\\" # really\"\n    contentHash: \"HASH\"\n"},
		{"in a List", "kind: List\napiVersion: v1\nitems:\n- " + strings.TrimSpace(strings.ReplaceAll(exception[len("# Why it is waived.\n"):strings.Index(exception, "  # the end")], "\n", "\n  ")) + "\n- kind: Other\n  apiVersion: v1\n",
			"- kind: Other\n",
			"    approvals:\n    - name: \"ada\"\n      by:\n        personRef:\n          name: \"ada\"\n      approvedOn: \"2026-06-01\"\n      rationale: \"It is: \\\"fine\\\" # really\"\n      contentHash: \"HASH\"\n- kind: Other\n"},
		{"line ends of Windows stay", strings.ReplaceAll(exception, "\n", "\r\n"),
			"  # the end\r\n",
			"  # the end\r\n  approvals:\r\n  - name: \"ada\"\r\n    by:\r\n      personRef:\r\n        name: \"ada\"\r\n    approvedOn: \"2026-06-01\"\r\n    rationale: \"It is: \\\"fine\\\" # really\"\r\n    contentHash: \"HASH\"\r\n"},
	} {
		dir := folder(t, map[string]string{"a.yaml": c.before})
		name := filepath.Join(dir, "a.yaml")
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"approve", "-f", name, "--by", "ada", "--rationale", `It is: "fine" # really`}
		if p := isms(t, append(args, "--dry-run")...); p.code != 0 || !strings.Contains(p.out, `+     approvedOn: "2026-06-01"`) && !strings.Contains(p.out, `+       approvedOn`) || content(t, name) != c.before {
			t.Errorf("%s: dry run: exit code %d\n%s%s", c.why, p.code, p.out, p.err)
		}
		p := isms(t, args...)
		if p.code != 0 {
			t.Errorf("%s: %s", c.why, p.err)
			continue
		}
		hash := p.out[strings.Index(p.out, "v2:sha256:"):][:len("v2:sha256:")+64]
		if want, have := strings.Replace(c.before, c.old, strings.ReplaceAll(c.now, "HASH", hash), 1), content(t, name); have != want {
			t.Errorf("%s:\n%s\nwant\n%s", c.why, have, want)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: the mode is now %v", c.why, info.Mode())
		}
		if p := isms(t, "assess", "-f", name, "-o", "wide", "--fail-on", "never"); strings.Contains(p.out, "ApprovalStale") {
			t.Errorf("%s: stale at once:\n%s", c.why, p.out)
		}
	}
}

// TestApproveRefuses says why nothing is written, and writes nothing.
func TestApproveRefuses(t *testing.T) {
	second := strings.Replace(exception, "waiver ", "other ", 1)
	flags := func(more ...string) []string { return append([]string{"--by", "ada", "--rationale", "Fine"}, more...) }
	for _, c := range []struct {
		why, text string
		args      []string
		says      string
	}{
		{"nobody approves", exception, []string{"--rationale", "Fine"}, "--by is missing"},
		{"for no reason", exception, []string{"--by", "ada", "--rationale", "  "}, "--rationale is missing"},
		{"it has not happened", exception, flags("--on", "2026-06-02"), "2026-06-02 has not come"},
		{"which one", exception + "---\n" + second, flags(), "name one of them: SecurityException/other (FILE, line 23), SecurityException/waiver (FILE, line 2)"},
		{"no such record", exception, flags("SecurityException/waver"), "no SecurityException/waver"},
		{"nothing to approve", person, flags(), "no record in FILE carries an approval"},
		{"not a name of a person", exception, []string{"--by", "", "--rationale", "x"}, "--by is missing"},
		{"a name that is too long", exception, []string{"--by", strings.Repeat("a", 254), "--rationale", "x"}, "253"},
		{"in braces", `{"apiVersion": "isms-operator.io/v1alpha1", "kind": "SecurityException", "metadata": {"name": "w"}, "spec": {"conflict": {"first": "a", "second": "b"}, "reason": "x"}}`, flags(), "written in braces (as JSON is)"},
		{"an approval in braces", strings.Replace(exception, "spec:\n", "spec:\n  approvals:\n  - name: eve\n    by: {personRef: {name: eve}}\n    approvedOn: \"2026-05-01\"\n", 1) + "---\n" + strings.Replace(second, "spec:\n", "spec:\n  approvals: [{name: x, by: {personRef: {name: x}}, approvedOn: \"2026-05-01\"}]\n", 1), flags("SecurityException/other"), "not written as a list"},
	} {
		name := filepath.Join(folder(t, map[string]string{"a.yaml": c.text}), "a.yaml")
		p := isms(t, append([]string{"approve", "-f", name}, c.args...)...)
		if want := strings.ReplaceAll(c.says, "FILE", name); p.code != exitUnusable || !strings.Contains(p.err, want) {
			t.Errorf("%s: exit code %d: %s, want %s", c.why, p.code, p.err, want)
		}
		if content(t, name) != c.text {
			t.Errorf("%s: something was written", c.why)
		}
	}
	if p := isms(t, "approve", "-f", "-", "--by", "a", "--rationale", "b").must(t, exitUnusable); !strings.Contains(p.err, "cannot be written to") {
		t.Error(p.err)
	}
}

// TestApproveSamples approves every approval of the samples and changes nothing else.
func TestApproveSamples(t *testing.T) {
	dir := copyOfSamples(t)
	for _, name := range []string{"AccountabilityMatrix/raci", "ManagementReview/review-2026", "SecurityBudget/budget-2026", "SecurityException/supplier-manager-duties", "StatementOfApplicability/soa"} {
		isms(t, "approve", "-f", dir, "--by", "anna-keller", "--rationale", "As agreed", "--on", "2026-05-20", name).must(t, 0)
	}
	if p := isms(t, "assess", "-f", dir); p.code != 0 {
		t.Error(p.out)
	}
}

// TestApproveSigns: what is signed by a key that the person has, and that the trust root is, is
// proven; without the root it is not, and an approval in its place has to be signed as well.
func TestApproveSigns(t *testing.T) {
	pen := newPen(t)
	public := pen.public()
	text := exception + "\n---\n" + `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: zoe}
spec:
  engagedFrom: "2020-01-01"
  signingKeys: [{name: laptop, publicKey: ` + public + `}]
---
apiVersion: isms-operator.io/v1alpha1
kind: ClauseAssessment
metadata: {name: isms}
spec:
  organization: Example
  isms: isms.example
  policy: {signatures: {requiredFrom: "2026-01-01"}}
`
	dir := folder(t, map[string]string{"a.yaml": text, "key": pen.file(t, ""), "other": "no key"})
	name, key := filepath.Join(dir, "a.yaml"), filepath.Join(dir, "key")
	args := []string{"approve", "-f", name, "--by", "zoe", "--rationale", "Fine"}
	isms(t, append(args, "--sign", "--key", filepath.Join(dir, "other"))...).must(t, exitUnusable)
	found := func(root ...string) string {
		return isms(t, append([]string{"assess", "-f", name, "-o", "csv", "--fail-on", "never"}, root...)...).out
	}
	isms(t, args...).must(t, 0)
	if out := found(); !strings.Contains(out, "ApprovalNotSigned") {
		t.Errorf("unsigned, and it is not found:\n%s", out)
	}
	isms(t, append(args, "--sign", "--key", key)...).must(t, 0)
	if out := found(); !strings.Contains(out, "KeyNotVouchedFor") {
		t.Errorf("without a root:\n%s", out)
	}
	if out := found("--trust-root", pen.fingerprint()); strings.Contains(out, "X-20") {
		t.Errorf("with the root:\n%s", out)
	}
	isms(t, args...).must(t, exitUnusable) // the signature would be of what it was
	isms(t, append(args, "--sign", "--key", key)...).must(t, 0)
	if out := found("--trust-root", "SHA256:none"); out != "" {
		t.Errorf("a root that is no fingerprint:\n%s", out)
	}
}
