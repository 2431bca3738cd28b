package browser_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const root = "../../.."

// written is the folder into which the pages of test/pages were written.
var written string

// allocated is the browser that all tests share.
var allocated context.Context

func TestMain(m *testing.M) {
	code := 1
	defer func() { os.Exit(code) }()
	flag.StringVar(&written, "pages", "", "folder with the pages of test/pages; they are made where it is absent")
	flag.Parse()
	var err error
	if written == "" {
		if written, err = os.MkdirTemp("", "pages"); err == nil {
			defer os.RemoveAll(written)
			err = makePages()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the pages cannot be made:", err)
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath("chromium"))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	first, stop := chromedp.NewContext(ctx)
	defer stop()
	if err := chromedp.Do(first); err != nil {
		fmt.Fprintln(os.Stderr, "chromium does not start:", err)
		return
	}
	allocated = first
	code = m.Run()
}

// makePages makes the pages, which takes a minute.
func makePages() error {
	c := exec.Command("go", "run", "./test/pages/cmd/pages", "-out", written)
	c.Dir, c.Stderr = root, os.Stderr
	return c.Run()
}

// tab is an open page.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []string
	problems []string
}

// open opens a page in a tab of its own, and fails the test where the page asks anybody for
// anything, or its script fails.
func open(t *testing.T, name, hash string, width int64) *tab {
	t.Helper()
	address := "file://" + filepath.Join(written, name+".html")
	return visit(t, name, address+hash, width, func(request string) bool { return request == address })
}

// visit opens an address, and fails the test where the page asks for what it may not.
func visit(t *testing.T, name, address string, width int64, may func(request string) bool) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(allocated)
	p := &tab{t: t, ctx: ctx}
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, r := range p.requests {
			if !may(r) {
				t.Errorf("%s asks for %s", name, r)
			}
		}
		if len(p.requests) == 0 {
			t.Errorf("%s: no request was seen, not even for the page", name)
		}
		for _, problem := range p.problems {
			t.Errorf("%s: %s", name, problem)
		}
	})
	follow(p, network.RequestWillBeSent, func(e network.EventRequestWillBeSent) {
		url, _, _ := strings.Cut(e.Request.URL, "#")
		p.requests = append(p.requests, url)
	})
	follow(p, network.WebSocketCreated, func(e network.EventWebSocketCreated) { p.requests = append(p.requests, e.URL) })
	follow(p, runtime.ExceptionThrown, func(e runtime.EventExceptionThrown) {
		p.problems = append(p.problems, fmt.Sprintf("the script fails: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	})
	follow(p, log.EntryAdded, func(e log.EventEntryAdded) { p.problems = append(p.problems, "the console says: "+e.Entry.Text) })
	follow(p, page.JavascriptDialogOpening, func(e page.EventJavascriptDialogOpening) {
		p.problems = append(p.problems, "a dialog opens: "+e.Message)
	})
	p.run(call(network.Enable, network.EnableParams{}), call(runtime.Enable, struct{}{}), call(log.Enable, struct{}{}),
		chromedp.EmulateViewport(width, 900), chromedp.Navigate(address))
	return p
}

// call is a command of the browser's protocol as an action.
func call[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// follow does something with every event of a kind, until the tab is closed.
func follow[E any](p *tab, kind cdp.Event[E], do func(E)) {
	events := chromedp.Events(p.ctx, kind)
	go func() {
		for e, err := range events {
			if err != nil {
				return
			}
			p.mu.Lock()
			do(e)
			p.mu.Unlock()
		}
	}()
}

func (p *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// do runs a statement in the page.
func (p *tab) do(statement string) {
	p.t.Helper()
	ask[bool](p, "(() => { "+statement+"; return true; })()")
}

// ask returns what an expression is in the page.
func ask[T any](p *tab, expression string) (answer T) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, time.Minute)
	defer stop()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("JSON.stringify("+expression+")"))
	if err == nil {
		err = json.Unmarshal([]byte(text), &answer)
	}
	if err != nil {
		p.t.Fatalf("%.300s: %v", expression, err)
	}
	return answer
}

// until waits for an expression to be true.
func (p *tab) until(expression string) {
	p.t.Helper()
	p.untilIn(10*time.Second, expression)
}

// untilIn waits so long at most.
func (p *tab) untilIn(most time.Duration, expression string) {
	p.t.Helper()
	for end := time.Now().Add(most); !ask[bool](p, "!!("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("%s is never so", expression)
		}
	}
}

// rests waits until the page has shown all that follows from the last choice.
func (p *tab) rests() {
	p.t.Helper()
	p.until("later === 0")
}

// day is what a page or the engine says of a day.
type day struct {
	Day, Verdict string
	Counts       [5]int
	Points       []struct {
		V string
		N [5]int
	}
	Findings []string
}

// engine is what the engine says of the days of a page.
func engine(t *testing.T, name string) (days []day) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(written, name+".json"))
	if err == nil {
		err = json.Unmarshal(text, &days)
	}
	if err != nil || len(days) == 0 {
		t.Fatalf("%s: %v, %d days", name, err, len(days))
	}
	return days
}
