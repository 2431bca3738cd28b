package signoff

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Authority is what the signature of the registration of a time stamp authority is over: its
// certificate, and who says that its time stamps count. Its name is a label of the records.
func Authority(isms string, a *api.TimestampAuthority) ([]byte, error) {
	of, err := CertificateHash(a.Certificate)
	if err != nil {
		return nil, err
	}
	return Canonical(authority{isms, of, a.RegisteredBy, a.RegisteredOn})
}

// authority is the statement of the registration of a time stamp authority.
type authority struct {
	ISMS         string     `json:"isms"`
	Certificate  string     `json:"certificate"`
	RegisteredBy *api.Actor `json:"registeredBy"`
	RegisteredOn api.Date   `json:"registeredOn,omitzero"`
}

// ReadAuthority reads what Authority writes: the ISMS, the hash of the certificate, and the
// authority without its name, certificate and signature. It fails where a byte of it is
// another.
func ReadAuthority(text []byte) (isms, certificate string, a *api.TimestampAuthority, err error) {
	var r authority
	if err := json.Unmarshal(text, &r); err != nil {
		return "", "", nil, errStatement
	}
	if again, err := Canonical(r); err != nil || !bytes.Equal(again, text) {
		return "", "", nil, errStatement
	}
	return r.ISMS, r.Certificate, &api.TimestampAuthority{RegisteredBy: r.RegisteredBy, RegisteredOn: r.RegisteredOn}, nil
}

// CertificateHash is the SHA-256 of the DER of a certificate in PEM, "sha256:" and hexadecimal,
// so that lines that are wrapped elsewhere change nothing.
func CertificateHash(text string) (string, error) {
	c, err := Certificate(text)
	if err != nil {
		return "", err
	}
	of := sha256.Sum256(c.Raw)
	return prefix1 + hex.EncodeToString(of[:]), nil
}
