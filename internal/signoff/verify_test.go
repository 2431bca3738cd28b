package signoff

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

func sign(t testing.TB, seed byte, message, namespace string) (armored, publicKey string) {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	signature, err := sshsig.SignWithRand(strings.NewReader(message), rand.Reader, signer, sshsig.HashSHA512, namespace)
	if err != nil {
		t.Fatal(err)
	}
	return string(sshsig.Armor(signature)), strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
}

func TestVerify(t *testing.T) {
	armored, publicKey := sign(t, 1, "what is signed", ApprovalNamespace)
	fingerprint, err := Fingerprint(publicKey)
	if err != nil {
		t.Fatal(err)
	}
	commit, _ := sign(t, 1, "what is signed", "git")
	for _, tc := range []struct {
		why, message, namespace, armored string
		want                             error
	}{
		{"as it was signed", "what is signed", ApprovalNamespace, armored, nil},
		{"space around it, as YAML may leave it", "what is signed", ApprovalNamespace, "\n" + armored + "\n\n", nil},
		{"another message", "what is signed ", ApprovalNamespace, armored, ErrOther},
		{"a signature of a commit", "what is signed", ApprovalNamespace, commit, ErrNamespace},
		{"one of an approval for a key", "what is signed", RegistrationNamespace, armored, ErrNamespace},
		{"cut", "what is signed", ApprovalNamespace, armored[:len(armored)/2], ErrUnreadable},
		{"no signature", "what is signed", ApprovalNamespace, "signed, Anna", ErrUnreadable},
		{"nothing", "what is signed", ApprovalNamespace, "", ErrUnreadable},
	} {
		v := Verify([]byte(tc.message), tc.namespace, tc.armored)
		if !errors.Is(v.Err, tc.want) || tc.want == nil && v.Fingerprint != fingerprint {
			t.Errorf("%s: %+v, want %v", tc.why, v, tc.want)
		}
	}
	for _, key := range []string{"", "ssh-ed25519", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7", publicKey + "\n" + publicKey} {
		if got, err := Fingerprint(key); err == nil {
			t.Errorf("%q has the fingerprint %s", key, got)
		}
	}
}

// TestArmored: what YAML and mail make of a signature is read, and written as OpenSSH reads it.
func TestArmored(t *testing.T) {
	armored, _ := sign(t, 1, "what is signed", ApprovalNamespace)
	lines := strings.Split(strings.TrimSpace(armored), "\n")
	for why, text := range map[string]string{
		"as it was made":      armored,
		"line ends of DOS":    strings.ReplaceAll(armored, "\n", "\r\n"),
		"space around it":     "\n\n" + armored + "\n \n",
		"wrapped in one line": lines[0] + "\n" + strings.Join(lines[1:len(lines)-1], "") + "\n" + lines[len(lines)-1],
	} {
		if v := Verify([]byte("what is signed"), ApprovalNamespace, text); v.Err != nil || Armored(text) != armored {
			t.Errorf("%s: %v\n%q\n%q", why, v.Err, Armored(text), armored)
		}
	}
	if Armored(" no signature ") != "no signature\n" {
		t.Error("what cannot be read is not as it is")
	}
}

// TestMemo: nothing is verified twice, and what is remembered is bounded.
func TestMemo(t *testing.T) {
	armored, _ := sign(t, 2, "once", ApprovalNamespace)
	before := memo.verified
	for range 3 {
		Verify([]byte("once"), ApprovalNamespace, armored)
	}
	if memo.verified != before+1 {
		t.Errorf("verified %d times", memo.verified-before)
	}
	m := memory[Verified]{}
	for i := range 2 * memoSize {
		m.put(memoKey{message: [32]byte{byte(i), byte(i >> 8), byte(i >> 16)}}, Verified{})
	}
	if n := len(m.young) + len(m.old); n > memoSize {
		t.Errorf("%d are remembered", n)
	}
	if _, known := m.get(memoKey{message: [32]byte{255, 255, 1}}); !known {
		t.Error("the last is forgotten")
	}
}

// BenchmarkVerify is one signature that nobody has seen yet.
func BenchmarkVerify(b *testing.B) {
	armored, _ := sign(b, 3, "what is signed", ApprovalNamespace)
	for i := 0; b.Loop(); i++ {
		if v := verify([]byte("what is signed"), ApprovalNamespace, armored); v.Err != nil {
			b.Fatal(fmt.Sprint(i, v.Err))
		}
	}
}
