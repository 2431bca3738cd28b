package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/signoff"
)

// signers are records of an ISMS that asks for signatures: zoe approves, rex registers keys.
const signers = exception + "\n---\n" + `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: zoe}
spec: # she approves
  engagedFrom: "2020-01-01" # since the start
  # the end
---
apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: rex}
spec:
  engagedFrom: "2020-01-01"
---
apiVersion: isms-operator.io/v1alpha1
kind: ClauseAssessment
metadata: {name: isms}
spec:
  organization: Example
  isms: isms.example
  policy: {signatures: {requiredFrom: "2026-01-01"}}
`

// office is a folder with the records and the keys of both.
type office struct {
	dir, records    string
	root, zoe       *pen
	rootKey, zoeKey string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{root: newPen(t), zoe: newPen(t)}
	o.dir = folder(t, map[string]string{"records/a.yaml": signers, "root": o.root.file(t, ""), "root.pub": o.root.public() + " rex@home\n", "zoe": o.zoe.file(t, ""), "zoe.pub": o.zoe.public() + "\n"})
	o.records, o.rootKey, o.zoeKey = o.in("records/a.yaml"), o.in("root"), o.in("zoe")
	return o
}

func (o *office) in(name string) string { return filepath.Join(o.dir, name) }

// enroll enters the root, and zoe's key, registered by it.
func (o *office) enroll(t *testing.T) {
	t.Helper()
	isms(t, "key", "add", "rex", "-f", o.records, "--public-key", o.rootKey+".pub", "--uses", "Registrations", "--name", "root").must(t, 0)
	isms(t, "key", "add", "zoe", "-f", o.records, "--public-key", o.zoeKey+".pub", "--registered-by", "rex", "--sign", "--key", o.rootKey, "--on", "2026-05-20").must(t, 0)
}

func (o *office) worth(t *testing.T) string {
	t.Helper()
	return isms(t, "approvals", "-f", o.records, "-o", "csv", "--trust-root", o.root.fingerprint()).must(t, 0).out
}

