// Package rawjson walks through JSON as an API server writes it, in one pass and without
// making values of what nobody asks for. Of most objects that is the larger part: who
// manages which field, and what was last applied.
package rawjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/maphash"
	"unicode/utf8"
)

// ErrMalformed says that a text is no JSON, or more than one value of it.
var ErrMalformed = errors.New("not one value of JSON")

// Kind of a value, by its first byte.
type Kind uint8

// The kinds of values.
const (
	None Kind = iota
	Object
	Array
	Text
	// Word is a number, true, false or null.
	Word
)

// maxDepth bounds the nesting of what is walked through; the API server's own is greater, and
// no record comes near either.
const maxDepth = 256

// Reader is at a place of a text. After a mistake in the text, whatever is asked finds
// nothing, and Err tells. It trusts the text to be JSON as far as it skips it.
type Reader struct {
	text   []byte
	at     int
	depth  int
	failed bool
	words  *Words
}

// NewReader returns a reader at the beginning of a text. Strings are looked up in words, so
// that those which occur again share their memory. The text is not kept.
func NewReader(text []byte, words *Words) *Reader { return &Reader{text: text, words: words} }

// Err says whether the text, of which the value was walked through, was well formed and had
// nothing behind it.
func (r *Reader) Err() error {
	r.space()
	if r.failed || r.at != len(r.text) {
		return ErrMalformed
	}
	return nil
}

func (r *Reader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n' || r.text[r.at] == '\t' || r.text[r.at] == '\r') {
		r.at++
	}
}

// next returns the byte at the place, behind space; 0 at the end.
func (r *Reader) next() byte {
	r.space()
	if r.failed || r.at >= len(r.text) {
		return 0
	}
	return r.text[r.at]
}

// took goes past a byte, if it is the next.
func (r *Reader) took(c byte) bool {
	if r.next() != c {
		return false
	}
	r.at++
	return true
}

func (r *Reader) fail() { r.failed = true }

// Kind of the value at the place.
func (r *Reader) Kind() Kind {
	switch r.next() {
	case 0:
		return None
	case '{':
		return Object
	case '[':
		return Array
	case '"':
		return Text
	}
	return Word
}

// Fields walks through an object. The function is called at the value of each field and must
// go past it; what the key says is valid until it returns.
func (r *Reader) Fields(field func(key []byte)) {
	r.entries('{', '}', func() {
		key, plain := r.quoted()
		if !plain {
			key = []byte(r.unquote(key))
		}
		if !r.took(':') {
			r.fail()
			return
		}
		field(key)
	})
}

// Items walks through an array. The function is called at each item and must go past it.
func (r *Reader) Items(item func()) { r.entries('[', ']', item) }

func (r *Reader) entries(open, end byte, entry func()) {
	r.depth++
	defer func() { r.depth-- }()
	if !r.took(open) || r.depth > maxDepth {
		r.fail()
		return
	}
	if r.took(end) {
		return
	}
	for !r.failed {
		entry()
		if r.took(end) {
			return
		}
		if !r.took(',') {
			r.fail()
		}
	}
}

// Share returns a text as a string, from the words.
func (r *Reader) Share(text []byte) string { return r.words.Of(text) }

// Mark is the place that the reader is at, for Since.
func (r *Reader) Mark() int {
	r.space()
	return r.at
}

// Since returns the text between a mark and the place; ErrMalformed after a mistake.
func (r *Reader) Since(mark int) ([]byte, error) {
	if r.failed {
		return nil, ErrMalformed
	}
	return r.text[mark:r.at], nil
}

// Skip goes past the value at the place and returns its text.
func (r *Reader) Skip() []byte {
	first := r.next()
	start, depth := r.at, 0
	for !r.failed {
		switch c := r.next(); c {
		case 0:
			r.fail()
		case '"':
			r.quoted()
		case '{', '[':
			depth++
			r.at++
		case '}', ']':
			depth--
			r.at++
		case ',', ':':
			r.at++
		default:
			r.word()
		}
		if depth <= 0 {
			break
		}
	}
	if r.failed || first == '}' || first == ']' || first == ',' || first == ':' {
		r.fail()
		return nil
	}
	return r.text[start:r.at]
}

// String returns the string at the place; "" and false where it is none, which is skipped.
func (r *Reader) String() (string, bool) {
	if r.Kind() != Text {
		r.Skip()
		return "", false
	}
	text, plain := r.quoted()
	if !plain {
		return r.unquote(text), !r.failed
	}
	return r.words.Of(text), !r.failed
}

// Word returns the number, true, false or null at the place as it is written.
func (r *Reader) Word() string {
	r.space()
	return r.words.Of(r.word())
}

func (r *Reader) word() []byte {
	start := r.at
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ',', ':', '}', ']', '{', '[', '"', ' ', '\n', '\t', '\r':
			if r.at == start {
				r.fail()
			}
			return r.text[start:r.at]
		}
		r.at++
	}
	return r.text[start:r.at]
}

// quoted goes past a string and returns what is between its quotes, and whether that is what
// it says: without escapes, and UTF-8.
func (r *Reader) quoted() (text []byte, plain bool) {
	if !r.took('"') {
		r.fail()
		return nil, true
	}
	start, escaped := r.at, false
	for {
		n := bytes.IndexByte(r.text[r.at:], '"')
		if n < 0 {
			r.fail()
			return nil, true
		}
		r.at += n + 1
		backslashes := 0
		for i := r.at - 2; i >= start && r.text[i] == '\\'; i-- {
			backslashes++
		}
		if backslashes%2 == 0 {
			break
		}
		escaped = true
	}
	text = r.text[start : r.at-1]
	return text, !escaped && simple(text)
}

// simple reports whether a text between quotes is what it says.
func simple(text []byte) bool {
	for i := range text {
		if c := text[i]; c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			return utf8.Valid(text) && bytes.IndexByte(text, '\\') < 0 && bytes.IndexFunc(text, func(r rune) bool { return r < ' ' }) < 0
		}
	}
	return true
}

// unquote returns what a text between quotes says.
func (r *Reader) unquote(text []byte) string {
	var s string
	quoted := append(append(append(make([]byte, 0, len(text)+2), '"'), text...), '"')
	if json.Unmarshal(quoted, &s) != nil {
		r.fail()
	}
	return s
}

// Words are strings that occurred, of which some will again: names, days, the words of an
// enumeration. It forgets, and has no more than a bound.
type Words struct {
	seed maphash.Seed
	seen [1 << wordBits]string
}

const (
	wordBits = 11
	// longestWord is the longest string that is looked up: sentences do not occur again.
	longestWord = 64
)

// NewWords returns an empty Words.
func NewWords() *Words { return &Words{seed: maphash.MakeSeed()} }

// Of returns a text as a string that shares its memory with an earlier one, where it can.
func (w *Words) Of(text []byte) string {
	if len(text) > longestWord {
		return string(text)
	}
	at := &w.seen[maphash.Bytes(w.seed, text)&(1<<wordBits-1)]
	if *at != string(text) { // compares without making a string
		*at = string(text)
	}
	return *at
}
