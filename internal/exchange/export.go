package exchange

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/input"
)

// Export are records on their way into sheets.
type Export struct {
	Layout  *Layout
	Records []Record
	// Kinds that are written with all of their sheets, and with empty ones. Where there are none,
	// those are written of which there are records, without lists that none of them has.
	Kinds []string
	// Commit of the files; "" where they are in no repository.
	Commit string
}

// baseName is the name of the hidden sheet by which an import tells what was edited.
const baseName = "_isms"

// baseVersion is of what that sheet holds.
const baseVersion = "1"

// tab is a sheet as it is written.
type tab struct {
	*Sheet
	heads []string
	// rows have the cells of the heads, then those of the columns.
	rows [][]string
}

// tabs are the sheets that are written.
func (x *Export) tabs() []tab {
	slices.SortStableFunc(x.Records, func(a, b Record) int { return compareRecords(a.Record, b.Record) })
	byKind := map[string][]*Record{}
	for i := range x.Records {
		byKind[x.Records[i].Kind] = append(byKind[x.Records[i].Kind], &x.Records[i])
	}
	var all []tab
	for _, s := range x.Layout.Sheets {
		asked := slices.Contains(x.Kinds, s.Kind)
		if len(x.Kinds) > 0 && !asked {
			continue
		}
		t := tab{Sheet: s, heads: s.Heads()}
		for _, r := range byKind[s.Kind] {
			for _, row := range s.rows(r.Spec) {
				cells := append([]string{r.Namespace, r.Name}, shownKeys(s, row.keys)...)
				t.rows = append(t.rows, append(cells, row.cells...))
			}
		}
		if len(t.rows) > 0 || asked {
			all = append(all, t)
		}
	}
	return all
}

// shownKeys are the keys of a row that have a column of their own: all but those of an entry
// that has them in its fields.
func shownKeys(s *Sheet, keys []string) []string {
	if len(keys) > 0 && !s.Numbered() {
		return slices.Clone(keys[:len(keys)-1])
	}
	return slices.Clone(keys)
}

// base are the rows of the hidden sheet: what an import has to know of the sheets, and every
// record as it was.
func (x *Export) base(tabs []tab) [][]string {
	rows := [][]string{
		{"isms-export", baseVersion, "This sheet tells an import what was edited. Leave it as it is."},
		{"commit", x.Commit},
	}
	for _, t := range tabs {
		rows = append(rows, []string{"sheet", t.ID(), t.Name})
		for i, h := range t.heads {
			rows = append(rows, []string{"column", t.ID(), h, "@" + strconv.Itoa(i)})
		}
		for _, c := range t.Columns {
			rows = append(rows, []string{"column", t.ID(), c.Heading, strings.Join(c.Path, ".")})
		}
	}
	for i := range x.Records {
		r := &x.Records[i]
		if len(x.Kinds) > 0 && !slices.Contains(x.Kinds, r.Kind) {
			continue
		}
		rows = append(rows, append([]string{"record", r.Kind, r.Namespace, r.Name, r.File}, chunks(ascii(r.Spec))...))
	}
	return rows
}

// ascii is JSON of nothing but ASCII, which passes through every program as it is.
func ascii(spec map[string]any) string {
	text, err := json.Marshal(spec)
	if err != nil {
		return "{}" // which no value of JSON is
	}
	var b strings.Builder
	for _, r := range string(text) {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r <= 0xffff:
			b.WriteString(unicodeEscape(r))
		default:
			r -= 0x10000
			b.WriteString(unicodeEscape(0xd800+r>>10) + unicodeEscape(0xdc00+r&0x3ff))
		}
	}
	return b.String()
}

func unicodeEscape(r rune) string {
	digits := strconv.FormatInt(int64(r), 16)
	return `\u` + strings.Repeat("0", 4-len(digits)) + digits
}

// maxChunk is how much of a record a cell of the hidden sheet holds.
const maxChunk = 30_000

// chunks are parts of a text, none of which begins or ends with a space.
func chunks(s string) []string {
	var all []string
	for len(s) > maxChunk {
		n := maxChunk
		for s[n] == ' ' || s[n-1] == ' ' {
			n--
		}
		all = append(all, s[:n])
		s = s[n:]
	}
	return append(all, s)
}

// record reads a row of the hidden sheet that holds one.
func baseRecord(cells []string) (Record, error) {
	r := Record{Record: input.Record{Kind: cells[1], Namespace: cells[2], Name: cells[3]}, Position: input.Position{File: cells[4]}}
	spec, err := specOf([]byte(`{"spec":` + strings.Join(cells[5:], "") + `}`))
	r.Spec = spec
	return r, err
}
