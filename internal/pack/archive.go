package pack

import (
	"archive/zip"
	"cmp"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// entry is a file of a pack.
type entry struct {
	name    string
	content []byte
}

// entryMode is the mode of every entry: a file that its owner may write and all may read.
const entryMode fs.FileMode = 0o644

// writeArchive writes entries as a ZIP, by name. Nothing in it depends on who writes it
// where and when: an entry is of the day that was judged, and is stored as it is. What is
// not compressed is the same bytes whatever compresses, and is no bomb to whoever reads it.
func writeArchive(w io.Writer, day api.Date, entries []entry) error {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	z := zip.NewWriter(w)
	for i := range entries {
		e := &entries[i]
		to, err := z.CreateRaw(header(day, e))
		if err != nil {
			return err
		}
		if _, err := to.Write(e.content); err != nil {
			return err
		}
	}
	return z.Close()
}

// header is that of an entry. CreateRaw, which writes no sizes behind the content, has its
// caller fill in what old readers look at.
func header(day api.Date, e *entry) *zip.FileHeader {
	h := &zip.FileHeader{
		Name: e.name, Method: zip.Store, Flags: utf8Names, CRC32: crc32.ChecksumIEEE(e.content),
		CompressedSize64: uint64(len(e.content)), UncompressedSize64: uint64(len(e.content)),
		ModifiedDate: dosDate(day), //nolint:staticcheck // Modified would add a field of its own, and writes a time zone
	}
	h.SetMode(entryMode)
	return h
}

// utf8Names is the flag that says that a name is UTF-8.
const utf8Names = 0x800

// dosDate is a day as a ZIP tells it; the first or last one that it can tell where it cannot.
func dosDate(day api.Date) uint16 {
	t := day.Time()
	year := min(max(t.Year(), 1980), 2107)
	return uint16(t.Day() + int(t.Month())<<5 + (year-1980)<<9)
}
