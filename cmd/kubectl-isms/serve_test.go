package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/page"
)

// served is a call of serve that runs, and a browser that has opened its address.
type served struct {
	t       *testing.T
	base    string
	browser *http.Client
	// versions that were told, and when.
	versions chan string
	told     *synchronized
	stop     func() int
}

// synchronized is a buffer that several write to and read.
type synchronized struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *synchronized) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *synchronized) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

var addressIn = regexp.MustCompile(`http://\S+`)

// serveLive starts serve, opens its page, and waits for the events of it.
func serveLive(t *testing.T, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	out, in := io.Pipe()
	s := &served{t: t, versions: make(chan string, 100), told: &synchronized{}}
	e := &env{
		in: strings.NewReader(""), out: in, err: s.told, name: "kubectl-isms",
		now: func() time.Time { return api.MustDate(samplesDay).Time() }, getenv: func(string) string { return "" },
	}
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, e, append([]string{"serve"}, args...))
		_ = in.Close()
	}()
	s.stop = sync.OnceValue(func() int { cancel(); return <-code })
	t.Cleanup(func() { s.stop() })
	lines, first := bufio.NewScanner(out), ""
	for first == "" && lines.Scan() {
		first = addressIn.FindString(lines.Text())
	}
	if first == "" {
		t.Fatalf("serve ends with %d: %s", s.stop(), s.told)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.browser = &http.Client{Jar: jar}
	s.base, _, _ = strings.Cut(first, "?")
	s.get(first)
	answer, err := s.browser.Get(s.base + "events")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("the events: %v, %v", answer, err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	go func() {
		for events := bufio.NewScanner(answer.Body); events.Scan(); {
			if version, ok := strings.CutPrefix(events.Text(), "data: "); ok {
				s.versions <- version
			}
		}
		close(s.versions)
	}()
	<-s.versions // that of the page that is shown
	return s
}

// get returns what an address gives.
func (s *served) get(address string) string {
	s.t.Helper()
	answer, err := s.browser.Get(address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s gives %s: %v", address, answer.Status, err)
	}
	return string(text)
}

// page is the page that is shown.
func (s *served) page() *page.Page {
	s.t.Helper()
	_, rest, _ := strings.Cut(s.get(s.base), `id="data">`)
	data, _, _ := strings.Cut(rest, "</script>")
	var p page.Page
	if err := json.Unmarshal([]byte(data), &p); err != nil {
		s.t.Fatal(err)
	}
	return &p
}

// names are those of the records that are shown.
func (s *served) names() string {
	s.t.Helper()
	var all []string
	for _, n := range s.page().Namespaces {
		for _, r := range n.Records {
			if r.Name != "" {
				all = append(all, r.Name)
			}
		}
	}
	return strings.Join(all, " ")
}

// hears waits until a browser is told of another version, and returns how long that took.
func (s *served) hears(why string) time.Duration {
	s.t.Helper()
	began := time.Now()
	select {
	case _, open := <-s.versions:
		if !open {
			s.t.Fatalf("%s: the events end", why)
		}
	case <-time.After(10 * time.Second):
		s.t.Fatalf("%s: nothing is told\n%s", why, s.told)
	}
	return time.Since(began)
}

// someone is the manifest of one.
func someone(name string) string {
	return "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: " + name + "}\nspec: {sourcing: Internal}\n"
}

// TestServe: an edit of any kind is shown within a second, and nothing takes the page away.
func TestServe(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": someone("ada")})
	s := serveLive(t, "-R", "-f", dir, "--until", samplesDay)
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, step := range []struct {
		why      string
		do       func()
		names    string
		problems int
	}{
		{"a file is edited", func() { writeTo(t, in("a.yaml"), someone("ada")+"---\n"+someone("bob")) }, "ada bob", 0},
		{"an editor replaces it", func() {
			writeTo(t, in(".a.swp"), someone("ada"))
			try(t, os.Rename(in(".a.swp"), in("a.yaml")))
		}, "ada", 0},
		{"a file comes in a new folder below a new folder", func() { writeTo(t, in("b/c/new.yaml"), someone("cleo")) }, "ada cleo", 0},
		{"a file of the new folder is edited", func() { writeTo(t, in("b/c/new.yaml"), someone("dora")) }, "ada dora", 0},
		{"a file breaks: the others stay", func() { writeTo(t, in("b/c/new.yaml"), "apiVersion: isms-operator.io/v1alpha1\nkind: [") }, "ada", 1},
		{"and is mended", func() { writeTo(t, in("b/c/new.yaml"), someone("dora")) }, "ada dora", 0},
		{"a folder goes", func() { try(t, os.RemoveAll(in("b"))) }, "ada", 0},
		{"the last file breaks: what was before stays, and that is told", func() { writeTo(t, in("a.yaml"), "kind: [") }, "ada", 2},
		{"and is mended", func() { writeTo(t, in("a.yaml"), someone("ada")) }, "ada", 0},
		{"all goes: what was before stays, and that is told", func() { try(t, os.Rename(dir, dir+"-away")) }, "ada", 2},
		{"and comes again", func() { try(t, os.Rename(dir+"-away", dir)) }, "ada", 0},
		{"another edit", func() { writeTo(t, in("a.yaml"), someone("eve")) }, "eve", 0},
		{"no record is left", func() { try(t, os.Remove(in("a.yaml"))) }, "", 1},
		{"the first is written", func() { writeTo(t, in("a.yaml"), someone("ada")) }, "ada", 0},
	} {
		step.do()
		if took := s.hears(step.why); took > 10*time.Second { // one is promised, and the machine may do other things
			t.Errorf("%s: it takes %s", step.why, took)
		}
		if p := s.page(); s.names() != step.names || p.ProblemsTotal != step.problems {
			t.Errorf("%s: the page has %q and %d problems (%+v), want %q and %d", step.why, s.names(), p.ProblemsTotal, p.Problems, step.names, step.problems)
		}
	}
	writeTo(t, in("a.yaml"), someone("ada")) // as it was
	select {
	case <-s.versions:
		t.Error("browsers load what is the same")
	case <-time.After(time.Second):
	}
	began := time.Now()
	if code := s.stop(); code != exitOK || time.Since(began) > grace {
		t.Errorf("ctrl-C ends it with %d after %s", code, time.Since(began))
	}
}

// try fails the test where something did not work.
func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestServeEvidence: a document that a record names is watched, wherever it is.
func TestServeEvidence(t *testing.T) {
	text := strings.Replace(someone("ada"), "spec: {sourcing: Internal}\n", "spec:\n  sourcing: Internal\n  evidence:\n  - name: contract\n    uri: ../documents/contract.pdf\n", 1)
	dir := folder(t, map[string]string{"records/a.yaml": text})
	s := serveLive(t, "-f", filepath.Join(dir, "records"), "--until", samplesDay)
	seen := func() string { return s.page().Namespaces[0].Records[0].Evidence[0].Seen }
	if have := seen(); have != "missing" {
		t.Fatalf("the document is %s", have)
	}
	writeTo(t, filepath.Join(dir, "documents/contract.pdf"), "one")
	s.hears("the document comes, and its folder")
	if have := seen(); have != "there" {
		t.Errorf("the document is %s", have)
	}
}

// TestServeIsAskedOddly: what cannot be served is told, with what can.
func TestServeIsAskedOddly(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"everywhere", []string{"-f", samples, "--address", "0.0.0.0"}, "--address 0.0.0.0 is not an address of this machine alone"},
		{"a name", []string{"-f", samples, "--address", "localhost"}, "use 127.0.0.1 or ::1"},
		{"odd port", []string{"-f", samples, "--port", "65536"}, "--port 65536 is not one of 0 to 65535"},
		{"standard input", []string{"-f", "-"}, "standard input cannot be watched"},
		{"backwards", []string{"-f", samples, "--until", "2026-05-31"}, "is before the start"},
		{"odd language", []string{"-f", samples, "--lang", "fr"}, `--lang "fr" is not one of en, de`},
		{"a slip", []string{"-f", "nothing-here"}, "nothing-here"},
		{"no cluster", []string{"--kubeconfig", "nothing-here"}, "nothing-here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if p := isms(t, append([]string{"serve"}, c.args...)...).must(t, exitUnusable); !strings.Contains(p.err, c.want) {
				t.Errorf("%q is not in %s", c.want, p.err)
			}
		})
	}
}

