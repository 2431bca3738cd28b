package main

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// waiverOf is an exception by a name of its own, in the file of others.
func waiverOf(name string) string {
	return `apiVersion: isms-operator.io/v1alpha1
kind: SecurityException
metadata:
  name: ` + name + `
spec:
  conflict: {first: RequestBudget, second: ApproveBudget}
  reason: There is nobody else.
  requestedBy: {personRef: {name: eve}}
  validity:
    validFrom: "2026-05-04"
    validUntil: "2026-12-31"
---
`
}

// newSignedOffice is an office whose approvals, and one act, are each worth something else.
func newSignedOffice(t *testing.T) *stampOffice {
	t.Helper()
	o := newStampOffice(t)
	var waivers strings.Builder
	for _, name := range []string{"plain", "stray", "lost", "unsigned", "changed"} {
		waivers.WriteString(waiverOf(name))
	}
	writeTo(t, o.in("records/c.yaml"), waivers.String())
	writeTo(t, o.in("records/b.yaml"), keeper)
	stray, lost := newPen(t), newPen(t)
	for name, pen := range map[string]*pen{"stray": stray, "lost": lost} {
		writeTo(t, o.in(name), pen.file(t, ""))
		writeTo(t, o.in(name+".pub"), pen.public()+"\n")
	}
	people := o.records
	o.records = o.in("records")
	isms(t, "key", "add", "zoe", "-f", people, "--public-key", o.in("stray.pub"), "--name", "stray").must(t, 0)
	isms(t, "key", "add", "zoe", "-f", people, "--public-key", o.in("lost.pub"), "--name", "lost", "--registered-by", "rex", "--sign", "--key", o.rootKey, "--on", "2026-05-20").must(t, 0)
	approve := func(name string, more ...string) {
		isms(t, append([]string{"approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "SecurityException/" + name}, more...)...).must(t, 0)
	}
	approve("waiver", "--sign", "--key", o.zoeKey, "--timestamp-url", answering(t, stampsAt(t, o.tsa, stampNoon)))
	approve("plain", "--sign", "--key", o.zoeKey)
	approve("stray", "--sign", "--key", o.in("stray"))
	approve("lost", "--sign", "--key", o.in("lost"))
	approve("changed", "--sign", "--key", o.zoeKey)
	approve("unsigned")
	isms(t, "key", "revoke", "zoe", "lost", "-f", people, "--reason", "Lost", "--on", "2026-05-28").must(t, 0)
	isms(t, "sign", "SecurityRole/keeper", "-f", o.records, "--act", "Appointment", "--entry", "ada", "--key", o.zoeKey).must(t, 0)
	before, after, found := strings.Cut(content(t, o.in("records/c.yaml")), "name: changed\n")
	if !found {
		t.Fatal("there is no exception that is changed")
	}
	writeTo(t, o.in("records/c.yaml"), before+"name: changed\n"+strings.Replace(after, "There is nobody else.", "There was nobody else.", 1))
	return o
}

// rowsOf are the rows of a table as CSV, the header first.
func rowsOf(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// judgedRows are the rows of a table as CSV, whose last says by what was judged.
func judgedRows(t *testing.T, text, by string) [][]string {
	t.Helper()
	rows := rowsOf(t, text)
	last := rows[len(rows)-1]
	if last[0] != "judged by" || strings.Count(text, by) != 1 || !slices.Contains(last, by) {
		t.Errorf("the last row is %q, and is to say %q", last, by)
	}
	return rows[:len(rows)-1]
}

// TestMatrixOfApprovals: the table has what the command "approvals" has, cell by cell, and says of
// each signature what the rules find.
func TestMatrixOfApprovals(t *testing.T) {
	o := newSignedOffice(t)
	for _, c := range []struct {
		why  string
		args []string
		// trust is what is told of the trust root.
		trust string
		want  map[string]string // what is bound, what the signature is worth, and a reason among the gaps
	}{
		{"with the trust root", []string{"--trust-root", o.root.fingerprint()}, "Signatures of approvals are followed to the trust root " + o.root.fingerprint(), map[string]string{
			"SecurityException/waiver Approval": "yes, valid, ", "SecurityException/plain Approval": "yes, valid, ",
			"SecurityException/stray Approval": "yes, does not count, KeyNotVouchedFor", "SecurityException/lost Approval": "yes, does not count, KeyRevoked",
			"SecurityException/unsigned Approval": "yes, none, and required, ApprovalNotSigned", "SecurityException/changed Approval": "stale, valid, ApprovalStale",
			"SecurityRole/keeper Appointment ada": ", valid, ",
		}},
		{"nobody can tell", nil, "The policy asks for signatures of approvals, and no trust root was given to follow them to", map[string]string{
			"SecurityException/waiver Approval": "yes, unknown, KeyNotVouchedFor", "SecurityException/lost Approval": "yes, does not count, KeyRevoked",
			"SecurityException/unsigned Approval": "yes, none, and required, ApprovalNotSigned", "SecurityRole/keeper Appointment ada": ", unknown, unknown",
		}},
	} {
		args := append([]string{"-f", o.records}, c.args...)
		listed := judgedRows(t, isms(t, append([]string{"approvals", "-o", "csv"}, args...)...).must(t, 0).out, c.trust)
		shown := judgedRows(t, isms(t, append([]string{"matrix", "approvals", "-o", "csv"}, args...)...).must(t, 0).out, c.trust)
		var told struct{ Approvals []struct{ Verify string } }
		if err := json.Unmarshal([]byte(isms(t, append([]string{"approvals", "-o", "json"}, args...)...).must(t, 0).out), &told); err != nil {
			t.Fatal(err)
		}
		if len(listed) != len(shown) || len(listed) != len(told.Approvals)+1 || len(listed) < 8 {
			t.Fatalf("%s: %d, %d and %d rows", c.why, len(listed), len(shown), len(told.Approvals))
		}
		for i, row := range shown {
			if !slices.Equal(row[:len(row)-2], listed[i]) {
				t.Errorf("%s: the table says\n%q\nand the list\n%q", c.why, row, listed[i])
			}
			if i > 0 && row[len(row)-2] != told.Approvals[i-1].Verify {
				t.Errorf("%s: the command is %q, and of the list %q", c.why, row[len(row)-2], told.Approvals[i-1].Verify)
			}
			want, asked := c.want[row[1]+" "+row[2]]
			if !asked {
				continue
			}
			delete(c.want, row[1]+" "+row[2])
			have := row[5] + ", " + row[6] + ", " + row[len(row)-1]
			for _, reason := range []string{"KeyNotVouchedFor", "KeyRevoked", "ApprovalNotSigned", "ApprovalStale", "unknown"} {
				if strings.HasSuffix(have, reason) && !strings.HasSuffix(want, reason) {
					t.Errorf("%s: %s has the gap %s", c.why, row[1], reason)
				}
			}
			first, reason, _ := strings.Cut(want, row[6]+", ")
			if !strings.HasPrefix(have, first+row[6]) || !strings.Contains(row[len(row)-1], reason) {
				t.Errorf("%s: %s is %q, want %q", c.why, row[1], have, want)
			}
		}
		for name := range c.want {
			t.Errorf("%s: there is no row of %s", c.why, name)
		}
	}
}

// TestSignaturesUnderPseudonyms: a page with pseudonyms says that nobody can tell what signatures are
// worth, and shows neither a key nor a command.
func TestSignaturesUnderPseudonyms(t *testing.T) {
	o := newSignedOffice(t)
	args := []string{"report", "-f", o.records, "--trust-root", o.root.fingerprint(), "-o", "html"}
	named := isms(t, args...).must(t, 0).out
	hidden := isms(t, append(args, "--pseudonyms", o.in("isms.key"))...).must(t, 0).out
	const unknown = "what was signed has the names of people, which are pseudonyms here"
	if !strings.Contains(named, "ssh-keygen -Y verify -f allowed_signers -I zoe ") || strings.Contains(named, unknown) {
		t.Error("the page does not show the command that verifies a signature")
	}
	if strings.Contains(hidden, "ssh-keygen -Y verify") || strings.Contains(hidden, o.zoe.fingerprint()) || strings.Count(hidden, unknown) < 6 {
		t.Errorf("with pseudonyms %d signatures are said to be unknown", strings.Count(hidden, unknown))
	}
}
