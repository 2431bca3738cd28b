package chaos

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// proxy passes bytes between clients and a server on the loopback address, and harms
// connections on demand. It knows nothing of TLS, which passes through it.
type proxy struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	links map[*link]bool
	delay time.Duration
	hole  bool
	done  bool
	wait  sync.WaitGroup
}

// link is a connection of a client, and the one to the server that belongs to it.
type link struct {
	client, server net.Conn // no server where the client came into a black hole
	lost           bool     // no byte passes any more, in either direction, and nobody is told
}

func newProxy(target string) (*proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: listener, target: target, links: map[*link]bool{}}
	p.wait.Go(p.accept)
	return p, nil
}

func (p *proxy) address() string { return p.listener.Addr().String() }

// setDelay makes every byte from now on take so much longer, in each direction.
func (p *proxy) setDelay(each time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = each
}

// drop resets every connection, and returns how many there were.
func (p *proxy) drop() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.links)
	for l := range p.links {
		l.reset()
	}
	return n
}

// blackHole makes every connection that is there or is opened meanwhile fall silent,
// without a reset, and for good: so does one whose entry a firewall has forgotten.
// Connections that are opened after it are as good as ever.
func (p *proxy) blackHole(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole = on
	for l := range p.links {
		l.lost = l.lost || on
	}
}

// close ends the proxy with all its connections, and waits for them.
func (p *proxy) close() {
	p.mu.Lock()
	p.done = true
	_ = p.listener.Close()
	for l := range p.links {
		l.reset()
	}
	p.mu.Unlock()
	p.wait.Wait()
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			p.wait.Go(func() { p.serve(client) })
		}
	}
}

func (p *proxy) serve(client net.Conn) {
	l := &link{client: client}
	p.mu.Lock()
	l.lost = p.hole
	p.mu.Unlock()
	if !l.lost {
		// A server that is gone is told to the client as a connection that ends.
		server, err := net.DialTimeout("tcp", p.target, 5*time.Second)
		if err != nil {
			l.reset()
			return
		}
		l.server = server
	}
	p.mu.Lock()
	if p.done {
		l.reset()
	}
	l.lost = l.lost || p.hole
	p.links[l] = true
	p.mu.Unlock()
	if l.server == nil {
		_, _ = io.Copy(io.Discard, client)
	} else {
		var both sync.WaitGroup
		both.Go(func() { p.pass(l, client, l.server) })
		both.Go(func() { p.pass(l, l.server, client) })
		both.Wait()
	}
	p.mu.Lock()
	delete(p.links, l)
	p.mu.Unlock()
	l.reset()
}

// parcel is what was read at once, with the time at which it is due.
type parcel struct {
	data []byte
	due  time.Time
}

// pass passes bytes in one direction until either end closes. They are held back in a
// queue, so that a delay is one of each byte and does not bound how many there are.
func (p *proxy) pass(l *link, from, to net.Conn) {
	queue := make(chan parcel, 4096)
	var writer sync.WaitGroup
	writer.Go(func() {
		for next := range queue {
			time.Sleep(time.Until(next.due))
			if p.isLost(l) {
				continue // read all the same, as a network takes what it then loses
			}
			if _, err := to.Write(next.data); err != nil {
				l.reset()
			}
		}
	})
	for {
		buffer := make([]byte, 32<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			p.mu.Lock()
			delay := p.delay
			p.mu.Unlock()
			queue <- parcel{buffer[:n], time.Now().Add(delay)}
		}
		if err != nil {
			break
		}
	}
	close(queue)
	writer.Wait()
	l.reset()
}

func (p *proxy) isLost(l *link) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return l.lost
}

// reset ends both connections at once, what is unsent lost.
func (l *link) reset() {
	for _, end := range []net.Conn{l.client, l.server} {
		if tcp, ok := end.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
			_ = tcp.Close()
		}
	}
}
