package main

import (
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/isms-operator/isms-operator/internal/signoff"
)

// TestWorthlessIsNotWritten: a signature that would not count by what the files say is refused where
// it is made, and not found weeks later; and what only who knows the trust root can tell is said.
func TestWorthlessIsNotWritten(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	stranger := newPen(t)
	writeTo(t, o.in("stranger"), stranger.file(t, ""))
	writeTo(t, o.in("stranger.pub"), stranger.public()+"\n")
	approve := []string{"approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key"}
	add := []string{"key", "add", "zoe", "-f", o.records, "--public-key", o.in("stranger.pub"), "--registered-by", "rex", "--sign", "--key"}
	for _, c := range []struct {
		why  string
		args []string
		says string
	}{
		{"a key that no record has", append(approve, o.in("stranger")), "no Person has it (" + stranger.fingerprint() + ") (SignatureInvalid)"},
		{"the key of somebody else", append(approve, o.rootKey), "of the approver: the key is of rex"},
		{"a day before the key was registered", append(approve, o.zoeKey, "--on", "2026-05-19"), "(SignatureBackdated)"},
		{"a registration by the key of somebody else", append(add, o.zoeKey), "is signed by the key of zoe (" + o.zoe.fingerprint() + "), and is said to be by rex"},
		{"a key that is registered already", []string{"key", "add", "zoe", "-f", o.records, "--public-key", o.zoeKey + ".pub"}, "zoe has this key already, as ed25519-2026-06-01, and it is registered"},
	} {
		before := content(t, o.records)
		if p := isms(t, c.args...); p.code != exitUnusable || !strings.Contains(p.err, c.says) {
			t.Errorf("%s: exit code %d: %s, want %s", c.why, p.code, p.err, c.says)
		}
		if content(t, o.records) != before {
			t.Errorf("%s: something was written", c.why)
		}
	}

	request := o.in("approval.json")
	isms(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--request", request).must(t, 0)
	writeTo(t, request+".sig", stranger.sign(t, []byte(content(t, request)), signoff.ApprovalNamespace))
	if p := isms(t, "approve", "-f", o.records, "--attach", request+".sig").must(t, exitUnusable); !strings.Contains(p.err, "the signature would not count: of the key: no Person has it") {
		t.Error(p.err)
	}

	if p := isms(t, append(add, o.in("stranger"), "--name", "stray")...).must(t, 0); !strings.Contains(p.err, "is signed by "+stranger.fingerprint()+", which no record has: it counts only where that is the trust root") {
		t.Errorf("a registration by a key of nobody: %q", p.err)
	}
	isms(t, "key", "revoke", "rex", "root", "-f", o.records, "--reason", "Lost", "--on", "2026-05-25").must(t, 0)
	if p := isms(t, append(add, o.rootKey, "--name", "again")...).must(t, exitUnusable); !strings.Contains(p.err, "which is revoked: it would not count") {
		t.Errorf("a registration by a key that is revoked: %q", p.err)
	}
}

// TestApproveWithoutPeople: where the files do not have who approves, nothing tells what the
// signature is worth, and that is said.
func TestApproveWithoutPeople(t *testing.T) {
	o := newOffice(t)
	text := content(t, o.records)
	from, to := strings.Index(text, "apiVersion: isms-operator.io/v1alpha1\nkind: Person"), strings.LastIndex(text, "apiVersion: ")
	writeTo(t, o.records, text[:from]+text[to:])
	if p := isms(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key", o.zoeKey).must(t, 0); !strings.Contains(p.err, "zoe is not among the files of -f") {
		t.Errorf("%q", p.err)
	}
}

// TestAgentHasAnotherKind: a key of a kind that is not taken signs nothing, also where ssh-agent has it.
func TestAgentHasAnotherKind(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	writeTo(t, o.in("rsa.pub"), string(ssh.MarshalAuthorizedKey(public)))
	has := map[string]string{"SSH_AUTH_SOCK": servedAgent(t, agent.AddedKey{PrivateKey: key})}
	p := plugin{env: has}.run(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key", o.in("rsa.pub")).must(t, exitUnusable)
	if !strings.Contains(p.err, "by a key that is neither Ed25519 nor of a security key") {
		t.Error(p.err)
	}
	if p := isms(t, "key", "add", "zoe", "-f", o.records, "--public-key", o.in("rsa.pub")).must(t, exitUnusable); !strings.Contains(p.err, "it is ssh-rsa, and only Ed25519 keys") {
		t.Error(p.err)
	}
}

// TestEveryListTellsTheRoot: what says what signatures are worth says to which key they were followed,
// or that none was given, in each format.
func TestEveryListTellsTheRoot(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	isms(t, "approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key", o.zoeKey).must(t, 0)
	for _, command := range [][]string{
		{"approvals"}, {"approvals", "-o", "csv"}, {"matrix", "approvals"}, {"matrix", "approvals", "-o", "csv"}, {"matrix", "approvals", "-o", "markdown"},
		{"report", "-o", "brief"},
	} {
		args := append(command, "-f", o.records)
		plain := func(p plugin) string { return strings.Join(strings.Fields(strings.ReplaceAll(p.out, "\\", "")), " ") }
		if out := plain(isms(t, append(args, "--trust-root", o.root.fingerprint())...)); strings.Count(out, "are followed to the trust root "+o.root.fingerprint()) != 1 {
			t.Errorf("%q does not tell the root:\n%s", command, out)
		}
		if out := plain(isms(t, args...)); strings.Count(out, "and no trust root was given to follow them to") != 1 {
			t.Errorf("%q does not tell that there is no root:\n%s", command, out)
		}
	}
	if out := isms(t, "approvals", "-f", o.records, "-o", "json", "--trust-root", o.root.fingerprint()).must(t, 0).out; !strings.Contains(out, `"trustRoots": "`+o.root.fingerprint()+`"`) {
		t.Error(out)
	}
}
