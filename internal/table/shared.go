package table

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// readStrings reads the texts that cells share.
func readStrings(a *archive, part string) ([]string, error) {
	r := stringsReader{}
	err := a.tokens(part, r.read)
	return r.all, err
}

// stringsReader reads texts, each of which may be in several fonts.
type stringsReader struct {
	all              []string
	text             []byte
	taking, skipping bool
}

func (r *stringsReader) read(d *xml.Decoder) error {
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			r.taking = e.Name.Local == "t"
			r.skipping = r.skipping || e.Name.Local == "rPh"
		case xml.CharData:
			if r.taking && !r.skipping {
				r.text = append(r.text, e...)
			}
		case xml.EndElement:
			r.end(e.Name.Local)
		}
	}
}

func (r *stringsReader) end(name string) {
	r.taking = false
	switch name {
	case "rPh":
		r.skipping = false
	case "si":
		r.all, r.text = append(r.all, Clean(unescape(string(r.text)))), r.text[:0]
	}
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads characters that XML does not have, which a workbook writes as _x000D_
// (ECMA-376, 22.4.2.4).
func unescape(s string) string {
	if !escaped.MatchString(s) {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return code
		}
		return string(rune(n))
	})
}
