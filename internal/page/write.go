package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
)

//go:embed web
var web embed.FS

// styles and scripts in the order in which they are joined into one each.
var (
	styles  = []string{"base.css", "parts.css", "print.css"}
	scripts = []string{"dom.js", "model.js", "state.js", "slider.js", "first.js", "findings.js", "brief.js", "work.js", "deadlines.js", "records.js", "tables.js", "main.js"}
)

// Write writes the page in a language, one of Languages.
func (p *Page) Write(out io.Writer, language string) error {
	data, err := p.data(language, "")
	if err != nil {
		return err
	}
	return p.view(language, data, scripts, "").write(out)
}

// data is what the script of the page reads, as JSON.
func (p *Page) data(language, live string) ([]byte, error) {
	if !slices.Contains(Languages(), language) {
		return nil, fmt.Errorf("the page has no words in %q", language)
	}
	return json.Marshal(struct {
		*Page
		Language string                       `json:"language"`
		Words    map[string]map[string]string `json:"words"`
		Live     string                       `json:"live,omitempty"`
	}{p, language, words(), live})
}

// view is the page in a language, with scripts and what its policy allows besides them.
func (p *Page) view(language string, data []byte, scripts []string, allowed string) *view {
	v := &view{Page: p, Language: language, Style: template.CSS(p.style()), Script: template.JS(joined(scripts)), Data: template.JS(data)} //nolint:gosec // our own files, and JSON that json.Marshal makes inert in HTML
	v.Policy = v.policy() + allowed
	return v
}

func (v *view) write(out io.Writer) error {
	t, err := template.New("page.html").Funcs(v.functions()).ParseFS(web, "web/*.html")
	if err != nil {
		return err
	}
	return t.Execute(out, v)
}

// style is the style sheet. The foot of each printed sheet names what was judged: a sheet
// that lies alone says of which records it is.
func (p *Page) style() string {
	foot := fmt.Sprintf("ISO/IEC 27001:2022 Clause 7.1 · %s · sha256 %.16s", p.On, p.Made.Hash)
	return strings.ReplaceAll(joined(styles), "FOOT", foot)
}

// joined is the content of files of the page.
func joined(names []string) string {
	var b bytes.Buffer
	for _, name := range names {
		content, err := web.ReadFile("web/" + name)
		if err != nil {
			panic(err) // it is built in
		}
		b.Write(content)
	}
	return b.String()
}

// policy lets the page run its own style and script and nothing else, and ask nobody.
func (v *view) policy() string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", hash(string(v.Style)), hash(string(v.Script)))
}
