package report_test

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	rendererhtml "github.com/yuin/goldmark/renderer/html"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
)

// gfm renders as GitHub does before it looks for mentions and references.
var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(rendererhtml.WithUnsafe()))

// linked are the texts that hosts make more of than a text. GitHub's are those of its
// pages "Autolinked references and URLs" and "Basic writing and formatting syntax",
// GitLab's those of "GitLab Flavored Markdown"; all are wider here, because what comes
// before and after is left to the host.
var linked = map[string]*regexp.Regexp{
	"a mention":               regexp.MustCompile(`@[\w-]`),
	"an issue":                regexp.MustCompile(`#\w`),
	"an issue by its name":    regexp.MustCompile(`(?i)gh-\w`),
	"an issue as a path":      regexp.MustCompile(`(?i)/(issues|pull|discussions)/\w`),
	"an advisory":             regexp.MustCompile(`(?i)(ghsa|cve)-\w`),
	"a commit":                regexp.MustCompile(`(?i)[0-9a-f]{7}`),
	"an emoji":                regexp.MustCompile(`:[\w+-]+:`),
	"an address":              regexp.MustCompile(`(?i)\w://|www\.`),
	"a mail address":          regexp.MustCompile(`\w@\w`),
	"a reference of GitLab":   regexp.MustCompile(`[!%~$&^*]["\w*]`),
	"a reference in brackets": regexp.MustCompile(`\[\w+:\w+\]`),
	"mathematics":             regexp.MustCompile(`\$.`),
}

// cutNote is what a table says below it where a text in it was cut.
var cutNote = regexp.MustCompile(`<p>What ends in … is longer\..*</p>`)

var unescapedDollar = regexp.MustCompile(`(^|[^\\])\$`)

var tag = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)

// span is around a dollar, which it keeps from its neighbours and changes in no way.
var span = strings.NewReplacer("<span>", "", "</span>", "")

// rendered is what GitHub makes of Markdown before it looks for mentions.
func rendered(t testing.TB, markdown []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := gfm.Convert(markdown, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// texts are those between tags.
func texts(page string) []string {
	all := tag.Split(page, -1)
	for i := range all {
		all[i] = html.UnescapeString(all[i])
	}
	return all
}

// saying is an assessment that says one text wherever records may say something.
func saying(s string) *report.Assessment {
	a := large(2)
	r := a.Namespaces[0]
	r.Namespace = s
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		f.Message, f.Remedy, f.Field, f.Record.Name = s, s, s, s
	}
	place := input.Position{File: s, Line: 100, Column: 100}
	a.Locate = func(string, assess.Ref, string) input.Position { return place }
	a.Problems = []input.Problem{{Position: place, Record: &input.Record{Kind: s, Namespace: s, Name: s}, Field: s, Message: s, Remedy: s}}
	a.Base = &report.Comparison{Name: s, Introduced: map[string][]assess.Finding{s: r.Rollup.Findings}, Resolved: map[string][]assess.Finding{s: r.Rollup.Findings}}
	return a
}

// checkInert renders a text wherever records may say something: it is no more than a
// text for any host, and still the text that it was.
func checkInert(t *testing.T, s string) {
	t.Helper()
	markdown := write(t, "markdown", saying(s), style)
	page, plain := rendered(t, markdown), rendered(t, write(t, "markdown", saying("x"), style))
	tags := tag.FindAllString(cutNote.ReplaceAllString(span.Replace(page), ""), -1)
	if !slices.Equal(tags, tag.FindAllString(plain, -1)) {
		t.Errorf("%q is markup: %q", s, tags)
	}
	for _, text := range texts(page) {
		for what, pattern := range linked {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%q is %s in %q", s, what, text)
			}
		}
	}
	if unescapedDollar.Match(markdown) {
		t.Errorf("%q is mathematics for who reads it before Markdown", s)
	}
	graphic := !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) || r == utf8.RuneError })
	if said := words(s); graphic && len(s) <= 60 && !slices.ContainsFunc(texts(span.Replace(page)), func(text string) bool { return words(text) == said }) {
		t.Errorf("%q is shown as something else:\n%s", s, page)
	}
}

// words are what a text says, whatever parts it.
func words(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u200b", "")), " ")
}

func TestMarkdownIsInert(t *testing.T) {
	for _, tc := range []struct{ why, text string }{
		{"text stays", "Backups of Böhm, 3.5 % since 2026-06-01 (P2-07), 12:30"},
		{"a mention would send mail", "@org/team @ada"},
		{"so would one in a word", "ada@example.org"},
		{"a reference to an issue", "#12"},
		{"an issue that a merge would close", "Fixes acme/isms#12"},
		{"an issue by its name", "GH-12 gh-12"},
		{"an issue as a path", "acme/isms/issues/12 /pull/12 /discussions/12"},
		{"an advisory", "CVE-2026-1234 GHSA-jfh8-c2jp-5v3q"},
		{"a commit", "a5c3785ed8d6a35868bc169f07e40e889087fd2e"},
		{"a short commit", "a5c3785"},
		{"a commit in digits", "1234567"},
		{"a range of commits", "a5c3785...b5c3785"},
		{"a commit elsewhere", "acme/isms@a5c3785ed8d6a35868bc169f07e40e889087fd2e"},
		{"a hash that is longer", strings.Repeat("a5c3785e", 8)},
		{"an emoji", ":tada: :+1:"},
		{"a line and a column are one as well", "people.yaml:100:5"},
		{"an address", "https://evil.example HTTP://evil.example ftp://evil.example git://evil.example"},
		{"an address without a scheme", "www.evil.example WWW.evil.example"},
		{"a mail address with a scheme", "mailto:ada@example.org xmpp:ada@example.org"},
		{"a link", "[x](y) [x]: y [x][y] <https://evil.example>"},
		{"an image", "![x](y)"},
		{"a footnote", "[^1]"},
		{"references of GitLab", `!12 %12 %"a b" ~bug ~"a b" $12 &12 ^alert#12 *iteration:12 [vulnerability:12]`},
		{"a tag", "<img src=x><script>alert(1)</script>"},
		{"a comment", "<!-- kubectl-isms --> -->"},
		{"an entity", "&lt; &#64;ada &commat;ada"},
		{"code", "`rm` ``` ~~~"},
		{"emphasis", "*a* _b_ **c** ~~d~~"},
		{"mathematics", "$x$ $$x$$"},
		{"the end of a cell", "a|b"},
		{"a backslash before a bar", `\| \`},
		{"a heading, a list, a quote", "# a\n- b\n> c\n1. d"},
		{"a row of its own", "a\n| b |\n| --- |"},
		{"a command of a bot", "\n/close\n/merge"},
		{"a task", "[ ] a"},
		{"what steers a terminal", hostile},
	} {
		t.Run(tc.why, func(t *testing.T) { checkInert(t, tc.text) })
	}
}

func FuzzMarkdownIsInert(f *testing.F) {
	for _, seed := range []string{"@a#1GH-1", "GH-_", "/issues/_", "a5c3785ed8d6a35868bc169f07e40e889087fd2e", "\\|`<!--", ":a:b:", "www.a://b", "~~a~~![b](c)", "&#64;a", "\xff\u200b@\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(checkInert)
}
