package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math/big"
	"testing"

	"golang.org/x/crypto/ssh"
)

// securityKey signs as a FIDO2 key does (PROTOCOL.u2f of OpenSSH): a counter and what the
// holder did are signed with the message.
type securityKey struct {
	kind   string
	public ssh.PublicKey
	sign   func([]byte) ([]byte, error)
	// flags say what the holder did: 1 touched it, 4 was verified, as by a PIN.
	flags   byte
	counter uint32
}

const fidoApplication = "ssh:"

// newSecurityKey is a security key of a kind, made of software.
func newSecurityKey(t testing.TB, kind string) *pen {
	t.Helper()
	k := &securityKey{kind: kind, flags: 1}
	var wire []byte
	if kind == ssh.KeyAlgoSKED25519 {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		wire = ssh.Marshal(struct{ Kind, Key, Application string }{kind, string(public), fidoApplication})
		k.sign = func(data []byte) ([]byte, error) { return ed25519.Sign(private, data), nil }
	} else {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := private.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		wire = ssh.Marshal(struct{ Kind, Curve, Key, Application string }{kind, "nistp256", string(point), fidoApplication})
		k.sign = func(data []byte) ([]byte, error) {
			digest := sha256.Sum256(data)
			r, s, err := ecdsa.Sign(rand.Reader, private, digest[:])
			if err != nil {
				return nil, err
			}
			return ssh.Marshal(struct{ R, S *big.Int }{r, s}), nil
		}
	}
	var err error
	if k.public, err = ssh.ParsePublicKey(wire); err != nil {
		t.Fatal(err)
	}
	return &pen{signer: k}
}

func (k *securityKey) PublicKey() ssh.PublicKey { return k.public }

func (k *securityKey) Sign(_ io.Reader, data []byte) (*ssh.Signature, error) {
	k.counter++
	rest := binary.BigEndian.AppendUint32([]byte{k.flags}, k.counter)
	application, message := sha256.Sum256([]byte(fidoApplication)), sha256.Sum256(data)
	signed := append(append(append([]byte{}, application[:]...), rest...), message[:]...)
	blob, err := k.sign(signed)
	return &ssh.Signature{Format: k.kind, Blob: blob, Rest: rest}, err
}
