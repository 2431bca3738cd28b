package page_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/test/pages"
)

// TestEveryWordInEveryLanguage: no word is missing in a language, stands for other values in
// one than in the other, or is one that nothing asks for; and all that are asked for are there.
func TestEveryWordInEveryLanguage(t *testing.T) {
	first, _ := page.LanguageNamed("en")
	if len(first) < 100 {
		t.Fatalf("%d words", len(first))
	}
	value := regexp.MustCompile(`\{\w+\}`)
	values := func(s string) []string {
		all := value.FindAllString(s, -1)
		slices.Sort(all)
		return all
	}
	for _, code := range page.Languages() {
		words, ok := page.LanguageNamed(code)
		if !ok {
			t.Fatalf("no words in %s", code)
		}
		for key, en := range first {
			if words[key] == "" {
				t.Errorf("%s has no word for %q", code, key)
			}
			if have, want := values(words[key]), values(en); !slices.Equal(have, want) {
				t.Errorf("%s: %q has the values %v, and %v in English", code, key, have, want)
			}
		}
		if n := len(strings.Fields(words["months"])); n != 12 {
			t.Errorf("%s has %d months", code, n)
		}
	}
	if _, ok := page.LanguageNamed("xx"); ok {
		t.Error("there are words in a language that is none")
	}
	asked := regexp.MustCompile(`\bw\('([\w.]+)'|word "([\w.]+)"|data-w="([\w.]+)"`)
	for _, file := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(file, -1) {
			if key := m[1] + m[2] + m[3]; first[key] == "" && !strings.HasSuffix(key, ".") {
				t.Errorf("a word is asked for that is not there: %q", key)
			}
		}
	}
	for _, p := range assess.Points() {
		if first["point."+p.ID] == "" {
			t.Errorf("point %s has no word", p.ID)
		}
	}
	for _, m := range report.Matrices() {
		if first["matrix."+m.Name] == "" {
			t.Errorf("the matrix %s has no title", m.Name)
		}
	}
}

// sources are the files that the page is made of.
func sources(t *testing.T) (all []string) {
	t.Helper()
	files, err := filepath.Glob("web/*")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(content))
	}
	return all
}

// TestNothingIsMadeOfText: no source of the page makes HTML or code of a text, or asks for
// anything. What does not stand there cannot be got wrong.
func TestNothingIsMadeOfText(t *testing.T) {
	bad := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|@import|url\(|\ssrc=|https?://|\sstyle=`)
	for _, file := range sources(t) {
		for _, found := range bad.FindAllString(strings.ReplaceAll(file, "http://www.w3.org/2000/svg", ""), -1) {
			t.Errorf("a source has %q", found)
		}
	}
}

func write(t *testing.T, p *page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b, "en"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// between is what stands between the first of one text and the next of another.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	found, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("the page has no %s", from)
	}
	return found
}

// TestPolicyOfThePage: a page runs its own style and script by their hashes, and nothing else.
func TestPolicyOfThePage(t *testing.T) {
	text := write(t, build(t, assess.NewWorld("isms", pages.Many(50)), api.MustDate("2026-06-01"), api.MustDate("2026-07-01")))
	policy := html.UnescapeString(between(t, text, `Content-Security-Policy" content="`, `"`))
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("the policy is %s", policy)
	}
	for kind, content := range map[string]string{"style": between(t, text, "<style>", "</style>"), "script": between(t, text, "<script>", "</script>")} {
		sum := sha256.Sum256([]byte(content))
		if want := kind + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the policy has no %s:\n%s", want, policy)
		}
	}
}

// TestDataIsInert: no text of a record closes the element that carries the data, and the data
// says what the records say.
func TestDataIsInert(t *testing.T) {
	evil := "</script><!--<script>\u2028\u202e&lt;"
	tool := &api.ToolLicense{Spec: api.ToolLicenseSpec{Product: evil, Criticality: api.CriticalityHigh}}
	tool.SetName("x")
	p := build(t, assess.NewWorld("isms", []api.Record{tool}), api.MustDate("2026-06-01"), api.MustDate("2026-07-01"))
	p.Made.Command = "kubectl isms report -f '</script><script>'"
	text := write(t, p)
	data := between(t, text, `id="data">`, "</script>")
	if strings.ContainsAny(data, "<>&\u2028\u202e") {
		t.Error("the data has a character that HTML could take for its own")
	}
	var read page.Page
	if err := json.Unmarshal([]byte(data), &read); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(read.Namespaces[0].Records, func(r page.Record) bool { return r.Name == "x" })
	if title := read.Namespaces[0].Records[i].Title; title != `</script><!--<script> \u202e&lt;` {
		t.Errorf("the record is called %q", title)
	}
	if n := strings.Count(text, "<script"); n != 2 {
		t.Errorf("the page has %d scripts, want 2", n)
	}
}

