package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Live is a page that follows what it shows: it asks where it came from for the version that
// is shown there, under the name "events", and loads itself again where that is another.
type Live struct {
	HTML []byte
	// Policy is its Content-Security-Policy.
	Policy string
	// Version differs where what is shown does.
	Version string
}

// Live makes a live page in a language, one of Languages.
func (p *Page) Live(language string) (*Live, error) {
	data, err := p.data(language, "")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	l := &Live{Version: hex.EncodeToString(sum[:16])}
	if data, err = p.data(language, l.Version); err != nil {
		return nil, err
	}
	v := p.view(language, data, slices.Concat(scripts, []string{"live.js"}), "; connect-src 'self'")
	var html bytes.Buffer
	err = v.write(&html)
	l.HTML, l.Policy = html.Bytes(), v.Policy
	return l, err
}
