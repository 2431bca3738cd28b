package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"github.com/hiddeco/sshsig"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"
	"golang.org/x/term"
)

// signing says by which key something is signed.
type signing struct {
	env  *env
	sign bool
	key  string
}

// fromAgent is the value of --key that asks the agent for the key that records have.
const fromAgent = "agent"

// addTo adds the flags to a command.
func (s *signing) addTo(c *cobra.Command) {
	c.Flags().BoolVar(&s.sign, "sign", false, "Sign it, by the key of --key")
	s.addKey(c)
}

// addKey adds the flag that says by which key, for a command that signs in any case.
func (s *signing) addKey(c *cobra.Command) {
	c.Flags().StringVar(&s.key, "key", "", `Key that signs: "agent" (where absent) for the one of ssh-agent that the records have, a file with a private key, or a file with a public key whose private one ssh-agent has`)
	must(c.MarkFlagFilename("key"))
}

// check refuses a key that would sign nothing.
func (s *signing) check() error {
	if s.key != "" && !s.sign {
		return usagef("--key is for --sign: it says by which key")
	}
	return nil
}

// signature signs a message in a namespace. Held are the fingerprints of the keys that records
// have of whoever signs, of which the agent is asked for one.
func (s *signing) signature(message []byte, namespace string, held []string) (string, error) {
	signer, err := s.signer(held)
	if err != nil {
		return "", usagef("--key: %w", err)
	}
	made, err := sshsig.SignWithRand(bytes.NewReader(message), rand.Reader, signer, sshsig.HashSHA512, namespace)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return string(sshsig.Armor(made)), nil
}

func (s *signing) signer(held []string) (ssh.Signer, error) {
	if s.key == "" || s.key == fromAgent {
		return agentSigner(s.env, held)
	}
	content, err := os.ReadFile(s.key)
	if err != nil {
		return nil, err
	}
	if public, _, _, _, err := ssh.ParseAuthorizedKey(content); err == nil {
		return agentSigner(s.env, []string{ssh.FingerprintSHA256(public)})
	}
	signer, err := ssh.ParsePrivateKey(content)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		signer, err = s.unlock(content)
	}
	switch {
	case errors.Is(err, errPassphrase):
		return nil, fmt.Errorf("%s: %w", s.key, err)
	case err != nil:
		return nil, fmt.Errorf("%s is no private key of OpenSSH that can be used from a file (one of a security key is used by ssh-agent): %w", s.key, err)
	case signer.PublicKey().Type() != ssh.KeyAlgoED25519:
		return nil, fmt.Errorf("the key in %s is %s, and Ed25519 is taken", s.key, signer.PublicKey().Type())
	}
	return signer, nil
}

// errPassphrase is a passphrase that was not given, or was wrong.
var errPassphrase = errors.New("the key has a passphrase")

// unlock asks for the passphrase of a private key, on the terminal only: neither a flag nor a
// pipe keeps it secret.
func (s *signing) unlock(content []byte) (ssh.Signer, error) {
	at := terminal(s.env.in)
	if at == nil {
		return nil, fmt.Errorf("%w, which is asked for on a terminal only: add the key to ssh-agent, or use --request", errPassphrase)
	}
	fmt.Fprintf(s.env.err, "Passphrase of %s: ", s.key)
	phrase, err := term.ReadPassword(int(at.Fd()))
	fmt.Fprintln(s.env.err)
	if err != nil {
		return nil, fmt.Errorf("%w, which cannot be read: %w", errPassphrase, err)
	}
	signer, err := ssh.ParsePrivateKeyWithPassphrase(content, phrase)
	clear(phrase)
	if err != nil {
		return nil, fmt.Errorf("%w, and what was given is another", errPassphrase)
	}
	return signer, nil
}