// TestServeTakenPort: a port that somebody has is told.
func TestServeTakenPort(t *testing.T) {
	s := serveLive(t, "-f", samples, "--until", samplesDay)
	_, port, _ := strings.Cut(strings.TrimSuffix(s.base, "/"), "127.0.0.1:")
	if p := isms(t, "serve", "-f", samples, "--port", port).must(t, exitUnusable); !strings.Contains(p.err, "--port "+port) || !strings.Contains(p.err, "in use") {
		t.Errorf("what is wrong is not told: %s", p.err)
	}
}

// TestServeOpens: the browser is given the address where that is asked for, and that there is
// none is no end.
func TestServeOpens(t *testing.T) {
	if browserCommand("linux", "x")[0] != "xdg-open" || browserCommand("darwin", "x")[0] != "open" || browserCommand("windows", "x")[0] != "rundll32" {
		t.Error("the browser of a system is another")
	}
	bin := t.TempDir()
	t.Setenv("PATH", bin)
	s := serveLive(t, "-f", samples, "--until", samplesDay, "--open")
	if !strings.Contains(s.told.String(), "no browser could be opened") {
		t.Errorf("that there is no browser is not told: %s", s.told)
	}
	opened := filepath.Join(bin, "opened")
	for _, name := range []string{"xdg-open", "open"} {
		try(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\necho \"$1\" >"+opened+"\n"), 0o700)) //nolint:gosec // it is to run
	}
	s = serveLive(t, "-f", samples, "--until", samplesDay, "--open")
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if text, _ := os.ReadFile(opened); strings.HasPrefix(string(text), s.base+"?token=") {
			return
		} else if time.Now().After(end) {
			t.Fatalf("the browser is given %q", text)
		}
	}
}
