package live

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
)

// nothing is the policy of answers that are no page.
const nothing = "default-src 'none'; frame-ancestors 'none'"

// ServeHTTP implements http.Handler: it answers who may ask, and tells the others why not.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", nothing)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if status, why := s.refuse(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD")
		}
		http.Error(w, why, status)
		return
	}
	switch {
	case r.URL.Path == "/" && r.URL.Query().Has("token"):
		http.SetCookie(w, &http.Cookie{Name: s.cookie, Value: s.session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode}) //nolint:gosec // without TLS, which a loopback address does not need, there is no Secure
		h.Set("Location", "/")
		w.WriteHeader(http.StatusSeeOther)
	case r.URL.Path == "/":
		s.servePage(w, r)
	case r.URL.Path == "/events":
		s.serveEvents(w, r)
	default:
		http.Error(w, "There is nothing here. The page is at /", http.StatusNotFound)
	}
}

// refuse says why a request is not answered; 0 where it is.
func (s *Server) refuse(r *http.Request) (status int, why string) {
	// A name that somebody else makes lead here is another origin to the browser, whose
	// scripts may read what it is answered. So only our own is answered.
	if !slices.Contains(s.hosts, r.Host) {
		return http.StatusMisdirectedRequest, fmt.Sprintf("This is %s, and no other name leads here", s.hosts[0])
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "There is nothing to change here; only GET and HEAD are answered"
	}
	if foreign(r) {
		return http.StatusForbidden, "Another page asks for this one, and only a reader may"
	}
	if query := r.URL.Query(); r.URL.Path == "/" && query.Has("token") {
		if !same(query.Get("token"), s.token) {
			return http.StatusForbidden, "The token is another one. Open the address that was printed when this was started"
		}
		return 0, ""
	}
	if c, err := r.Cookie(s.cookie); err != nil || !same(c.Value, s.session) {
		return http.StatusForbidden, "This browser was not let in. Open the address that was printed when this was started"
	}
	return 0, ""
}

// foreign reports whether a page of another origin asks, other than by a link that a reader
// followed. Browsers say so; other ports of this machine are other origins.
func foreign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}

// same compares secrets in a time that tells nothing of them.
func same(have, want string) bool { return subtle.ConstantTimeCompare([]byte(have), []byte(want)) == 1 }