// TestNothingConformsBesideProblems: where something could not be judged, no day conforms.
func TestNothingConformsBesideProblems(t *testing.T) {
	s := page.Source{
		Worlds: []*assess.World{assess.NewWorld("isms", pages.Many(10))}, On: api.MustDate("2026-06-01"), Until: api.MustDate("2027-06-01"),
		Problems: []input.Problem{{Position: input.Position{File: "x.yaml", Line: 3}, Message: "odd", Remedy: "Mend it"}},
	}
	p, err := page.Build(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range p.Namespaces[0].Days {
		for i, point := range day.Points {
			if point.Verdict == string(api.VerdictConforming) {
				t.Errorf("on %s point %s conforms", day.On, p.Points[i].ID)
			}
		}
	}
	if text := write(t, p); strings.Index(text, "Not judged: 1") > strings.Index(text, `id="verdict"`) || !strings.Contains(text, "x.yaml:3") {
		t.Error("that something could not be judged does not come before the verdict, with its place")
	}
}

// TestWhatToDoFirst: five things at most, the gravest first, none that sums up others.
func TestWhatToDoFirst(t *testing.T) {
	n := build(t, assess.NewWorld("isms", pages.Many(200)), api.MustDate("2026-06-01"), api.MustDate("2026-12-01")).Namespaces[0]
	for _, day := range n.Days {
		last, named := -1, map[int]bool{}
		for _, first := range day.First {
			f := n.Findings[first[0]]
			if f.Sums || f.Grade < last || named[first[0]] {
				t.Errorf("on %s: %+v comes after grade %d", day.On, f, last)
			}
			last, named[first[0]] = f.Grade, true
		}
		if len(day.First) > 5 || len(day.First) == 0 {
			t.Errorf("on %s there are %d things to do first", day.On, len(day.First))
		}
	}
}

// TestNoRecord: a page of nothing has a point for each, and says so.
func TestNoRecord(t *testing.T) {
	p, err := page.Build(t.Context(), page.Source{On: api.MustDate("2026-06-01"), Until: api.MustDate("2026-06-02"), Problems: []input.Problem{{Message: "odd"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := write(t, p); !strings.Contains(text, "Not known") || len(p.Points) != len(assess.Points()) {
		t.Error("a page of nothing judges something")
	}
}

// BenchmarkBuild is what a page of ten thousand records costs, without a slider and with one.
func BenchmarkBuild(b *testing.B) {
	records, on := pages.Many(10_000), api.MustDate("2026-06-01")
	for name, days := range map[string]int{"days=1": 0, "days=400": 400} {
		b.Run(name, func(b *testing.B) {
			var size bytes.Buffer
			for b.Loop() {
				size.Reset()
				p, err := page.Build(b.Context(), page.Source{Worlds: []*assess.World{assess.NewWorld("isms", records)}, On: on, Until: on.AddDays(days)}, nil)
				if err == nil {
					err = p.Write(&size, "en")
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(size.Len())/(1<<20), "MiB")
		})
	}
}

// TestLive: only a live page may ask where it came from, and for nothing else; its version is
// that of what it shows.
func TestLive(t *testing.T) {
	world := func(n int) *assess.World { return assess.NewWorld("isms", pages.Many(n)) }
	on := api.MustDate("2026-06-01")
	versions := map[string]bool{}
	for _, n := range []int{50, 51, 50} {
		p := build(t, world(n), on, on)
		l, err := p.Live("en")
		if err != nil {
			t.Fatal(err)
		}
		versions[l.Version] = true
		text := string(l.HTML)
		policy := html.UnescapeString(between(t, text, `Content-Security-Policy" content="`, `"`))
		if policy != l.Policy || !strings.HasPrefix(policy, "default-src 'none'; ") || !strings.HasSuffix(policy, "; connect-src 'self'") {
			t.Errorf("the policy is %s", policy)
		}
		sum := sha256.Sum256([]byte(between(t, text, "<script>", "</script>")))
		if !strings.Contains(policy, base64.StdEncoding.EncodeToString(sum[:])) {
			t.Error("the policy does not let the script run")
		}
		if !strings.Contains(text, "EventSource('events')") || !strings.Contains(text, `"live":"`+l.Version+`"`) {
			t.Error("a live page does not ask for events, or does not know its version")
		}
		if file := write(t, p); strings.Contains(file, "EventSource") || strings.Contains(file, "connect-src") || strings.Contains(file, `"live":`) {
			t.Error("a file asks for something")
		}
	}
	if len(versions) != 2 {
		t.Errorf("what is shown is of two versions, and there are %d", len(versions))
	}
	if _, err := (&page.Page{}).Live("xx"); err == nil {
		t.Error("there is a live page in a language without words")
	}
}
