package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// sign signs an approval by the key of --key, where one is named.
func (o *approveOptions) sign(target *approvable, approval *api.Approval) error {
	if o.key == "" {
		return nil
	}
	if target.isms == "" {
		return usagef("--key: the ClauseAssessment has no spec.isms, so that the signature would be of no ISMS; give it an identifier first")
	}
	signer, err := signerOf(o.key)
	if err != nil {
		return usagef("--key: %w", err)
	}
	message, err := signoff.Approval(target.subject(), approval)
	if err != nil {
		return err
	}
	signature, err := sshsig.SignWithRand(bytes.NewReader(message), rand.Reader, signer, sshsig.HashSHA512, signoff.ApprovalNamespace)
	if err != nil {
		return fmt.Errorf("sign the approval: %w", err)
	}
	approval.Signature = string(sshsig.Armor(signature))
	return nil
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
func signatureField(target *approvable, at int, approval *api.Approval) ([][2]string, error) {
	old := (*target.approvals)[at].Signature
	switch {
	case approval.Signature != "":
		return [][2]string{{"signature", yamledit.Quoted(approval.Signature)}}, nil
	case old != "":
		return nil, errors.New("the approval that this one takes the place of is signed: sign this one as well, with --key")
	}
	return nil, nil
}
