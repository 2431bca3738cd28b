// Securitykey stands in for ssh-sk-helper, by which OpenSSH asks security keys (FIDO2): it is a
// key of software, that whoever holds it touches at once. It lets a test walk what a page says of
// security keys, with the ssh-keygen and the ssh-agent that a reader has. As its secret lies in
// what OpenSSH keeps of a key (the key handle), it keeps nothing.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/ssh"
)

// What OpenSSH and its helper say to each other (sk-api.h, ssh-sk-helper.c).
const (
	protocol      = 5
	signs         = 1
	enrolls       = 2
	touched  byte = 1
	longest       = 1 << 18
)

// key is how OpenSSH keeps a security key of the kind Ed25519, without its comment.
type key struct {
	Kind, Public, Application string
	Flags                     byte
	Handle, Reserved          string
}

func main() {
	if err := answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// answer reads one request and writes what is answered.
func answer(in io.Reader, out io.Writer) error {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > longest {
		return fmt.Errorf("a request of %d bytes", size)
	}
	request := make([]byte, size)
	if _, err := io.ReadFull(in, request); err != nil {
		return err
	}
	var r struct {
		Version  byte
		Kind     uint32
		OnStderr byte
		Level    uint32
		Rest     []byte `ssh:"rest"`
	}
	if err := ssh.Unmarshal(request, &r); err != nil {
		return err
	}
	if r.Version != protocol {
		return fmt.Errorf("OpenSSH speaks version %d with its helpers, and this one %d", r.Version, protocol)
	}
	var says []byte
	var err error
	switch r.Kind {
	case signs:
		says, err = sign(r.Rest)
	case enrolls:
		says, err = enroll(r.Rest)
	default:
		err = fmt.Errorf("request %d is not known", r.Kind)
	}
	if err != nil {
		return err
	}
	reply := append(binary.BigEndian.AppendUint32([]byte{protocol}, r.Kind), says...)
	_, err = out.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(reply))), reply...))
	return err
}

// enroll makes a key.
func enroll(request []byte) ([]byte, error) {
	var r struct {
		Kind                          uint32
		Provider, Device, Application string
		Rest                          []byte `ssh:"rest"`
	}
	if err := ssh.Unmarshal(request, &r); err != nil {
		return nil, err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	k := ssh.Marshal(key{ssh.KeyAlgoSKED25519, string(public), r.Application, touched, string(private.Seed()), ""})
	return ssh.Marshal(struct{ Key, Attestation string }{string(k), ""}), nil
}

// sign signs what FIDO2 signs: of what application, that the key was touched, how often it has
// signed, and the message.
func sign(request []byte) ([]byte, error) {
	var r struct {
		Key, Provider, Message string
		Rest                   []byte `ssh:"rest"`
	}
	if err := ssh.Unmarshal(request, &r); err != nil {
		return nil, err
	}
	var k key
	if err := ssh.Unmarshal([]byte(r.Key), &k); err != nil {
		return nil, err
	}
	if k.Kind != ssh.KeyAlgoSKED25519 || len(k.Handle) != ed25519.SeedSize {
		return nil, errors.New("it is no key that was made here")
	}
	application, message := sha256.Sum256([]byte(k.Application)), sha256.Sum256([]byte(r.Message))
	did := binary.BigEndian.AppendUint32([]byte{touched}, 1)
	signed := append(append(application[:], did...), message[:]...)
	signature := ssh.Marshal(struct{ Kind, Blob string }{k.Kind, string(ed25519.Sign(ed25519.NewKeyFromSeed([]byte(k.Handle)), signed))})
	return ssh.Marshal(struct{ Signature string }{string(append(signature, did...))}), nil
}
