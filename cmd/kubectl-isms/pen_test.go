package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// pen is a key that signs.
type pen struct {
	private ed25519.PrivateKey
	signer  ssh.Signer
}

func newPen(t testing.TB) *pen {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return &pen{private, signer}
}

func (p *pen) public() string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(p.signer.PublicKey())))
}
func (p *pen) fingerprint() string { return ssh.FingerprintSHA256(p.signer.PublicKey()) }

// file is the private key as a file, with a passphrase where one is given.
func (p *pen) file(t testing.TB, passphrase string) string {
	t.Helper()
	block, err := ssh.MarshalPrivateKey(p.private, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(p.private, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block))
}

func (p *pen) sign(t testing.TB, message []byte, namespace string) string {
	t.Helper()
	signature, err := sshsig.SignWithRand(strings.NewReader(string(message)), rand.Reader, p.signer, sshsig.HashSHA512, namespace)
	if err != nil {
		t.Fatal(err)
	}
	return string(sshsig.Armor(signature))
}

// agentOf is the socket of an agent that has keys.
func agentOf(t *testing.T, pens ...*pen) string {
	t.Helper()
	var keys []agent.AddedKey
	for _, p := range pens {
		keys = append(keys, agent.AddedKey{PrivateKey: p.private})
	}
	return servedAgent(t, keys...)
}

// servedAgent is agentOf for keys of any kind.
func servedAgent(t *testing.T, keys ...agent.AddedKey) string {
	t.Helper()
	ring := agent.NewKeyring()
	for _, key := range keys {
		if err := ring.Add(key); err != nil {
			t.Fatal(err)
		}
	}
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, connection) }()
		}
	}()
	return socket
}
