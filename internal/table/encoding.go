package table

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// errEncoding tells of bytes that are no text in any of the encodings.
var errEncoding = errors.New("it is no text in UTF-8, UTF-16 or Windows-1252; save it as UTF-8")

// decode makes UTF-8 of a text, and names its encoding: the one that its byte order mark
// names, UTF-16 where every other byte is zero, UTF-8 where it is valid, else Windows-1252.
func decode(data []byte) (text, name string, err error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data, name = data[3:], "UTF-8"
		if !utf8.Valid(data) {
			return "", "", errors.New("it begins as UTF-8 and has other bytes further on; save it as UTF-8 again")
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		from, data, name = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), data[2:], "UTF-16 LE"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		from, data, name = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), data[2:], "UTF-16 BE"
	case zeros(data, 1):
		from, name = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16 LE"
	case zeros(data, 0):
		from, name = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16 BE"
	case utf8.Valid(data):
		name = "UTF-8"
	default:
		from, name = charmap.Windows1252, "Windows-1252"
	}
	if from != nil {
		if data, err = from.NewDecoder().Bytes(data); err != nil {
			return "", "", errEncoding
		}
		// What the encoding has no character for became one that says so, which no encoding
		// but UTF-16 can have had itself.
		if bytes.ContainsRune(data, utf8.RuneError) {
			return "", "", errEncoding
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", "", errEncoding
	}
	return string(data), name, nil
}

// zeros reports whether the first characters of a text have a zero byte at every other
// place, and none between: those of UTF-16 without a mark.
func zeros(data []byte, at int) bool {
	begin := data[:min(len(data), 64)&^1]
	for i := range begin {
		if (begin[i] == 0) != (i%2 == at) {
			return false
		}
	}
	return len(begin) > 0 && len(data)%2 == 0
}
