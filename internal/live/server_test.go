package live_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/internal/live"
)

// serve serves a page until the test ends, and returns the server and the address of the page.
func serve(t *testing.T, address string) (*live.Server, string) {
	t.Helper()
	s, err := live.Listen(netip.MustParseAddr(address), 0)
	if err != nil {
		t.Skipf("SKIPPED: %s cannot be listened on: %v", address, err)
	}
	s.Show(live.Page{HTML: []byte("<p>one"), Policy: "default-src 'none'; connect-src 'self'", Version: "1"})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	base, _, _ := strings.Cut(s.URL(), "?")
	return s, base
}

// request is one that a browser, or somebody else, makes.
type request struct {
	method, path, host, cookie string
	header                     map[string]string
}

// send sends a request and follows no redirect.
func send(t *testing.T, base string, r request) *http.Response {
	t.Helper()
	if r.method == "" {
		r.method = http.MethodGet
	}
	ask, err := http.NewRequestWithContext(t.Context(), r.method, strings.TrimSuffix(base, "/")+r.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Host = r.host
	for name, value := range r.header {
		ask.Header.Set(name, value)
	}
	if r.cookie != "" {
		ask.Header.Set("Cookie", r.cookie)
	}
	answer, err := http.DefaultTransport.RoundTrip(ask)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

// enter opens the first address and returns the cookie that it is swapped for.
func enter(t *testing.T, s *live.Server) *http.Cookie {
	t.Helper()
	address, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	answer := send(t, "http://"+address.Host, request{path: "/?" + address.RawQuery})
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/" || len(answer.Cookies()) != 1 {
		t.Fatalf("the first address gives %s to %q with the cookies %v", answer.Status, answer.Header.Get("Location"), answer.Cookies())
	}
	return answer.Cookies()[0]
}

// TestToken: the token of the first address leaves it, and what a browser gets for it is
// another secret, which no script reads and no other site sends.
func TestToken(t *testing.T) {
	s, base := serve(t, "127.0.0.1")
	c := enter(t, s)
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("the cookie is %v", c)
	}
	_, token, _ := strings.Cut(s.URL(), "token=")
	if len(token) < 22 || len(c.Value) < 22 || token == c.Value {
		t.Errorf("token and cookie have %d and %d characters, and are the same: %t", len(token), len(c.Value), token == c.Value)
	}
	if _, port, _ := strings.Cut(strings.TrimSuffix(base, "/"), "127.0.0.1:"); c.Name != "isms-"+port {
		t.Errorf("the cookie is called %s: two servers of a machine would share it", c.Name)
	}
	other, _ := serve(t, "127.0.0.1")
	if _, again, _ := strings.Cut(other.URL(), "token="); again == token || enter(t, other).Value == c.Value {
		t.Error("two servers have one secret")
	}
}

// TestWhoIsAnswered: who is let in sees the page, and nobody else sees any of it.
func TestWhoIsAnswered(t *testing.T) {
	s, base := serve(t, "127.0.0.1")
	c := enter(t, s)
	in := c.Name + "=" + c.Value
	_, token, _ := strings.Cut(s.URL(), "token=")
	_, port, _ := strings.Cut(strings.TrimSuffix(base, "/"), "127.0.0.1:")
	fetch := func(site, mode, dest string) map[string]string {
		return map[string]string{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
	}
	for _, c := range []struct {
		name, why string
		request
		want int
	}{
		{"page", "the browser that was let in", request{path: "/", cookie: in}, http.StatusOK},
		{"head", "asks for less", request{path: "/", cookie: in, method: http.MethodHead}, http.StatusOK},
		{"head of events", "does not wait", request{path: "/events", cookie: in, method: http.MethodHead}, http.StatusOK},
		{"no cookie", "another user of the machine", request{path: "/"}, http.StatusForbidden},
		{"no cookie for events", "as for the page", request{path: "/events"}, http.StatusForbidden},
		{"odd cookie", "a guess", request{path: "/", cookie: c.Name + "=" + strings.Repeat("A", 22)}, http.StatusForbidden},
		{"token as cookie", "the one is not the other", request{path: "/", cookie: c.Name + "=" + token}, http.StatusForbidden},
		{"wrong token", "a guess, even of who is let in", request{path: "/?token=x", cookie: in}, http.StatusForbidden},
		{"empty token", "is none", request{path: "/?token="}, http.StatusForbidden},
		{"token elsewhere", "it opens the page alone", request{path: "/events?token=" + token}, http.StatusForbidden},
		{"rebinding", "a name that somebody else makes lead here", request{path: "/", cookie: in, host: "evil.example:" + port}, http.StatusMisdirectedRequest},
		{"rebinding with the token", "is refused before it is looked at", request{path: "/?token=" + token, host: "evil.example"}, http.StatusMisdirectedRequest},
		{"another port", "is not this server", request{path: "/", cookie: in, host: "127.0.0.1:1"}, http.StatusMisdirectedRequest},
		{"localhost", "a name, and names lead elsewhere", request{path: "/", cookie: in, host: "localhost:" + port}, http.StatusMisdirectedRequest},
		{"post", "there is nothing to change", request{path: "/", cookie: in, method: http.MethodPost}, http.StatusMethodNotAllowed},
		{"delete", "as post", request{path: "/", cookie: in, method: http.MethodDelete}, http.StatusMethodNotAllowed},
		{"preflight", "nobody else may ask at all", request{path: "/", method: http.MethodOptions}, http.StatusMethodNotAllowed},
		{"another port's script", "is of the same site, and sends the cookie", request{path: "/", cookie: in, header: fetch("same-site", "no-cors", "script")}, http.StatusForbidden},
		{"another port's frame", "would show it within its own", request{path: "/", cookie: in, header: fetch("same-site", "navigate", "iframe")}, http.StatusForbidden},
		{"another port's events", "would tell it when we work", request{path: "/events", cookie: in, header: fetch("same-site", "cors", "empty")}, http.StatusForbidden},
		{"a link", "that a reader follows", request{path: "/", cookie: in, header: fetch("cross-site", "navigate", "document")}, http.StatusOK},
		{"our own script", "asks for events", request{path: "/events", cookie: in, method: http.MethodHead, header: fetch("same-origin", "cors", "empty")}, http.StatusOK},
		{"nothing", "there is one page", request{path: "/../../etc/passwd", cookie: in}, http.StatusNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := send(t, base, c.request)
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if answer.StatusCode != c.want {
				t.Errorf("%s: %s, want %d", c.why, answer.Status, c.want)
			}
			if shown := strings.Contains(string(body), "<p>one"); shown != (c.want == http.StatusOK && c.method == "") {
				t.Errorf("%s: the page is shown: %t", c.why, shown)
			}
			sealed(t, answer)
		})
	}
}

