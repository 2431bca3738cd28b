package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// signature signs a message in a namespace by the key of a file.
func signature(file string, message []byte, namespace string) (string, error) {
	signer, err := signerOf(file)
	if err != nil {
		return "", usagef("--key: %w", err)
	}
	made, err := sshsig.SignWithRand(bytes.NewReader(message), rand.Reader, signer, sshsig.HashSHA512, namespace)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return string(sshsig.Armor(made)), nil
}

// signerOf reads a private key that no passphrase protects.
func signerOf(file string) (ssh.Signer, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(content)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, fmt.Errorf("the key in %s has a passphrase, which is not asked for yet", file)
	case err != nil:
		return nil, fmt.Errorf("%s is no private key of OpenSSH: %w", file, err)
	case signer.PublicKey().Type() != ssh.KeyAlgoED25519:
		return nil, fmt.Errorf("the key in %s is %s, and Ed25519 is taken", file, signer.PublicKey().Type())
	}
	return signer, nil
}

// signatureField is the signature as a field that is written into the place of another
// approval. That one's own would be of what it was.
func signatureField(old, now string) ([][2]string, error) {
	switch {
	case now != "":
		return [][2]string{{"signature", yamledit.Quoted(now)}}, nil
	case old != "":
		return nil, errors.New("the approval that this one takes the place of is signed: sign this one as well, with --key")
	}
	return nil, nil
}
