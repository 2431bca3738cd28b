package docs

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// Link of a page.
type Link struct {
	Line   int
	Target string
}

// Links returns the links and images of the page, in order.
func (p *Page) Links() []Link {
	var links []Link
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			links = append(links, Link{p.line(n), string(n.Destination)})
		case *ast.Image:
			links = append(links, Link{p.line(n), string(n.Destination)})
		}
		return ast.WalkContinue, nil
	})
	return links
}

// line is that of the first line of the block which holds the node.
func (p *Page) line(n ast.Node) int {
	for n != nil && (n.Type() != ast.TypeBlock || n.Lines().Len() == 0) {
		n = n.Parent()
	}
	if n == nil {
		return 0
	}
	return strings.Count(string(p.Source[:n.Lines().At(0).Start]), "\n") + 1
}

var htmlAnchor = regexp.MustCompile(`<a (?:id|name)="([^"]+)">`)

// Anchors returns what a link may name after "#": headings, as GitHub spells them,
// and HTML anchors.
func (p *Page) Anchors() map[string]bool {
	anchors := map[string]bool{}
	for _, m := range htmlAnchor.FindAllSubmatch(p.Source, -1) {
		anchors[string(m[1])] = true
	}
	seen := map[string]int{}
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if heading, ok := n.(*ast.Heading); ok && entering {
			name := slug(p.text(heading))
			if n := seen[name]; n > 0 {
				anchors[name+"-"+strconv.Itoa(n)] = true
			} else {
				anchors[name] = true
			}
			seen[name]++
		}
		return ast.WalkContinue, nil
	})
	return anchors
}

// text returns the words of a node, without markup.
func (p *Page) text(n ast.Node) string {
	var words strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			words.Write(t.Segment.Value(p.Source))
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

// slug is how GitHub names a heading.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, heading)
}

// Project is where this repository is published. A link to a file of it there is
// followed in the checkout.
const Project = "https://github.com/isms-operator/isms-operator/"

var ofProject = regexp.MustCompile(`^` + Project + `(?:blob|tree)/main/([^#?]*)(?:#(.*))?$`)

// Local returns the path inside the repository, and the anchor, that a link of the
// page at path leads to; ok is false where it leads elsewhere.
func Local(path, target string) (file, anchor string, ok bool) {
	if m := ofProject.FindStringSubmatch(target); m != nil {
		return m[1], m[2], true
	}
	u, err := url.Parse(target)
	if err != nil || u.IsAbs() || u.Host != "" {
		return "", "", err != nil
	}
	if u.Path == "" {
		return path, u.Fragment, true
	}
	base := &url.URL{Path: "/" + path}
	return strings.TrimPrefix(base.ResolveReference(&url.URL{Path: u.Path}).Path, "/"), u.Fragment, true
}