// sealed fails where an answer lets others have it, whatever it is.
func sealed(t *testing.T, answer *http.Response) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "",
	} {
		if have := answer.Header.Get(name); have != want {
			t.Errorf("%s is %q, want %q", name, have, want)
		}
	}
	if policy := answer.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("the policy is %q", policy)
	}
}

// TestIPv6: the other loopback address is as good.
func TestIPv6(t *testing.T) {
	s, base := serve(t, "::1")
	c := enter(t, s)
	if answer := send(t, base, request{path: "/", cookie: c.Name + "=" + c.Value}); answer.StatusCode != http.StatusOK {
		t.Errorf("%s gives %s", base, answer.Status)
	}
}

// TestLoopbackAlone: no other address is listened on.
func TestLoopbackAlone(t *testing.T) {
	for _, address := range []string{"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1", "fe80::1%lo", "::1%lo"} {
		if _, err := live.Listen(netip.MustParseAddr(address), 0); err == nil {
			t.Errorf("%s is listened on", address)
		}
	}
}

// TestEvents: who waits is told the version that is shown, and each one after it; and the
// server stops without waiting for them.
func TestEvents(t *testing.T) {
	s, err := live.Listen(netip.MustParseAddr("127.0.0.1"), 0)
	if err != nil {
		t.Fatal(err)
	}
	s.Show(live.Page{Version: "1"})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	base, _, _ := strings.Cut(s.URL(), "?")
	c := enter(t, s)
	answer := send(t, base, request{path: "/events", cookie: c.Name + "=" + c.Value})
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("the events are %s", kind)
	}
	lines := bufio.NewScanner(answer.Body)
	next := func() string {
		for lines.Scan() {
			if version, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return version
			}
		}
		return ""
	}
	for _, want := range []string{"1", "2", "3"} {
		if have := next(); have != want {
			t.Fatalf("the version is %q, want %q", have, want)
		}
		s.Show(live.Page{Version: string(want[0] + 1)})
	}
	began := time.Now()
	cancel()
	if err := <-done; err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("it stops after %s with %v", time.Since(began), err)
	}
	if have := next(); have != "4" {
		t.Errorf("the last version is %q", have)
	}
	if have := next(); have != "" {
		t.Errorf("after the end comes %q", have)
	}
	if _, err := http.Get(base); err == nil { //nolint:bodyclose,noctx // there is no answer
		t.Error("it answers after it has stopped")
	}
}

// TestManyWait: there is an end to how many may wait, and room again once one has gone.
func TestManyWait(t *testing.T) {
	s, base := serve(t, "127.0.0.1")
	c := enter(t, s)
	wait := func() *http.Response {
		return send(t, base, request{path: "/events", cookie: c.Name + "=" + c.Value})
	}
	var all []*http.Response
	for len(all) < 200 {
		answer := wait()
		if answer.StatusCode == http.StatusServiceUnavailable {
			break
		}
		all = append(all, answer)
	}
	if len(all) != 64 {
		t.Fatalf("%d wait at once", len(all))
	}
	_ = all[0].Body.Close()
	for end := time.Now().Add(5 * time.Second); wait().StatusCode != http.StatusOK; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("there is no room after one has gone")
		}
	}
}

// TestSlowReader: somebody who does not read keeps nobody else waiting, and is left after a while
// once the server is to stop.
func TestSlowReader(t *testing.T) {
	s, base := serve(t, "127.0.0.1")
	s.Show(live.Page{HTML: make([]byte, 64<<20), Version: "2"})
	c := enter(t, s)
	send(t, base, request{path: "/", cookie: c.Name + "=" + c.Value}) // and does not read
	if answer := send(t, base, request{path: "/", method: http.MethodHead, cookie: c.Name + "=" + c.Value}); answer.StatusCode != http.StatusOK {
		t.Errorf("another reader gets %s", answer.Status)
	}
}
