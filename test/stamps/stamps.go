// Package stamps is a time stamp authority (RFC 3161) for tests: a CA, certificates that it
// issues, and tokens of any time.
package stamps

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"time"

	"github.com/digitorus/timestamp"
)

// Authority is a key with its certificate.
type Authority struct {
	Certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	chain       []*x509.Certificate
}

// CA is an authority that issues certificates for a century.
func CA(name string) *Authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	return &Authority{certify(template, template, key, key), key, nil}
}

// Issue is an authority for time stamps whose certificate a CA issues, for the time from and
// until. Change may make it one of another kind.
func (a *Authority) Issue(from, until time.Time, change ...func(*x509.Certificate)) *Authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "Time stamps of " + a.Certificate.Subject.CommonName},
		NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{usage(true, timeStamping)},
	}
	for _, do := range change {
		do(template)
	}
	return &Authority{certify(template, a.Certificate, key, a.key), key, append([]*x509.Certificate{a.Certificate}, a.chain...)}
}

// Intermediate is a certificate by which others are issued.
func Intermediate(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage, c.ExtraExtensions = true, true, x509.KeyUsageCertSign, nil
}

var (
	timeStamping = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	codeSigning  = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 3}
)

func usage(critical bool, what ...asn1.ObjectIdentifier) pkix.Extension {
	value, err := asn1.Marshal(what)
	if err != nil {
		panic(err)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: value}
}

// WithoutUsage leaves out what the certificate is for.
func WithoutUsage(c *x509.Certificate) { c.ExtraExtensions = nil }

// NotCritical lets readers look past what the certificate is for.
func NotCritical(c *x509.Certificate) {
	c.ExtraExtensions = []pkix.Extension{usage(false, timeStamping)}
}

// ForCode is a certificate for code as well.
func ForCode(c *x509.Certificate) {
	c.ExtraExtensions = []pkix.Extension{usage(true, timeStamping, codeSigning)}
}

func certify(template, parent *x509.Certificate, key, by *ecdsa.PrivateKey) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, by)
	if err != nil {
		panic(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return c
}

// PEM is the certificate as records hold it.
func (a *Authority) PEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw}))
}

// Stamp is a response (TimeStampResp in DER) that gives a blob the time at. Change may make it
// another.
func (a *Authority) Stamp(blob []byte, at time.Time, change ...func(*timestamp.Timestamp)) []byte {
	return a.StampBy(crypto.SHA256, blob, at, change...)
}

// StampBy is Stamp by an authority that signs by a hash function, which may be too weak.
func (a *Authority) StampBy(hash crypto.Hash, blob []byte, at time.Time, change ...func(*timestamp.Timestamp)) []byte {
	of := timestamp.Timestamp{
		HashAlgorithm: crypto.SHA256, HashedMessage: Hash(crypto.SHA256, blob), Time: at.UTC().Truncate(time.Second),
		Policy: asn1.ObjectIdentifier{1, 2, 3, 4, 1}, Certificates: a.chain, AddTSACertificate: true,
	}
	for _, do := range change {
		do(&of)
	}
	der, err := of.CreateResponseWithOpts(a.Certificate, a.key, hash)
	if err != nil {
		panic(err)
	}
	return der
}

// Answer is the response to a request (TimeStampReq in DER), of the time at.
func (a *Authority) Answer(request []byte, at time.Time, change ...func(*timestamp.Timestamp)) ([]byte, error) {
	asked, err := timestamp.ParseRequest(request)
	if err != nil {
		return nil, err
	}
	asks := func(t *timestamp.Timestamp) {
		t.HashAlgorithm, t.HashedMessage, t.Nonce, t.AddTSACertificate = asked.HashAlgorithm, asked.HashedMessage, asked.Nonce, asked.Certificates
	}
	return a.Stamp(nil, at, append([]func(*timestamp.Timestamp){asks}, change...)...), nil
}

// Hash is the hash of a text.
func Hash(by crypto.Hash, text []byte) []byte {
	h := by.New()
	h.Write(text)
	return h.Sum(nil)
}
