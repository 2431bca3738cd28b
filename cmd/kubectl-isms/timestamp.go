package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// stamping says where the time stamp of a signature is from.
type stamping struct{ url, file string }

const (
	// stampTimeout is how long an authority may take.
	stampTimeout = 30 * time.Second
	// maxStampAnswer is how much of an answer is read, in bytes. A record has room for less.
	maxStampAnswer = 64 << 10
	// maxStamp is what the schema allows, in characters of base64.
	maxStamp = 16384
)

// addTo adds the flags to a command that has --sign, --request and --attach.
func (s *stamping) addTo(c *cobra.Command) {
	c.Flags().StringVar(&s.url, "timestamp-url", "", "Address of an authority for time stamps (RFC 3161), which is sent a hash of the signature and nothing else; its time stamp is stored beside the signature")
	c.Flags().StringVar(&s.file, "timestamp", "", `File with the time stamp of the signature of --attach, as curl or "openssl ts" wrote it`)
	must(c.MarkFlagFilename("timestamp", "tsr", "tst"))
	c.MarkFlagsMutuallyExclusive("timestamp-url", "timestamp")
	for _, other := range []string{"sign", "request"} {
		c.MarkFlagsMutuallyExclusive("timestamp", other)
	}
	c.MarkFlagsMutuallyExclusive("timestamp-url", "request")
}

// check refuses a time stamp of no signature, and what is no address. Signed says that there
// will be a signature.
func (s *stamping) check(signed bool) error {
	switch {
	case s.url == "" && s.file == "":
		return nil
	case !signed:
		return usagef("--timestamp-url and --timestamp are for --sign and --attach: a time stamp is of a signature")
	case s.file != "":
		return nil
	}
	if at, err := url.Parse(s.url); err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return usagef("--timestamp-url is no address of HTTP, such as https://tsa.example.org/tsr")
	}
	return nil
}

// stamp gives the signature of an approval the time stamp that is asked for, once it is known
// to be a good one by the authorities of the policy.
func (s *stamping) stamp(ctx context.Context, a *api.Approval, authorities []api.TimestampAuthority) error {
	var token string
	var err error
	switch {
	case s.url != "":
		token, err = s.ask(ctx, a.Signature)
	case s.file != "":
		token, err = readStamp(s.file)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if err := goodStamp(a, token, authorities); err != nil {
		return err
	}
	a.Timestamp = token
	return nil
}

// goodStamp fails where a time stamp would not count, as far as can be told without a trust
// root.
func goodStamp(a *api.Approval, token string, authorities []api.TimestampAuthority) error {
	var certificates []string
	for i := range authorities {
		certificates = append(certificates, authorities[i].Certificate)
	}
	v := signoff.VerifyTimestamp(a.Signature, token, certificates)
	switch {
	case errors.Is(v.Err, signoff.ErrStampAuthority):
		return errors.New(`the time stamp is by none of policy.signatures.timestampAuthorities of the ClauseAssessment: enter the authority with "timestamp-authority add", and read the ClauseAssessment as well`)
	case v.Err != nil:
		return fmt.Errorf("the time stamp: %w", v.Err)
	case api.DateOf(v.Time).After(a.ApprovedOn.AddDays(1)):
		return fmt.Errorf("the time stamp is of %s, and the approval of %s, so that it would count as dated back: approve anew, and have it signed and stamped on that day", v.Time.UTC().Format(time.RFC3339), a.ApprovedOn)
	case len(token) > maxStamp:
		return fmt.Errorf("the time stamp has %d characters of base64, and a record has room for %d: ask an authority that sends fewer certificates", len(token), maxStamp)
	}
	return nil
}

func readStamp(file string) (string, error) {
	der, err := os.ReadFile(file)
	if err != nil {
		return "", usagef("--timestamp: %w", err)
	}
	token, err := signoff.TimestampText(der)
	if err != nil {
		return "", fmt.Errorf("--timestamp: %s: %w", file, err)
	}
	return token, nil
}

// ask has an authority stamp a signature, by HTTP (RFC 3161, section 3.4).
func (s *stamping) ask(ctx context.Context, signature string) (string, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return "", err
	}
	request, err := signoff.TimestampRequest(signature, nonce)
	if err != nil {
		return "", err
	}
	answer, err := s.post(ctx, request)
	if err != nil {
		return "", fmt.Errorf("ask for a time stamp: %w", err)
	}
	token, err := signoff.TimestampResponse(answer, nonce)
	if err != nil {
		return "", fmt.Errorf("what %s answers is no time stamp of this signature: %w", s.host(), err)
	}
	return token, nil
}

// host names the authority without what its address may hold of secrets.
func (s *stamping) host() string {
	at, err := url.Parse(s.url)
	if err != nil {
		return "the authority"
	}
	return at.Host
}

func (s *stamping) post(ctx context.Context, request []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, stampTimeout)
	defer cancel()
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(request))
	if err != nil {
		return nil, err
	}
	post.Header.Set("Content-Type", "application/timestamp-query")
	answer, err := http.DefaultClient.Do(post)
	if cause := (*url.Error)(nil); errors.As(err, &cause) {
		return nil, fmt.Errorf("%s: %w", s.host(), cause.Err) // without the address, which may hold secrets
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxStampAnswer+1))
	switch kind := answer.Header.Get("Content-Type"); {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", s.host(), err)
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s answers %s: %q", s.host(), answer.Status, firstWords(body))
	case len(body) > maxStampAnswer:
		return nil, fmt.Errorf("%s answers with more than %d bytes", s.host(), maxStampAnswer)
	case !strings.HasPrefix(kind, "application/timestamp-reply"):
		return nil, fmt.Errorf("%s answers with %q and not with application/timestamp-reply: %q", s.host(), kind, firstWords(body))
	}
	return body, nil
}

// firstWords are the beginning of an answer, for an error.
func firstWords(body []byte) string {
	return strings.ToValidUTF8(strings.TrimSpace(string(body[:min(len(body), 200)])), "")
}
