package browser_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// serve starts the plugin on a copy of the samples, and returns their folder, the address that
// it tells, and what ends it.
func serve(t *testing.T) (dir, address string, stop func()) {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "kubectl-isms")
	build := exec.Command("go", "build", "-o", bin, "./cmd/kubectl-isms")
	build.Dir, build.Stderr = root, os.Stderr
	if err := build.Run(); err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "config", "samples"))); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(bin, "serve", "-f", dir, "--as-of", "2026-06-01")
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	ended := false
	stop = func() {
		if !ended {
			ended = true
			_ = c.Process.Signal(os.Interrupt)
			if err := c.Wait(); err != nil {
				t.Errorf("serve ends with %v", err)
			}
		}
	}
	t.Cleanup(stop)
	for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
		address = regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	}
	return dir, address, stop
}

// edit replaces a text of a file as an editor does: by another file in its place.
func edit(t *testing.T, file, old, new string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q: %v", file, old, err)
	}
	beside := filepath.Join(filepath.Dir(file), ".edited")
	if err := os.WriteFile(beside, []byte(strings.Replace(string(text), old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(beside, file); err != nil {
		t.Fatal(err)
	}
}

// TestServe: an edit changes the page within a second, what the reader looks at stays, and the
// token is nowhere a script or a history could find it.
func TestServe(t *testing.T) {
	dir, address, stop := serve(t)
	base, _, _ := strings.Cut(address, "?")
	p := visit(t, "serve", address, 1400, func(r string) bool { return r == address || r == base || r == base+"events" })
	p.until("document.readyState === 'complete'")
	if at := ask[string](p, "location.href"); at != base {
		t.Errorf("the address is %s, and has to be without the token", at)
	}
	if cookies := ask[string](p, "document.cookie"); cookies != "" {
		t.Errorf("a script reads %s", cookies)
	}
	p.do("go({day: '2027-03-01'}); go({point: 'P6', owner: 'system-administrator'}); go({record: keyOf(namespaceNow().records[3])})")
	p.rests()
	const looked = `({hash: location.hash, day: document.getElementById('day').textContent, owner: document.getElementById('filter-owner').value,
		point: document.getElementById('filter-point').value, record: document.querySelector('#chosen-name')?.textContent || ''})`
	before := ask[map[string]any](p, looked)
	version := ask[string](p, "page.live")
	person := filepath.Join(dir, "person.yaml")
	for _, step := range []struct{ what, old, new, shows string }{
		{"an edit", "displayName: Anna Keller", "displayName: Anna Lovelace", "JSON.stringify(page).includes('Anna Lovelace')"},
		{"a file that breaks", "kind: Person", "kind: [", "page.problemsTotal > 0 && document.getElementById('doubt').textContent !== ''"},
		{"a file that is mended", "kind: [", "kind: Person", "page.problemsTotal === 0 && document.getElementById('doubt').textContent === ''"},
	} {
		began := time.Now()
		edit(t, person, step.old, step.new)
		p.until(fmt.Sprintf("document.readyState === 'complete' && typeof page === 'object' && page.live !== %q && later === 0", version))
		if took := time.Since(began); took > 10*time.Second { // one is promised, and this machine does other things
			t.Errorf("%s is shown after %s", step.what, took)
		}
		if !ask[bool](p, step.shows) {
			t.Errorf("%s is not on the page: %s", step.what, ask[string](p, "page.problemsTotal + ' problems: ' + JSON.stringify(page.problems) + document.getElementById('doubt').textContent"))
		}
		if after := ask[map[string]any](p, looked); step.what != "a file that breaks" && !reflect.DeepEqual(after, before) {
			t.Errorf("after %s the reader sees\n%v, and before\n%v", step.what, after, before)
		}
		if hash := ask[string](p, "location.hash"); hash != before["hash"] {
			t.Errorf("after %s the address has %s", step.what, hash)
		}
		version = ask[string](p, "page.live")
	}
	stop()
	p.until("document.getElementById('lost')")
	p.mu.Lock() // that the server is gone, the console says as well
	p.problems = nil
	p.mu.Unlock()
}
