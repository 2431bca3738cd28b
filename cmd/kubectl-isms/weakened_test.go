package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// signedRegister is an ISMS that asks for signatures from April on, and a person who lost a key.
const signedRegister = `apiVersion: isms-operator.io/v1alpha1
kind: ClauseAssessment
metadata: {name: acme}
spec:
  organization: ACME
  isms: isms.acme.example
  scope: The shop
  policy:
    signatures: {requiredFrom: "2026-04-01"}
---
apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: ada}
spec:
  sourcing: Internal
  engagedFrom: "2020-01-01"
  engagedUntil: "2026-04-30"
  signingKeys:
    - name: lost
      publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIl0c2RMRGYw0P0wLm6x3yF0r8n2YvR0YQv5m1k9tXqC
      revokedOn: "2026-03-01"
    - name: laptop
      publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBq7wq9xY2m2l1nq8f0c3V6o0m5g9d2s4h7k1j3p5r7t
---
apiVersion: isms-operator.io/v1alpha1
kind: ManagementReview
metadata: {name: spring}
spec:
  heldOn: "2026-03-20"
  approvals:
    - name: board
      by: {personRef: {name: ada}}
      approvedOn: "2026-03-20"
`

// TestWeakenedBesideACommit: what weakens sign-offs beside a commit is told first, in every
// format that tells of changes, and counts for nothing.
func TestWeakenedBesideACommit(t *testing.T) {
	for _, tc := range []struct {
		why  string
		edit func(text string) string
		// want are reasons and records, in order.
		want string
	}{
		{"nothing", func(s string) string { return s }, ""},
		{"approved on the day before the commit", dated("2026-05-19"), ""},
		{"more than a day before it", dated("2026-05-18"), "ApprovalBackdated ManagementReview/spring"},
		{"on the day of the commit", dated("2026-05-20"), ""},
		{"before signatures are asked for", dated("2026-03-31"), "ApprovalBackdated ManagementReview/spring"},
		{"an approval is gone", func(s string) string { return s[:strings.Index(s, "  approvals:")] }, "ApprovalGone ManagementReview/spring"},
		{"a key counts again, a leaver comes back, and signatures are asked for later", strings.NewReplacer(
			`      revokedOn: "2026-03-01"`+"\n", "", `engagedUntil: "2026-04-30"`, `engagedUntil: "2026-12-31"`, `"2026-04-01"`, `"2027-04-01"`).Replace,
			"SignaturesRequiredLater ClauseAssessment/acme; RevocationTakenBack Person/ada; EngagementReopened Person/ada"},
	} {
		r := emptyRepo(t)
		r.write("isms.yaml", signedRegister)
		r.commitOn("2026-05-20", "Start")
		r.write("isms.yaml", tc.edit(signedRegister))
		args := []string{"assess", "-f", r.dir, "--base", "git:main", "--fail-on", "never", "-o"}
		p := isms(t, append(args, "json")...).must(t, exitOK)
		var d struct {
			Namespaces []struct {
				Changes struct {
					Weakened []struct {
						Reason, Message, File string
						Line                  int
						Record                struct{ Kind, Name string }
					}
					Postponed []struct{ Field string }
				}
			}
		}
		if err := json.Unmarshal([]byte(p.out), &d); err != nil {
			t.Fatal(err)
		}
		var got []string
		changes := d.Namespaces[0].Changes
		for _, w := range changes.Weakened {
			got = append(got, w.Reason+" "+w.Record.Kind+"/"+w.Record.Name)
			if w.File != filepath.Join(r.dir, "isms.yaml") || w.Line == 0 {
				t.Errorf("%s: %s is at %s:%d", tc.why, w.Reason, w.File, w.Line)
			}
			for _, format := range []string{"table", "wide", "markdown", "csv", "yaml", "junit", "sarif"} {
				if out := isms(t, append(args, format)...).must(t, exitOK).out; !strings.Contains(out, w.Message) {
					t.Errorf("%s: %s does not tell %q", tc.why, format, w.Message)
				}
			}
		}
		if strings.Join(got, "; ") != tc.want {
			t.Errorf("%s: %q, want %q", tc.why, got, tc.want)
		}
		if len(changes.Postponed) > 0 {
			t.Errorf("%s: %v is told once more as postponed", tc.why, changes.Postponed)
		}
	}
}

// dated adds an approval of a day to the register.
func dated(day string) func(string) string {
	return func(text string) string {
		return text + "    - name: ciso\n      by: {personRef: {name: ada}}\n      approvedOn: \"" + day + "\"\n"
	}
}

// TestWeakenedComesFirst: the table tells of sign-offs before anything else that changed, and
// the line that compares counts it.
func TestWeakenedComesFirst(t *testing.T) {
	r := emptyRepo(t)
	r.write("isms.yaml", signedRegister+"---\n"+openRisk)
	r.commitOn("2026-05-20", "Start")
	r.write("isms.yaml", strings.Replace(signedRegister, `      revokedOn: "2026-03-01"`+"\n", "", 1))
	out := isms(t, "assess", "-f", r.dir, "--base", "git:main", "--fail-on", "never").must(t, exitOK).out
	weakened, removed := strings.Index(out, "\n  Weakened sign-offs\n"), strings.Index(out, "\n  Removed\n")
	if weakened < 0 || removed < weakened || !strings.Contains(out, "sign-offs weakened 1 time, 1 record removed") {
		t.Errorf("sign-offs are not told first:\n%s", out)
	}
	if !strings.Contains(out, "The key lost was revoked on 2026-03-01, which is taken away") || !strings.Contains(out, "Ask whoever revoked the key") {
		t.Errorf("the table does not say what changed and what to ask:\n%s", out)
	}
}
