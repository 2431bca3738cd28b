package chaos

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// echo serves back what it is sent.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				_, _ = io.Copy(c, c)
			}()
		}
	}()
	return listener.Addr().String()
}

func throughProxy(t *testing.T) *proxy {
	t.Helper()
	p, err := newProxy(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	return p
}

func dial(t *testing.T, p *proxy) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", p.address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// said sends a byte and returns how long the answer took.
func said(c net.Conn, within time.Duration) (time.Duration, error) {
	began := time.Now()
	if err := c.SetDeadline(began.Add(within)); err != nil {
		return 0, err
	}
	if _, err := c.Write([]byte{1}); err != nil {
		return 0, err
	}
	_, err := io.ReadFull(c, make([]byte, 1))
	return time.Since(began), err
}

func TestProxyDelays(t *testing.T) {
	p := throughProxy(t)
	c := dial(t, p)
	if _, err := said(c, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	const each = 150 * time.Millisecond
	p.setDelay(each)
	took, err := said(c, 10*time.Second)
	if err != nil || took < 2*each {
		t.Errorf("delayed by %s each way, it took %s, %v", each, took, err)
	}
	// The delay is one of each byte: many take no longer than one.
	began := time.Now()
	for range 20 {
		if _, err := c.Write([]byte{1}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	if _, err := io.ReadFull(c, make([]byte, 20)); err != nil || time.Since(began) > 8*each {
		t.Errorf("20 bytes took %s, %v", time.Since(began), err)
	}
}

func TestProxyDrops(t *testing.T) {
	p := throughProxy(t)
	c := dial(t, p)
	if _, err := said(c, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	if n := p.drop(); n != 1 {
		t.Errorf("dropped %d connections", n)
	}
	if _, err := said(c, 10*time.Second); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a dropped connection says %v", err)
	}
	if _, err := said(dial(t, p), 10*time.Second); err != nil {
		t.Errorf("the next connection: %v", err)
	}
}

// What is lost stays silent and open; what is new afterwards works.
func TestProxySwallows(t *testing.T) {
	p := throughProxy(t)
	before := dial(t, p)
	if _, err := said(before, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	p.blackHole(true)
	during := dial(t, p)
	for range 2 {
		for name, c := range map[string]net.Conn{"before": before, "during": during} {
			if _, err := said(c, 200*time.Millisecond); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("a connection from %s the black hole says %v", name, err)
			}
		}
		p.blackHole(false)
	}
	if _, err := said(dial(t, p), 10*time.Second); err != nil {
		t.Errorf("a connection from after the black hole: %v", err)
	}
}

func TestProxyTellsOfAServerThatIsGone(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	p, err := newProxy(gone.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	c, err := net.Dial("tcp", p.address())
	if err == nil { // or it was reset before that
		defer func() { _ = c.Close() }()
		_, err = said(c, 10*time.Second)
	}
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
