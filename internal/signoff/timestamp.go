package signoff

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	_ "crypto/sha512" // for SHA-384 and SHA-512 as crypto.Hash
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"
)

// Why a time stamp is not one of a signature.
var (
	// ErrStampUnreadable: the text is no token as RFC 3161 has it, in base64.
	ErrStampUnreadable = errors.New("it cannot be read as a time stamp (RFC 3161)")
	// ErrStampOther: it was given to something else.
	ErrStampOther = errors.New("it is of another signature")
	// ErrStampSignature: what it says is not what its authority signed, or by a hash that is
	// not taken.
	ErrStampSignature = errors.New("what it says was not signed by its authority")
	// ErrStampAuthority: its certificate leads to none of those that are named.
	ErrStampAuthority = errors.New("it is by an authority that is not named")
	// ErrStampCertificate: its certificate is not for time stamps, or was not valid then.
	ErrStampCertificate = errors.New("the certificate of its authority is not one for time stamps, or was not valid at that time")
)

// Stamped is what a time stamp says.
type Stamped struct {
	// Time by which the signature was there, as the authority says; zero unless Err is nil.
	Time time.Time
	// Err says why it is no time stamp of the signature; nil where it is one.
	Err error
}

// stampMemo remembers time stamps.
var stampMemo = memory[Stamped]{}

// VerifyTimestamp verifies the time stamp of an armored signature: the token is over its Blob,
// and its certificate led, at the time of the token, to one of certificates (PEM), which are the
// authorities' own or those of their CAs. Whether those are to be trusted is not asked, nor is
// anybody over a network. What was verified once is not verified again (memo).
func VerifyTimestamp(armored, token string, certificates []string) Stamped {
	key := memoKey{sha256.Sum256([]byte(armored)), sha256.Sum256([]byte(token + "\x00" + strings.Join(certificates, "\x00")))}
	return stampMemo.of(key, func() Stamped { return verifyTimestamp(armored, token, certificates) })
}

func verifyTimestamp(armored, token string, certificates []string) Stamped {
	blob, err := Blob(armored)
	if err != nil {
		return Stamped{Err: ErrStampOther}
	}
	der, err := Token(token)
	if err != nil {
		return Stamped{Err: err}
	}
	p7, err := pkcs7.Parse(der)
	if err != nil || len(p7.Signers) != 1 {
		return Stamped{Err: ErrStampUnreadable}
	}
	roots := x509.NewCertPool()
	for _, text := range certificates {
		if c, err := Certificate(text); err == nil {
			roots.AddCert(c)
			p7.Certificates = append(p7.Certificates, c) // a token may leave its own out
		}
	}
	authority := p7.GetOnlySigner()
	if authority == nil {
		return Stamped{Err: ErrStampAuthority}
	}
	if err := checkSigned(p7, authority); err != nil {
		return Stamped{Err: err}
	}
	stamp, err := timestamp.Parse(der)
	switch {
	case err != nil:
		return Stamped{Err: ErrStampUnreadable}
	case !imprintOf(stamp, blob):
		return Stamped{Err: ErrStampOther}
	}
	if err := checkAuthority(authority, p7.Certificates, roots, stamp.Time); err != nil {
		return Stamped{Err: err}
	}
	return Stamped{Time: stamp.Time}
}

// Blob is what a time stamp of an armored signature is over: what the armor holds, so that
// lines that are wrapped elsewhere change nothing.
func Blob(armored string) ([]byte, error) {
	block, _ := pem.Decode([]byte(strings.TrimSpace(armored) + "\n"))
	if block == nil {
		return nil, ErrUnreadable
	}
	return block.Bytes, nil
}

// Token is the TimeStampToken of a text: itself, or out of a TimeStampResp, in base64.
func Token(text string) ([]byte, error) {
	der, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, ErrStampUnreadable
	}
	return bareToken(der)
}

// bareToken is the TimeStampToken of DER. A token begins with the OID of what it holds, and a
// response with the sequence of its status (RFC 3161, section 2.4.2).
func bareToken(der []byte) ([]byte, error) {
	var outer asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil, ErrStampUnreadable
	}
	var first, token asn1.RawValue
	rest, err := asn1.Unmarshal(outer.Bytes, &first)
	switch {
	case err != nil:
		return nil, ErrStampUnreadable
	case first.Tag == asn1.TagOID:
		return der, nil
	}
	if rest, err = asn1.Unmarshal(rest, &token); err != nil || len(rest) > 0 {
		return nil, ErrStampUnreadable
	}
	return token.FullBytes, nil
}

// Certificate is the one certificate of a text in PEM.
func Certificate(text string) (*x509.Certificate, error) {
	block, rest := pem.Decode([]byte(strings.TrimSpace(text) + "\n"))
	if block == nil || block.Type != "CERTIFICATE" || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New("it is not one certificate in PEM")
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, errors.New("it is no certificate of X.509")
	}
	return c, nil
}

// hashes are the hash functions that are taken, by their OIDs.
var hashes = map[string]crypto.Hash{
	pkcs7.OIDDigestAlgorithmSHA256.String(): crypto.SHA256,
	pkcs7.OIDDigestAlgorithmSHA384.String(): crypto.SHA384,
	pkcs7.OIDDigestAlgorithmSHA512.String(): crypto.SHA512,
}

// imprintOf reports whether a time stamp is of a blob.
func imprintOf(stamp *timestamp.Timestamp, blob []byte) bool {
	for _, taken := range hashes {
		if stamp.HashAlgorithm == taken {
			return bytes.Equal(digest(taken, blob), stamp.HashedMessage)
		}
	}
	return false
}
