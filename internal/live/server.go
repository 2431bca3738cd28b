// Package live shows a page in the browser of whoever runs it, and tells the browser when
// what it shows is old. It listens on this machine alone, and shows nothing to whoever does
// not know the token: neither to other users of the machine nor to pages of others in the
// same browser.
//
// It knows nothing of records. Whoever has something new to show calls Show.
package live

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Page is what is shown.
type Page struct {
	HTML []byte
	// Policy is its Content-Security-Policy.
	Policy string
	// Version differs where what is shown does.
	Version string
}

// Server shows a page.
type Server struct {
	listener net.Listener
	// hosts are the names by which a browser may have asked for this server.
	hosts []string
	// token is that of the address that is told to the user, session what a browser gets for
	// it: who sees the one in a list of processes or in a history does not have the other.
	token, session string
	// cookie is named after the port: cookies of all ports of an address are one heap.
	cookie string

	mu   sync.Mutex
	page Page
	// replaced is closed once there is another page.
	replaced chan struct{}
	// streams counts the browsers that wait for that.
	streams int
}

// tokenBytes are 128 bits, which nobody guesses.
const tokenBytes = 16

// Listen opens a port of a loopback address; port 0 is a free one.
func Listen(address netip.Addr, port uint16) (*Server, error) {
	if !address.IsLoopback() || address.Zone() != "" {
		return nil, errors.New("the address is not one of this machine alone")
	}
	listener, err := net.Listen("tcp", netip.AddrPortFrom(address, port).String())
	if err != nil {
		return nil, err
	}
	host := listener.Addr().String()
	s := &Server{listener: listener, hosts: []string{host}, token: secret(), session: secret(), replaced: make(chan struct{})}
	_, number, _ := net.SplitHostPort(host) // which the listener joined
	s.cookie = "isms-" + number
	if number == "80" { // browsers leave it out
		s.hosts = append(s.hosts, host[:len(host)-len(":80")])
	}
	return s, nil
}

func secret() string {
	bits := make([]byte, tokenBytes)
	_, _ = rand.Read(bits) // it never fails
	return base64.RawURLEncoding.EncodeToString(bits)
}

// URL is the address to open first. Whoever knows it sees what is shown.
func (s *Server) URL() string { return "http://" + s.hosts[0] + "/?token=" + s.token }

// Show replaces what is shown, where it is of another version. Browsers then load it.
func (s *Server) Show(p Page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Version == s.page.Version {
		return
	}
	s.page = p
	close(s.replaced)
	s.replaced = make(chan struct{})
}

// shown is the page, and what is closed once it is replaced.
func (s *Server) shown() (Page, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.page, s.replaced
}

// farewell is how long a browser that is reading may take once the server is to stop.
const farewell = 500 * time.Millisecond

// Serve answers until the context ends.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0),
		BaseContext: func(net.Listener) context.Context { return ctx }, // what waits for changes ends with it
	}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if server.Shutdown(last) != nil {
			_ = server.Close() // who still reads was told to stop
		}
	})
	err := server.Serve(s.listener)
	if stop() || !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-stopped
	return nil
}
