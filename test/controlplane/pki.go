package controlplane

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
)

// pki holds the certificates of a state folder. envtest's own last a week and
// lack their authority on a second start, so it gets these instead.
type pki struct {
	caPEM []byte
	ca    *x509.Certificate
	caKey crypto.Signer
	dir   string
	// served are the addresses in the serving certificate.
	served []net.IP
}

// The names of the serving pair are those that kube-apiserver and envtest look
// for in the certificate folder.
func (p *pki) caPath() string                { return filepath.Join(p.dir, "ca.crt") }
func (p *pki) caKeyPath() string             { return filepath.Join(p.dir, "ca.key") }
func (p *pki) servingPath() string           { return filepath.Join(p.dir, "apiserver.crt") }
func (p *pki) servingKeyPath() string        { return filepath.Join(p.dir, "apiserver.key") }
func (p *pki) serviceAccountKeyPath() string { return filepath.Join(p.dir, "sa-signer.key") }

// openPKI loads the authority and the key that signs service account tokens, or
// makes them on first use, and issues a new certificate for the served addresses.
func openPKI(dir string, served []net.IP) (*pki, error) {
	p := &pki{dir: dir, served: served}
	err := p.openCA()
	if err == nil {
		// Kept, so that tokens from before a restart stay valid.
		_, err = loadOrCreateKey(p.serviceAccountKeyPath())
	}
	if err == nil {
		err = p.issueServing()
	}
	if err != nil {
		return nil, fmt.Errorf("certificates (remove %s to have new ones made): %w", dir, err)
	}
	return p, nil
}

func (p *pki) openCA() (err error) {
	if p.caKey, err = loadOrCreateKey(p.caKeyPath()); err != nil {
		return err
	}
	p.caPEM, err = os.ReadFile(p.caPath())
	if errors.Is(err, os.ErrNotExist) {
		p.caPEM, err = p.createCA()
	}
	if err != nil {
		return err
	}
	certs, err := cert.ParseCertsPEM(p.caPEM)
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", p.caPath(), err)
	}
	p.ca = certs[0]
	return nil
}

func (p *pki) createCA() ([]byte, error) {
	ca, err := cert.NewSelfSignedCACert(cert.Config{CommonName: "local control plane"}, p.caKey)
	if err != nil {
		return nil, err
	}
	data := certificatePEM(ca.Raw)
	return data, writeFile(p.caPath(), data, 0o600)
}

// issueServing makes a new pair on each start, so that one never expires in a
// state folder that is used for long.
func (p *pki) issueServing() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: apiServerName},
		DNSNames:     []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"},
		IPAddresses:  p.served,
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, p.ca, key.Public(), p.caKey)
	if err != nil {
		return err
	}
	keyPEM, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return err
	}
	return errors.Join(
		writeFile(p.servingPath(), certificatePEM(raw), 0o600),
		writeFile(p.servingKeyPath(), keyPEM, 0o600),
	)
}

func loadOrCreateKey(path string) (crypto.Signer, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return createKey(path)
	}
	if err != nil {
		return nil, err
	}
	key, err := keyutil.ParsePrivateKeyPEM(data)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%s holds no signing key", path)
	}
	return signer, nil
}

func createKey(path string) (crypto.Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	data, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return nil, err
	}
	return key, writeFile(path, data, 0o600)
}

func certificatePEM(raw []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: cert.CertificateBlockType, Bytes: raw})
}
