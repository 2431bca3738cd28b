package live

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	p, _ := s.shown()
	h := w.Header()
	h.Set("Content-Security-Policy", p.Policy+"; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(p.HTML)))
	_, _ = w.Write(p.HTML) // who does not read on is gone
}

const (
	// maxStreams is how many browsers may wait at once. A page that is not looked at does not.
	maxStreams = 64
	// heartbeat is how often a browser that waits is told that we are there, and patience how
	// long it may take to hear it.
	heartbeat, patience = 15 * time.Second, 10 * time.Second
)

// serveEvents tells a browser the version that is shown, now and whenever it is another, as
// Server-Sent Events.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		http.Error(w, "Too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer s.leave()
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if r.Method == http.MethodHead {
		return
	}
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Time{}) // it waits, rather than being slow
	say := func(format string, a ...any) bool {
		_ = c.SetWriteDeadline(time.Now().Add(patience)) // without it, the limit of the server holds
		_, err := fmt.Fprintf(w, format, a...)
		return err == nil && c.Flush() == nil
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	page, replaced := s.shown()
	for said := say("retry: 1000\nevent: shown\ndata: %s\n\n", page.Version); said; {
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			said = say(": there\n\n")
		case <-replaced:
			page, replaced = s.shown()
			said = say("event: shown\ndata: %s\n\n", page.Version)
		}
	}
}

// enter counts a browser that waits, where there is room.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.streams >= maxStreams {
		return false
	}
	s.streams++
	return true
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams--
}
