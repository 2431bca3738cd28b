package signoff

import (
	"crypto"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/digitorus/timestamp"

	"github.com/isms-operator/isms-operator/test/stamps"
)

var (
	stampedAt = time.Date(2026, 4, 20, 15, 4, 5, 0, time.UTC)
	from      = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	until     = time.Date(2098, 1, 1, 0, 0, 0, 0, time.UTC)
)

func inRecord(der []byte) string { return base64.StdEncoding.EncodeToString(der) }

func blobOf(t testing.TB, armored string) []byte {
	t.Helper()
	blob, err := Blob(armored)
	if err != nil {
		t.Fatal(err)
	}
	return blob
}

// rewrapped is a signature whose base64 is wrapped otherwise, as YAML may do.
func rewrapped(armored string) string {
	block, _ := pem.Decode([]byte(armored))
	return "\n-----BEGIN SSH SIGNATURE-----\n" + base64.StdEncoding.EncodeToString(block.Bytes) + "\n-----END SSH SIGNATURE-----"
}

// expired is an authority whose certificate ended in 2020, and its time stamp of before.
func expired(t *testing.T, ca *stamps.Authority, blob []byte, at time.Time) (token string) {
	t.Helper()
	synctest.Test(t, func(*testing.T) { // whose clock stands at the beginning of 2000
		token = inRecord(ca.Issue(from, from.AddDate(1, 0, 0)).Stamp(blob, at))
	})
	return token
}

func TestVerifyTimestamp(t *testing.T) {
	armored, _ := sign(t, 1, "what is signed", ApprovalNamespace)
	other, _ := sign(t, 2, "what is signed", ApprovalNamespace)
	blob := blobOf(t, armored)
	ca, attacker := stamps.CA("notary"), stamps.CA("notary")
	tsa, useless := ca.Issue(from, until), ca.Issue(from, until, stamps.WithoutUsage)
	between := ca.Issue(from, until, stamps.Intermediate)
	response := tsa.Stamp(blob, stampedAt)
	good := inRecord(response)
	token, err := TimestampText(response)
	if err != nil {
		t.Fatal(err)
	}
	by := func(hash crypto.Hash) func(*timestamp.Timestamp) {
		return func(s *timestamp.Timestamp) { s.HashAlgorithm, s.HashedMessage = hash, stamps.Hash(hash, blob) }
	}
	bare := func(s *timestamp.Timestamp) { s.AddTSACertificate = false }
	broken, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	broken[len(broken)-1] ^= 1
	for _, tc := range []struct {
		why, armored, token string
		named               []string
		want                error
	}{
		{"as the authority answered", armored, good, []string{ca.PEM()}, nil},
		{"the token alone", armored, token, []string{ca.PEM()}, nil},
		{"the certificate of the authority itself is named", armored, good, []string{tsa.PEM()}, nil},
		{"one of several", armored, good, []string{attacker.PEM(), tsa.PEM()}, nil},
		{"a certificate between", armored, inRecord(between.Issue(from, until).Stamp(blob, stampedAt)), []string{ca.PEM()}, nil},
		{"without a certificate, which the policy has", armored, inRecord(tsa.Stamp(blob, stampedAt, bare)), []string{tsa.PEM()}, nil},
		{"without a certificate, which nobody has", armored, inRecord(tsa.Stamp(blob, stampedAt, bare)), []string{ca.PEM()}, ErrStampAuthority},
		{"lines of the signature wrapped otherwise", rewrapped(armored), good, []string{ca.PEM()}, nil},
		{"SHA-384", armored, inRecord(tsa.Stamp(blob, stampedAt, by(crypto.SHA384))), []string{ca.PEM()}, nil},
		{"SHA-512", armored, inRecord(tsa.Stamp(blob, stampedAt, by(crypto.SHA512))), []string{ca.PEM()}, nil},
		{"of another signature", other, good, []string{ca.PEM()}, ErrStampOther},
		{"of no signature", "signed, Anna", good, []string{ca.PEM()}, ErrStampOther},
		{"nobody is named", armored, good, nil, ErrStampAuthority},
		{"another is named, of the same name", armored, good, []string{attacker.PEM()}, ErrStampAuthority},
		{"what is named is no certificate", armored, good, []string{"notary"}, ErrStampAuthority},
		{"the last byte of its signature is another", armored, inRecord(broken), []string{ca.PEM()}, ErrStampSignature},
		{"no use", armored, inRecord(useless.Stamp(blob, stampedAt)), []string{ca.PEM()}, ErrStampCertificate},
		{"the use is not critical", armored, inRecord(ca.Issue(from, until, stamps.NotCritical).Stamp(blob, stampedAt)), []string{ca.PEM()}, ErrStampCertificate},
		{"for code as well", armored, inRecord(ca.Issue(from, until, stamps.ForCode).Stamp(blob, stampedAt)), []string{ca.PEM()}, ErrStampCertificate},
		{"no use, and named itself", armored, inRecord(useless.Stamp(blob, stampedAt)), []string{useless.PEM()}, ErrStampCertificate},
		{"expired since", armored, expired(t, ca, blob, from.AddDate(0, 6, 0)), []string{ca.PEM()}, nil},
		{"expired before", armored, expired(t, ca, blob, from.AddDate(1, 0, 1)), []string{ca.PEM()}, ErrStampCertificate},
		{"before its certificate began", armored, inRecord(ca.Issue(from.AddDate(1, 0, 0), until).Stamp(blob, from)), []string{ca.PEM()}, ErrStampCertificate},
		{"cut", armored, good[:len(good)/2], []string{ca.PEM()}, ErrStampUnreadable},
		{"more behind it", armored, inRecord(append(append([]byte{}, response...), 0)), []string{ca.PEM()}, ErrStampUnreadable},
		{"no base64", armored, "2026-04-20", []string{ca.PEM()}, ErrStampUnreadable},
		{"nothing", armored, "", []string{ca.PEM()}, ErrStampUnreadable},
		{"a certificate", armored, inRecord(ca.Certificate.Raw), []string{ca.PEM()}, ErrStampUnreadable},
	} {
		v := VerifyTimestamp(tc.armored, tc.token, tc.named)
		if !errors.Is(v.Err, tc.want) || v.Time.IsZero() != (tc.want != nil) {
			t.Errorf("%s: %+v, want %v", tc.why, v, tc.want)
		}
	}
	if v := VerifyTimestamp(armored, good, []string{ca.PEM()}); !v.Time.Equal(stampedAt) {
		t.Errorf("the time is %s", v.Time)
	}
}

