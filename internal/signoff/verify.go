package signoff

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Why a signature is not one of what it should be of.
var (
	// ErrUnreadable: the text is no armored SSHSIG.
	ErrUnreadable = errors.New("it cannot be read as a signature")
	// ErrNamespace: what was signed is of another kind, such as a commit or a file.
	ErrNamespace = errors.New("it was made for another namespace")
	// ErrKeyType: the key is of a kind that is not taken.
	ErrKeyType = errors.New("it is by a key that is neither Ed25519 nor of a security key")
	// ErrOther: the key has signed something else, or nothing.
	ErrOther = errors.New("it is not of this")
)

// keyTypes are the kinds of key that are taken.
var keyTypes = []string{ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256}

// Verified is what a signature says.
type Verified struct {
	// Fingerprint of the key that the signature names, as OpenSSH writes it; "" where none can
	// be read.
	Fingerprint string
	// Err says why it is no signature of the message by that key; nil where it is one.
	Err error
}

// memo remembers signatures.
var memo = memory[Verified]{}

// Verify verifies an armored signature of a message in a namespace. Whether its key is to be
// trusted is not asked. What was verified once is not verified again (memo).
func Verify(message []byte, namespace, armored string) Verified {
	key := memoKey{sha256.Sum256(message), sha256.Sum256([]byte(namespace + "\x00" + armored))}
	return memo.of(key, func() Verified { return verify(message, namespace, armored) })
}

func verify(message []byte, namespace, armored string) Verified {
	signature, err := unarmored(armored)
	if err != nil {
		return Verified{Err: ErrUnreadable}
	}
	v := Verified{Fingerprint: ssh.FingerprintSHA256(signature.PublicKey)}
	if !taken(signature.PublicKey.Type()) {
		v.Err = ErrKeyType
		return v
	}
	err = sshsig.Verify(bytes.NewReader(message), signature, signature.PublicKey, signature.HashAlgorithm, namespace)
	switch {
	case errors.Is(err, sshsig.ErrNamespaceMismatch):
		v.Err = ErrNamespace
	case err != nil:
		v.Err = ErrOther
	}
	return v
}

// unarmored reads a signature; YAML may have left space around it.
func unarmored(text string) (*sshsig.Signature, error) {
	return sshsig.Unarmor([]byte(strings.TrimSpace(text) + "\n"))
}

// Armored is a signature as OpenSSH writes one, whatever line ends and lines a file gave it; the text
// itself where it cannot be read.
func Armored(text string) string {
	signature, err := unarmored(text)
	if err != nil {
		return strings.TrimSpace(text) + "\n"
	}
	return string(sshsig.Armor(signature))
}

func taken(keyType string) bool {
	for _, t := range keyTypes {
		if t == keyType {
			return true
		}
	}
	return false
}

// CheckFingerprint fails where a text is no fingerprint as OpenSSH writes it: "SHA256:" and
// the hash in base64.
func CheckFingerprint(text string) error {
	hash, ok := strings.CutPrefix(text, "SHA256:")
	raw, err := base64.RawStdEncoding.Strict().DecodeString(hash)
	if !ok || err != nil || len(raw) != sha256.Size {
		return fmt.Errorf("%q is no fingerprint; it is what \"ssh-keygen -lf KEY.pub\" shows, such as SHA256:uNiVztksCsDhcc0u9e8BrqXVUEvAeuRIjUV3NJk2Xig", text)
	}
	return nil
}

// Fingerprint is the fingerprint of a public key as records hold it: "SHA256:" and what
// OpenSSH shows of it.
func Fingerprint(publicKey string) (string, error) {
	key, _, _, rest, err := ssh.ParseAuthorizedKey([]byte(publicKey))
	if err != nil || len(bytes.TrimSpace(rest)) > 0 {
		return "", errors.New("it is no public key as OpenSSH writes one")
	}
	if !taken(key.Type()) {
		return "", fmt.Errorf("it is %s, and only Ed25519 keys and those of security keys are taken, without a certificate", key.Type())
	}
	return ssh.FingerprintSHA256(key), nil
}
