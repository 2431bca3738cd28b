package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// maxUnpacked is the most bytes that the parts of a workbook may have that are read: a file
// of a few kilobytes may hold gigabytes.
const maxUnpacked = 768 << 20

// archive is the ZIP that a workbook is.
type archive struct {
	parts map[string]*zip.File
	// left is how many bytes may still be unpacked.
	left int64
}

// openArchive opens the archive of a workbook.
func openArchive(data []byte) (*archive, error) {
	a := &archive{parts: map[string]*zip.File{}, left: maxUnpacked}
	switch {
	case len(data) > MaxFile:
		return nil, fmt.Errorf("it has %d bytes; at most %d are read", len(data), MaxFile)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, errors.New("it is a workbook of before 2007, or has a password; save it as .xlsx, without password")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errors.New("it is no workbook, or only a part of one; save it again as .xlsx")
	}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if a.parts[name] != nil {
			return nil, fmt.Errorf("it has the part %q twice; save it again with a program of spreadsheets", name)
		}
		a.parts[name] = f
	}
	if a.parts["_rels/.rels"] == nil {
		return nil, errors.New("it is an archive, and no .xlsx; save it as .xlsx")
	}
	return a, nil
}

// target is what a part refers to.
type target struct{ kind, part string }

// targets reads what a part refers to, by the ID that it says so by.
func (a *archive) targets(of string) (map[string]target, error) {
	all := map[string]target{}
	folder, base := path.Split(of)
	part := folder + "_rels/" + base + ".rels"
	if a.parts[part] == nil {
		return all, nil
	}
	return all, a.elements(part, func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
			return nil
		}
		to := attribute(e, "Target")
		if !strings.HasPrefix(to, "/") {
			to = path.Join(folder, to)
		}
		all[attribute(e, "Id")] = target{path.Base(attribute(e, "Type")), strings.ToLower(strings.TrimPrefix(to, "/"))}
		return nil
	})
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }

// elements does something with every element of a part, in its order.
func (a *archive) elements(part string, do func(xml.StartElement, *xml.Decoder) error) error {
	return a.tokens(part, func(d *xml.Decoder) error {
		for {
			token, err := d.RawToken()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if e, ok := token.(xml.StartElement); ok {
				if err := do(e, d); err != nil {
					return err
				}
			}
		}
	})
}

// tokens opens a part. Its size counts against what may be unpacked.
func (a *archive) tokens(part string, do func(*xml.Decoder) error) error {
	f := a.parts[part]
	if f == nil {
		return fmt.Errorf("its part %q is missing; save it again with a program of spreadsheets", part)
	}
	// A part that unpacks to more than it says is none to the package that unpacks it.
	if a.left -= int64(min(f.UncompressedSize64, maxUnpacked+1)); a.left < 0 {
		return fmt.Errorf("its parts unpack to more than %d MiB, and no more are read; split it", maxUnpacked>>20)
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("its part %q cannot be read: %w", part, err)
	}
	defer func() { _ = r.Close() }() // it was only read
	if err := do(xml.NewDecoder(r)); err != nil {
		return fmt.Errorf("its part %q cannot be read: %w", part, err)
	}
	return nil
}