// TestTimestampBytes: whichever byte of a token is another, it says the same time or nothing.
func TestTimestampBytes(t *testing.T) {
	armored, _ := sign(t, 1, "what is signed", ApprovalNamespace)
	ca := stamps.CA("notary")
	der := ca.Issue(from, until).Stamp(blobOf(t, armored), stampedAt)
	good := 0
	for i := range der {
		for _, bit := range []byte{1, 0x20, 0x80} {
			der[i] ^= bit
			if v := verifyTimestamp(armored, inRecord(der), []string{ca.PEM()}); v.Err == nil {
				good++
				if !v.Time.Equal(stampedAt) {
					t.Errorf("byte %d: the time is %s", i, v.Time)
				}
			}
			der[i] ^= bit
		}
	}
	if good > len(der) {
		t.Errorf("%d of %d changes are not seen", good, 3*len(der))
	}
}

// TestTimestampMemo: no time stamp is verified twice, and other authorities are another
// question.
func TestTimestampMemo(t *testing.T) {
	armored, _ := sign(t, 1, "what is signed", ApprovalNamespace)
	ca := stamps.CA("notary")
	token := inRecord(ca.Issue(from, until).Stamp(blobOf(t, armored), stampedAt))
	before := stampMemo.verified
	for range 3 {
		VerifyTimestamp(armored, token, []string{ca.PEM()})
	}
	if n := stampMemo.verified - before; n != 1 {
		t.Errorf("verified %d times", n)
	}
	if v := VerifyTimestamp(armored, token, nil); !errors.Is(v.Err, ErrStampAuthority) {
		t.Errorf("nobody is named, and it says %+v", v)
	}
}

// TestTimestampRequest: an answer is taken where it answers this request.
func TestTimestampRequest(t *testing.T) {
	armored, _ := sign(t, 1, "what is signed", ApprovalNamespace)
	ca := stamps.CA("notary")
	tsa, nonce := ca.Issue(from, until), big.NewInt(7)
	request, err := TimestampRequest(armored, nonce)
	if err != nil {
		t.Fatal(err)
	}
	refused, err := timestamp.CreateErrorResponse(timestamp.Rejection, timestamp.BadRequest)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(change ...func(*timestamp.Timestamp)) []byte {
		der, err := tsa.Answer(request, stampedAt, change...)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	for _, tc := range []struct {
		why    string
		answer []byte
		says   string
	}{
		{"as it was asked", answer(), ""},
		{"to another request", answer(func(s *timestamp.Timestamp) { s.Nonce = big.NewInt(8) }), "nonce is another"},
		{"without a nonce", answer(func(s *timestamp.Timestamp) { s.Nonce = nil }), "nonce is another"},
		{"refused", refused, "the request is rejected"},
		{"garbage", []byte("<html>"), "it gave no time stamp"},
	} {
		token, err := TimestampResponse(tc.answer, nonce)
		if tc.says != "" {
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("%s: %v", tc.why, err)
			}
			continue
		}
		if v := VerifyTimestamp(armored, token, []string{ca.PEM()}); err != nil || v.Err != nil {
			t.Errorf("%s: %v %v", tc.why, err, v.Err)
		}
	}
}

// BenchmarkVerifyTimestamp is one time stamp that nobody has seen yet.
func BenchmarkVerifyTimestamp(b *testing.B) {
	armored, _ := sign(b, 3, "what is signed", ApprovalNamespace)
	ca := stamps.CA("notary")
	token, named := inRecord(ca.Issue(from, until).Stamp(blobOf(b, armored), stampedAt)), []string{ca.PEM()}
	for b.Loop() {
		if v := verifyTimestamp(armored, token, named); v.Err != nil {
			b.Fatal(v.Err)
		}
	}
}

// FuzzTimestamp: no text that somebody writes as a time stamp stops who reads it, or gets
// another time out of an authority.
func FuzzTimestamp(f *testing.F) {
	armored, _ := sign(f, 1, "what is signed", ApprovalNamespace)
	ca := stamps.CA("notary")
	good := ca.Issue(from, until).Stamp(blobOf(f, armored), stampedAt)
	f.Add(good)
	f.Add(good[9:]) // about where the token begins
	f.Add(ca.Certificate.Raw)
	f.Fuzz(func(t *testing.T, der []byte) {
		if v := verifyTimestamp(armored, inRecord(der), []string{ca.PEM()}); v.Err == nil && !v.Time.Equal(stampedAt) {
			t.Errorf("the time is %s", v.Time)
		}
	})
}