// TestKeyAdd: a key that is entered, registered and used counts, and nothing else in the file
// changes.
func TestKeyAdd(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	text := content(t, o.records)
	for _, stays := range []string{"spec: # she approves\n", "# since the start\n", "  # the end\n", "metadata:\n  name: waiver   # keep this name\n"} {
		if !strings.Contains(text, stays) {
			t.Errorf("%q is gone:\n%s", stays, text)
		}
	}
	if strings.Contains(text, "rex@home") {
		t.Error("the comment of the key names somebody")
	}
	isms(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key", o.zoeKey).must(t, 0)
	if out := o.worth(t); !strings.Contains(out, `"zoe","2026-06-01","yes","valid","`+o.zoe.fingerprint()) {
		t.Errorf("it does not count:\n%s", out)
	}
	if out := isms(t, "approvals", "-f", o.records, "-o", "csv").must(t, 0).out; !strings.Contains(out, `"unknown"`) || !strings.Contains(out, "KeyNotVouchedFor") {
		t.Errorf("without a root:\n%s", out)
	}
	isms(t, "key", "revoke", "zoe", "ed25519-2026-06-01", "-f", o.records, "--reason", "Lost", "--on", "2026-06-02").must(t, 0)
	if out := o.worth(t); !strings.Contains(out, `"valid"`) {
		t.Errorf("what was signed the day before the revocation stands:\n%s", out)
	}
	isms(t, "key", "revoke", "zoe", "ed25519-2026-06-01", "-f", o.records, "--reason", "Stolen before").must(t, 0)
	if out := o.worth(t); !strings.Contains(out, "KeyRevoked") {
		t.Errorf("revoked on the day:\n%s", out)
	}
	if p := isms(t, "key", "revoke", "zoe", "ed25519-2026-06-01", "-f", o.records, "--reason", "Later", "--on", "2026-06-03").must(t, exitUnusable); !strings.Contains(p.err, "only an earlier day") {
		t.Error(p.err)
	}
}

// TestKeyAddElsewhere: a registration that is signed without the plugin counts the same.
func TestKeyAddElsewhere(t *testing.T) {
	o := newOffice(t)
	isms(t, "key", "add", "rex", "-f", o.records, "--public-key", o.rootKey+".pub", "--uses", "Registrations").must(t, 0)
	before := content(t, o.records)
	request := o.in("key.json")
	isms(t, "key", "add", "zoe", "-f", o.records, "--public-key", o.zoeKey+".pub", "--registered-by", "rex", "--on", "2026-05-20", "--request", request).must(t, 0)
	if content(t, o.records) != before {
		t.Error("a request changes a record")
	}
	statement := []byte(content(t, request))
	attach := func(signature string) plugin {
		writeTo(t, request+".sig", signature)
		return isms(t, "key", "add", "-f", o.records, "--attach", request+".sig")
	}
	for why, c := range map[string]struct{ signature, says string }{
		"of another namespace": {o.root.sign(t, statement, signoff.ApprovalNamespace), "another namespace"},
		"of something else":    {o.root.sign(t, append(statement, '\n'), signoff.RegistrationNamespace), "is not of what"},
		"no signature at all":  {"signed, Rex", "cannot be read"},
	} {
		if p := attach(c.signature).must(t, exitUnusable); !strings.Contains(p.err, c.says) || content(t, o.records) != before {
			t.Errorf("%s: %s", why, p.err)
		}
	}
	attach(o.root.sign(t, statement, signoff.RegistrationNamespace)).must(t, 0)
	isms(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key", o.zoeKey).must(t, 0)
	if out := o.worth(t); !strings.Contains(out, `"valid"`) {
		t.Errorf("it does not count:\n%s", out)
	}
	if p := attach(o.root.sign(t, statement, signoff.RegistrationNamespace)).must(t, exitUnusable); !strings.Contains(p.err, "already") {
		t.Errorf("entered twice: %s", p.err)
	}
}

// TestKeyAddRefuses says why nothing is written.
func TestKeyAddRefuses(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	before := content(t, o.records)
	writeTo(t, o.in("rsa.pub"), "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 x\n")
	other := newPen(t)
	writeTo(t, o.in("other.pub"), other.public())
	for _, c := range []struct {
		why  string
		args []string
		says string
	}{
		{"no such person", []string{"zo", "--public-key", o.in("other.pub")}, "nearest are: zoe"},
		{"no key", []string{"zoe"}, "--public-key is missing"},
		{"a private key", []string{"zoe", "--public-key", o.zoeKey}, "no public key"},
		{"a kind that is not taken", []string{"zoe", "--public-key", o.in("rsa.pub")}, "rsa.pub"},
		{"the key of somebody else", []string{"rex", "--public-key", o.zoeKey + ".pub"}, "zoe has this key"},
		{"a name that is taken", []string{"rex", "--public-key", o.in("other.pub"), "--name", "root"}, "another --name"},
		{"signed by nobody", []string{"zoe", "--public-key", o.in("other.pub"), "--sign"}, "--registered-by"},
		{"a key for no signature", []string{"zoe", "--public-key", o.in("other.pub"), "--key", o.rootKey}, "--key is for --sign"},
		{"registered tomorrow", []string{"zoe", "--public-key", o.in("other.pub"), "--registered-by", "rex", "--sign", "--on", "2026-06-02"}, "has not come"},
		{"it ends before it begins", []string{"zoe", "--public-key", o.in("other.pub"), "--valid-from", "2026-06-02", "--valid-until", "2026-06-01"}, "before the first day"},
		{"no such use", []string{"zoe", "--public-key", o.in("other.pub"), "--uses", "approvals"}, `did you mean "Approvals"?`},
		{"over a record", []string{"zoe", "--public-key", o.in("other.pub"), "--registered-by", "rex", "--request", o.records}, "says something else"},
	} {
		if p := isms(t, append([]string{"key", "add", "-f", o.records}, c.args...)...).must(t, exitUnusable); !strings.Contains(p.err, c.says) {
			t.Errorf("%s: %s", c.why, p.err)
		}
	}
	if content(t, o.records) != before {
		t.Error("something was written")
	}
}

// TestApproveElsewhere: what is signed without the plugin counts, and only of what the record
// still says.
func TestApproveElsewhere(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	request := o.in("approval.json")
	ask := func() {
		isms(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--request", request).must(t, 0)
	}
	attach := func(signature string) plugin {
		writeTo(t, request+".sig", signature)
		return isms(t, "approve", "-f", o.records, "--attach", request+".sig")
	}
	ask()
	statement := []byte(content(t, request))
	before := content(t, o.records)
	if p := attach(o.zoe.sign(t, statement, "git")).must(t, exitUnusable); !strings.Contains(p.err, "another namespace") {
		t.Error(p.err)
	}
	writeTo(t, request, string(statement)+"\n")
	if p := attach(o.zoe.sign(t, statement, signoff.ApprovalNamespace)).must(t, exitUnusable); !strings.Contains(p.err, "byte for byte") {
		t.Error(p.err)
	}
	writeTo(t, request, string(statement))
	writeTo(t, o.records, strings.Replace(before, "There is nobody else.", "There was nobody else.", 1))
	if p := attach(o.zoe.sign(t, statement, signoff.ApprovalNamespace)).must(t, exitUnusable); !strings.Contains(p.err, "has changed since") {
		t.Error(p.err)
	}
	writeTo(t, o.records, before)
	attach(o.zoe.sign(t, statement, signoff.ApprovalNamespace)).must(t, 0)
	if out := o.worth(t); !strings.Contains(out, `"yes","valid"`) {
		t.Errorf("it does not count:\n%s", out)
	}
	isms(t, "approvals", "-f", o.records, "--extract", o.in("signed")).must(t, 0)
	if content(t, o.in("signed/SecurityException.waiver.zoe.json")) != string(statement) {
		t.Error("what is extracted is not what was signed")
	}
}

// TestSignByAgent: the agent is asked for the key that the records have, or for the one of a
// public key.
func TestSignByAgent(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	other := newPen(t)
	args := []string{"approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign"}
	for _, c := range []struct {
		why  string
		env  map[string]string
		key  []string
		says string
	}{
		{"there is none", nil, nil, "no ssh-agent runs"},
		{"it is gone", map[string]string{"SSH_AUTH_SOCK": o.in("gone")}, nil, "cannot be asked"},
		{"it has another key", map[string]string{"SSH_AUTH_SOCK": agentOf(t, other)}, nil, "it has " + other.fingerprint()},
		{"it has none", map[string]string{"SSH_AUTH_SOCK": agentOf(t)}, nil, "ssh-agent has no key"},
		{"the records have it", map[string]string{"SSH_AUTH_SOCK": agentOf(t, other, o.zoe)}, nil, ""},
		{"it is named", map[string]string{"SSH_AUTH_SOCK": agentOf(t, other, o.zoe)}, []string{"--key", "agent"}, ""},
		{"by its public key", map[string]string{"SSH_AUTH_SOCK": agentOf(t, other, o.zoe)}, []string{"--key", o.zoeKey + ".pub"}, ""},
	} {
		p := plugin{env: c.env}.run(t, append(args, c.key...)...)
		if (p.code == 0) != (c.says == "") || !strings.Contains(p.err, c.says) {
			t.Errorf("%s: exit code %d: %s", c.why, p.code, p.err)
		}
		if out := o.worth(t); c.says == "" && !strings.Contains(out, `"valid"`) {
			t.Errorf("%s:\n%s", c.why, out)
		}
		if err := os.WriteFile(o.records, []byte(content(t, o.records)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	writeTo(t, o.in("locked"), o.zoe.file(t, "secret"))
	if p := isms(t, append(args, "--key", o.in("locked"))...).must(t, exitUnusable); !strings.Contains(p.err, "on a terminal only") {
		t.Error(p.err)
	}
}

// TestApprovals: approvals that are bound and not signed, as people and programs read them.
func TestApprovals(t *testing.T) {
	for _, format := range []string{"table", "csv", "json"} {
		golden(t, "approvals."+strings.Replace(format, "table", "txt", 1), isms(t, "approvals", "-f", samples, "-o", format).must(t, 0).out)
	}
	isms(t, "approvals", "-f", t.TempDir()).must(t, exitUnusable)
	if p := isms(t, "allowed-signers", "-f", samples).must(t, exitUnusable); !strings.Contains(p.err, "--trust-root is missing") {
		t.Error(p.err)
	}
	o := newOffice(t)
	o.enroll(t)
	isms(t, "key", "add", "zoe", "-f", o.records, "--public-key", o.stray(t), "--name", "stray").must(t, 0)
	p := isms(t, "allowed-signers", "-f", o.records, "--trust-root", o.root.fingerprint()).must(t, 0)
	if want := "zoe namespaces=\"approval@isms-operator.io,act@isms-operator.io,git\",valid-after=\"20260520000000Z\" " + o.zoe.public() + "\n"; !strings.Contains(p.out, want) || strings.Count(p.out, "\n") != 3 {
		t.Errorf("%s\nwant\n%s", p.out, want)
	}
	if !strings.Contains(p.err, "left out: the key stray of zoe") {
		t.Error(p.err)
	}
	writeTo(t, o.in("records/b.yaml"), "kind: [")
	isms(t, "allowed-signers", "-f", o.in("records"), "--trust-root", o.root.fingerprint()).must(t, exitUnusable)
}

// stray is a public key that nobody registers.
func (o *office) stray(t *testing.T) string {
	t.Helper()
	writeTo(t, o.in("stray.pub"), newPen(t).public())
	return o.in("stray.pub")
}
