package signoff

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"time"

	"github.com/digitorus/pkcs7"
)

// What a token holds, and which attributes name the certificate of its authority (RFC 3161,
// section 2.4.2; RFC 5816).
var (
	oidInfo                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSigningCertificate   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidExtKeyUsage          = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// signingCertificate is the attribute that names the certificate of the authority. Of the first
// version it has no hash function, which is SHA-1 there.
type signingCertificate struct {
	Certs    []certificateID
	Policies asn1.RawValue `asn1:"optional"`
}

type certificateID struct {
	Hash   pkix.AlgorithmIdentifier `asn1:"optional"`
	Of     []byte
	Serial asn1.RawValue `asn1:"optional"`
}

// checkSigned fails where what a token says is not what its authority signed. The library asks
// neither what the content is nor whose certificate the signed attributes name, and takes
// SHA-1.
func checkSigned(p7 *pkcs7.PKCS7, authority *x509.Certificate) error {
	signer := &p7.Signers[0]
	_, taken := hashes[signer.DigestAlgorithm.Algorithm.String()]
	if !taken || signer.DigestEncryptionAlgorithm.Algorithm.Equal(pkcs7.OIDDigestAlgorithmECDSASHA1) {
		return ErrStampSignature
	}
	var content asn1.ObjectIdentifier
	if err := p7.UnmarshalSignedAttribute(pkcs7.OIDAttributeContentType, &content); err != nil || !content.Equal(oidInfo) {
		return ErrStampUnreadable
	}
	if !namesCertificate(p7, authority) || p7.Verify() != nil {
		return ErrStampSignature
	}
	return nil
}

// namesCertificate reports whether the signed attributes name a certificate, so that none of
// another use takes its place.
func namesCertificate(p7 *pkcs7.PKCS7, c *x509.Certificate) bool {
	var named signingCertificate
	hash := crypto.SHA256 // where version 2 names none
	if p7.UnmarshalSignedAttribute(oidSigningCertificateV2, &named) != nil {
		hash = crypto.SHA1
		if p7.UnmarshalSignedAttribute(oidSigningCertificate, &named) != nil {
			return false
		}
	}
	if len(named.Certs) == 0 {
		return false
	}
	if of := named.Certs[0].Hash.Algorithm; len(of) > 0 {
		hash = hashes[of.String()]
	}
	return hash != 0 && bytes.Equal(digest(hash, c.Raw), named.Certs[0].Of)
}

// digest is the hash of a text.
func digest(hash crypto.Hash, text []byte) []byte {
	h := hash.New()
	h.Write(text)
	return h.Sum(nil)
}

// checkAuthority fails where a certificate did not lead to one of roots at a time, or is not
// for time stamps alone (RFC 3161, section 2.3).
func checkAuthority(c *x509.Certificate, others []*x509.Certificate, roots *x509.CertPool, at time.Time) error {
	between := x509.NewCertPool()
	for _, other := range others {
		between.AddCert(other)
	}
	_, err := c.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &unknown):
		return ErrStampAuthority
	case err != nil || !forTimeStamps(c):
		return ErrStampCertificate
	}
	return nil
}

// forTimeStamps reports whether a certificate is for time stamps and nothing else, which those
// who read it have to know.
func forTimeStamps(c *x509.Certificate) bool {
	if len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(c.UnknownExtKeyUsage) > 0 {
		return false
	}
	for _, e := range c.Extensions {
		if e.Id.Equal(oidExtKeyUsage) {
			return e.Critical
		}
	}
	return false
}
