package pack

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Limits of a pack. They keep whoever checks one that a stranger made from running out of
// memory.
const (
	// MaxPack is the most bytes that a pack may have.
	MaxPack = 512 << 20
	// MaxDocuments is the most bytes of documents that go into a pack; of what is beyond
	// that it holds the SHA-256 alone.
	MaxDocuments = 100 << 20

	maxEntries   = 20_000
	maxName      = 1_024
	maxDirectory = 8 << 20 // bytes of the list of entries
)

// errorUnusable says that something is no pack, or none that can be read.
type errorUnusable struct{ error }

func unusable(format string, a ...any) error { return errorUnusable{fmt.Errorf(format, a...)} }

// Unusable reports whether an error says that a pack cannot be read as one. Any other that
// Verify returns is a failure to read it at all.
func Unusable(err error) bool { return errors.As(err, new(errorUnusable)) }

// readArchive reads the entries of a pack. It trusts nothing that the archive says of
// itself: not how many entries there are, nor how large, nor what they are called.
func readArchive(data []byte) ([]entry, error) {
	if err := checkEnd(data); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, unusable("it cannot be read as a ZIP: %w", err)
	}
	if len(z.File) > maxEntries {
		return nil, unusable("it has %d entries; a pack has at most %d", len(z.File), maxEntries)
	}
	left, seen := uint64(len(data)), map[string]bool{}
	entries := make([]entry, 0, len(z.File))
	for _, f := range z.File {
		if err := checkEntry(f, left); err != nil {
			return nil, err
		}
		if seen[f.Name] {
			return nil, unusable("the entry %s is there twice", shown(f.Name))
		}
		seen[f.Name] = true
		left -= f.UncompressedSize64
		content, err := readEntry(f)
		if err != nil {
			return nil, unusable("the entry %s cannot be read: %w", shown(f.Name), err)
		}
		entries = append(entries, entry{f.Name, content})
	}
	return entries, nil
}

// checkEnd holds the end of an archive, which says where the list of entries is, to what
// writeArchive writes: nothing stands behind it or between it and the list.
func checkEnd(data []byte) error {
	const length = 22
	if len(data) > MaxPack {
		return unusable("it has %d bytes; a pack has at most %d", len(data), MaxPack)
	}
	if len(data) < length || !bytes.HasPrefix(data[len(data)-length:], []byte("PK\x05\x06")) {
		return unusable("it does not end as a pack does: it is none, is cut off, or was changed")
	}
	end := data[len(data)-length:]
	size, offset := binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	if size > maxDirectory || uint64(offset)+uint64(size)+length != uint64(len(data)) {
		return unusable("its list of entries is not where that of a pack is: it was changed")
	}
	return nil
}

// checkEntry refuses an entry that no pack has.
func checkEntry(f *zip.File, left uint64) error {
	switch {
	case checkName(f.Name) != nil:
		return unusable("the entry %s: %w", shown(f.Name), checkName(f.Name))
	case f.Mode() != entryMode:
		return unusable("the entry %s is no plain file (%s); a pack has neither folders nor links", shown(f.Name), f.Mode())
	case f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64:
		return unusable("the entry %s is compressed; in a pack none is", shown(f.Name))
	case f.UncompressedSize64 > left:
		return unusable("the entry %s would have %d bytes, more than are there", shown(f.Name), f.UncompressedSize64)
	}
	return nil
}

// checkName says why a name cannot be that of an entry: it would lead out of the folder
// that a pack is unpacked to, or means something else elsewhere.
func checkName(name string) error {
	switch {
	case len(name) > maxName:
		return fmt.Errorf("its name has %d bytes; at most %d are allowed", len(name), maxName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, wording.Steers):
		return errors.New("its name is not one of printable characters")
	case strings.ContainsAny(name, `\:`):
		return errors.New("its name has a backslash or a colon, which are no parts of names everywhere")
	case !fs.ValidPath(name) || name == ".":
		return errors.New("its name is no plain relative path")
	}
	return nil
}

// readEntry reads an entry of which the size was checked; its checksum is checked by that.
func readEntry(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // it was only read
	content := make([]byte, f.UncompressedSize64)
	if _, err := io.ReadFull(r, content); err != nil {
		return nil, err
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("its content is not what its checksum says: %w", err)
	}
	return content, nil
}

// asWritten says where an archive is not what writeArchive writes of its entries; nil where
// it is the same to the byte.
func asWritten(data []byte, day api.Date, entries []entry) error {
	c := &comparison{want: data}
	err := writeArchive(c, day, entries)
	if err == nil && c.at != len(data) {
		err = errDiffers
	}
	if err != nil {
		return unusable("from byte %d on it is not as the plugin writes a pack of these entries", c.at)
	}
	return nil
}

var errDiffers = errors.New("it differs")

// comparison is a writer that holds what is written against what is wanted.
type comparison struct {
	want []byte
	at   int
}

func (c *comparison) Write(p []byte) (int, error) {
	for i := range p {
		if c.at == len(c.want) || c.want[c.at] != p[i] {
			return i, errDiffers
		}
		c.at++
	}
	return len(p), nil
}

// maxShown is how many characters of a text of a pack a message has at most.
const maxShown = 200

// shown makes a text of a pack safe to show.
func shown(s string) string { return fmt.Sprintf("%q", wording.Shortened(s, maxShown)) }
