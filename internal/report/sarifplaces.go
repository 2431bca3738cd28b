package report

import (
	"net/url"
	"path"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// noFile is the folder of places that are no files. Code scanning refuses all of a run
// of which one result has no file.
const noFile = "no-file"

// sarifPlaces finds a place for every result: a path below the folder that the program
// runs in, which is the root of the repository, and a line.
type sarifPlaces struct {
	a      *Assessment
	folder string
	// first is the first file of a namespace.
	first map[string]string
	// none says that a place was given that is no file.
	none bool
}

// of returns the place of a result about a record: its own; for what is written nowhere,
// such as a record that is missing, the beginning of the first file of the namespace; and
// for a record that is in no file of the repository a path that names it.
func (s *sarifPlaces) of(p input.Position, record input.Record) input.Position {
	if uri := s.uri(p.File); uri != "" {
		return input.Position{File: uri, Line: max(p.Line, 1), Column: max(p.Column, 0)}
	}
	if p.File == "" {
		if uri := s.firstOf(record.Namespace); uri != "" {
			return input.Position{File: uri, Line: 1}
		}
	}
	s.none = true
	uri := noFile
	for _, step := range []string{record.Namespace, record.Kind, record.Name} {
		step = strings.NewReplacer("/", "_", `\`, "_").Replace(strings.ToValidUTF8(wording.Shortened(step, 253), "_"))
		if strings.Trim(step, ".") != "" { // no step is ".."
			uri += "/" + url.PathEscape(step)
		}
	}
	return input.Position{File: uri + ".yaml", Line: 1}
}

// note says what places below noFile are; "" where there are none.
func (s *sarifPlaces) note() string {
	if !s.none {
		return ""
	}
	return "A place " + noFile + "/NAMESPACE/KIND/NAME.yaml is no file: the record comes from a cluster or from standard input, or its file is not below the folder that this ran in"
}

// firstOf returns the first file of a namespace by name; "" where it has none.
func (s *sarifPlaces) firstOf(namespace string) string {
	first, known := s.first[namespace]
	if known || s.a.Locate == nil {
		return first
	}
	for _, r := range s.a.Namespaces {
		for i := 0; r.Namespace == namespace && i < len(r.Results); i++ {
			ref := assess.Ref{Kind: r.Results[i].Kind.Name, Name: r.Results[i].Record.GetName()}
			if uri := s.uri(s.a.Locate(namespace, ref, "").File); uri != "" && (first == "" || uri < first) {
				first = uri
			}
		}
	}
	s.first[namespace] = first
	return first
}

// uri is a file as a relative URI; "" for one that is not below the folder. Standard
// input is no file.
func (s *sarifPlaces) uri(file string) string {
	if file == "" || file == "-" {
		return ""
	}
	name := path.Clean(slashed(file))
	if folder := slashed(s.folder); absolute(name) || name == ".." || strings.HasPrefix(name, "../") {
		if !absolute(name) {
			name = path.Join(folder, name)
		}
		below, ok := strings.CutPrefix(name, strings.TrimSuffix(folder, "/")+"/")
		if !ok || folder == "" {
			return ""
		}
		name = below
	}
	if name == "." {
		return ""
	}
	return escaped(name)
}

func slashed(file string) string { return strings.ReplaceAll(file, `\`, "/") }

// absolute reports whether a path with slashes is, on Windows too.
func absolute(name string) bool {
	return path.IsAbs(name) || len(name) > 2 && name[1:3] == ":/"
}

// escaped is a path as a relative URI.
func escaped(name string) string {
	return (&url.URL{Path: strings.ToValidUTF8(name, "\uFFFD")}).String()
}
