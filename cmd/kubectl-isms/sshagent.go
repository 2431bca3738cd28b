package main

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// agentSigner is the one key of ssh-agent that has one of these fingerprints. A security key is
// touched when it signs.
func agentSigner(e *env, held []string) (ssh.Signer, error) {
	socket := e.getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil, errors.New("no ssh-agent runs (SSH_AUTH_SOCK is not set): start one, or name a file with a private key")
	}
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("ssh-agent cannot be asked: %w", err)
	}
	signers, err := agent.NewClient(connection).Signers() // the connection lasts as long as the signer
	if err != nil {
		return nil, fmt.Errorf("ssh-agent does not say what it has: %w", err)
	}
	var found []ssh.Signer
	var others []string
	for _, s := range signers {
		fingerprint := ssh.FingerprintSHA256(s.PublicKey())
		if slices.Contains(held, fingerprint) {
			found = append(found, s)
		} else {
			others = append(others, fingerprint)
		}
	}
	switch {
	case len(found) > 1:
		return nil, fmt.Errorf("ssh-agent has %d keys that are possible: name one by the file of its public key", len(found))
	case len(found) == 1:
		return found[0], nil
	case len(held) == 0:
		return nil, errors.New("the records have no key of who signs that is not revoked: name one by its file")
	case len(others) == 0:
		return nil, fmt.Errorf("ssh-agent has no key; %s is looked for: add it by ssh-add", strings.Join(held, " or "))
	}
	return nil, fmt.Errorf("ssh-agent does not have %s: add it by ssh-add, or name another by the file of its public key; it has %s", strings.Join(held, " or "), strings.Join(others, ", "))
}
