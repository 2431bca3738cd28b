// Package source finds and reads the files that a mapping names: tables of workbooks, CSV,
// Markdown and HTML, and lists of JSON, YAML and TOML.
package source

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/table"
)

// File is a file that rows are read from.
type File struct {
	// Path that it is opened by, as the user named it. Reports know it by that.
	Path string
	// Name that records know it by, wherever it lies: below the folder that was named, with
	// slashes, or the last part of its path.
	Name string
}

// Formats that are read, by what the names of files end in. A format of documents is named by
// a mapping alone, where a file may be read in several ways.
var extensions = map[string]string{
	".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
	".json": "json", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml",
}

// Formats are the names of all formats.
var Formats = []string{"csv", "xlsx", "markdown", "html", "json", "yaml", "toml", "frontmatter", "sections", "pairs"}

// Tabular says whether a format is one of tables.
func Tabular(format string) bool {
	return slices.Contains([]string{"csv", "xlsx", "markdown", "html"}, format)
}

// FormatOf is the format of a file by its name; "" where nobody can tell.
func FormatOf(name string) string { return extensions[strings.ToLower(path.Ext(name))] }

// WhyNot says why a file of this name is not read, and what to do; "" where its format is one
// that is.
func WhyNot(name string) string {
	if FormatOf(name) != "" {
		return ""
	}
	return fmt.Sprintf("the format %q is not read; save it as .xlsx or .csv", strings.ToLower(path.Ext(name)))
}

// List finds the files that are named, and those below folders that are. Files and folders
// whose names begin with a dot are left out, as in every tool, unless they are named.
func List(ctx context.Context, named []string) ([]File, error) {
	var files []File
	for _, name := range named {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("the path %q does not exist", name)
		}
		if !info.IsDir() {
			files = append(files, File{name, filepath.Base(name)})
			continue
		}
		before := len(files)
		err = filepath.WalkDir(name, func(at string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case ctx.Err() != nil:
				return ctx.Err()
			case at != name && strings.HasPrefix(d.Name(), ".") && d.IsDir():
				return fs.SkipDir
			case d.IsDir() || strings.HasPrefix(d.Name(), "."):
				return nil
			}
			below, err := filepath.Rel(name, at)
			files = append(files, File{at, filepath.ToSlash(below)})
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("the folder %q has no file; name the files of the register, or a folder that has them", name)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(files, func(a, b File) bool { return a.Path == b.Path }), nil
}

// Matches says whether a file is one of a resource: its path ends in one of the patterns, or,
// without patterns, its format is the one that the resource has.
func (f File) Matches(patterns []string, format string) bool {
	for _, p := range patterns {
		if endsIn(filepath.ToSlash(f.Path), p) {
			return true
		}
	}
	if len(patterns) > 0 {
		return false
	}
	of := FormatOf(f.Path)
	switch format {
	case "":
		return Tabular(of)
	case "frontmatter", "sections", "pairs":
		return of == "markdown"
	}
	return of == format
}

// endsIn says whether the last parts of a path match those of a pattern.
func endsIn(name, pattern string) bool {
	parts, want := strings.Split(name, "/"), strings.Split(pattern, "/")
	if len(want) > len(parts) {
		return false
	}
	for i, part := range parts[len(parts)-len(want):] {
		if ok, err := path.Match(want[i], part); err != nil || !ok {
			return false
		}
	}
	return true
}

// Content of a file, up to the size that is read.
func (f File) Content() ([]byte, error) {
	info, err := os.Stat(f.Path)
	if err != nil {
		return nil, err
	}
	if info.Size() > table.MaxFile {
		return nil, fmt.Errorf("%s: it has %d bytes; at most %d are read", f.Path, info.Size(), table.MaxFile)
	}
	return os.ReadFile(f.Path)
}

// Tables reads the tables of a file.
func Tables(name, format string, data []byte, delimiter string) ([]*table.Table, error) {
	switch format {
	case "csv":
		var o table.CSVOptions
		for _, r := range delimiter {
			o.Separator = r
		}
		t, err := table.ReadCSV(name, data, o)
		if err != nil {
			return nil, err
		}
		return []*table.Table{t}, nil
	case "xlsx":
		return table.ReadXLSX(name, data)
	case "markdown":
		return table.ReadMarkdown(name, data)
	case "html":
		return table.ReadHTML(name, data)
	}
	return nil, fmt.Errorf("%s: %q is no format of tables", name, format)
}
