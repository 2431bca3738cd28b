//go:build prometheus

package prometheus

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
)

// message is what a receiver was sent: a mail, or what was said in a channel.
type message struct{ to, subject, text, html string }

// receivers take mail and chat on the loopback address and keep them.
type receivers struct {
	mail, chat string // their addresses
	mu         sync.Mutex
	got        []message
	problems   []string
}

func startReceivers(t *testing.T) *receivers {
	t.Helper()
	r := &receivers{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.mail = l.Addr().String()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed
			}
			go r.takeMail(conn)
		}
	}()
	chat := httptest.NewServer(http.HandlerFunc(r.takeChat))
	r.chat = chat.URL
	t.Cleanup(func() {
		_ = l.Close()
		chat.Close()
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, problem := range r.problems {
			t.Error(problem)
		}
	})
	return r
}

// to are the messages to an address or a channel so far.
func (r *receivers) to(who string) []message {
	return slices.DeleteFunc(r.all(), func(m message) bool { return m.to != who })
}

func (r *receivers) all() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func (r *receivers) keep(m message, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.problems = append(r.problems, fmt.Sprintf("a message to %q cannot be read: %v", m.to, err))
		return
	}
	r.got = append(r.got, m)
}

// takeMail speaks as much of SMTP (RFC 5321) as a mail server must to be sent something.
func (r *receivers) takeMail(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	c := textproto.NewConn(conn)
	say := func(line string) { _ = c.PrintfLine("%s", line) }
	var to []string
	say("220 mail.example.com")
	for {
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, ":")
		switch verb {
		case "DATA":
			say("354 go on")
			data, err := io.ReadAll(c.DotReader())
			if err != nil {
				return
			}
			r.keep(readMail(strings.Join(to, " "), string(data)))
			to = nil
			say("250 kept")
		case "RCPT TO":
			to = append(to, strings.Trim(rest, "<>"))
			say("250 so be it")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 so be it")
		}
	}
}

// readMail reads a mail of two alternatives, the text and the HTML.
func readMail(to, data string) (message, error) {
	m := message{to: to}
	read, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		return m, err
	}
	if m.subject, err = new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject")); err != nil {
		return m, err
	}
	_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil {
		return m, err
	}
	for parts := multipart.NewReader(read.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		body, err := io.ReadAll(part)
		if err != nil {
			return m, err
		}
		text := strings.ReplaceAll(string(body), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			m.html = text
		} else {
			m.text = text
		}
	}
}

// takeChat takes what is posted to a channel by who has the token.
func (r *receivers) takeChat(w http.ResponseWriter, request *http.Request) {
	var post struct {
		Channel     string `json:"channel"`
		Attachments []struct{ Title, Text string }
	}
	err := json.NewDecoder(request.Body).Decode(&post)
	if token := request.Header.Get("Authorization"); err == nil && token != "Bearer chat-token" {
		err = fmt.Errorf("it is authorized by %q", token)
	}
	if err == nil && len(post.Attachments) != 1 {
		err = fmt.Errorf("it has %d attachments, want 1", len(post.Attachments))
	}
	m := message{to: post.Channel}
	if err == nil {
		m.subject, m.text = post.Attachments[0].Title, post.Attachments[0].Text
	}
	r.keep(m, err)
	_, _ = io.WriteString(w, `{"ok": true}`)
}
