package convert

import (
	"cmp"
	"slices"
)

// Report says what became of what was read. It is written as JSON, so its fields are stable.
type Report struct {
	// Read are the tables and lists that were read.
	Read []Read `json:"read"`
	// Unread are files that no resource of the mapping reads.
	Unread []string `json:"unread,omitempty"`
	// Records that were made, by their kinds.
	Records map[string]int `json:"records"`
	// Rejected are rows of which nothing was made, in the order of files and rows.
	Rejected []Rejected `json:"rejected,omitempty"`
	// Columns that went nowhere.
	Columns []Column `json:"columns,omitempty"`
	// Values that the mapping has no counterpart of.
	Values []Value `json:"values,omitempty"`
	// Unresolved are names that no record has.
	Unresolved []Unresolved `json:"unresolved,omitempty"`
}

// Read is a table or a list that was read.
type Read struct {
	File     string `json:"file"`
	Sheet    string `json:"sheet,omitempty"`
	Resource string `json:"resource"`
	// Rows that were read; Skipped of them say nothing, are headings once more, or are ones
	// that the mapping skips; Rejected could not be used.
	Rows     int `json:"rows"`
	Skipped  int `json:"skipped"`
	Rejected int `json:"rejected"`
}

// Rejected is a cell, or a row, for which nothing was made of its row.
type Rejected struct {
	File string `json:"file"`
	// Row is the number of the row, or of the entry of a list from 0; absent where it is all of
	// the file.
	Row int `json:"row,omitempty"`
	// Place is file:row, with sheet and column where they are known.
	Place string `json:"place"`
	// Field of the mapping, or path of the record, that it was for.
	Field string `json:"field,omitempty"`
	// Found is what stands there.
	Found string `json:"found,omitempty"`
	// Message says what is wrong, or what is allowed.
	Message string `json:"message"`
	// Nearest is what was probably meant.
	Nearest string `json:"nearest,omitempty"`
}

// Column is a column that went nowhere, or a field of the mapping that went nowhere.
type Column struct {
	Resource string `json:"resource"`
	Heading  string `json:"heading"`
	// Count of cells that say something.
	Count int `json:"count"`
	// File and sheet that have it, the first where several do; Files is how many tables do.
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Files int    `json:"files"`
	// Why it went nowhere, where the mapping says so.
	Why string `json:"why,omitempty"`
}

// Value is a word that the mapping has no counterpart of.
type Value struct {
	Resource string `json:"resource"`
	Field    string `json:"field"`
	Found    string `json:"found"`
	Count    int    `json:"count"`
	// Became is rejected, absent or kept.
	Became  string `json:"became"`
	Nearest string `json:"nearest,omitempty"`
}

// Unresolved is a name that no record has, or more than one.
type Unresolved struct {
	// Kind that was looked for; empty where it is somebody, a person or a role.
	Kind  string `json:"kind,omitempty"`
	Found string `json:"found"`
	Count int    `json:"count"`
	// Several says that more than one record has the name.
	Several bool `json:"several,omitempty"`
	// Became is stated, where the record says the name as it stands, or absent.
	Became  string `json:"became"`
	Nearest string `json:"nearest,omitempty"`
	// Place where it stands first.
	Place string `json:"place"`
}

// column counts a column that went nowhere; tables of a resource have it in common.
func (r *Report) column(c Column) {
	for i := range r.Columns {
		if was := &r.Columns[i]; was.Resource == c.Resource && was.Heading == c.Heading && was.Why == c.Why {
			was.Count += c.Count
			was.Files++
			return
		}
	}
	c.Files = 1
	r.Columns = append(r.Columns, c)
}

// sort puts what was gathered in any order into one.
func (r *Report) sort() {
	slices.SortStableFunc(r.Rejected, func(a, b Rejected) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
	})
	slices.SortFunc(r.Values, func(a, b Value) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Found, b.Found))
	})
	slices.SortFunc(r.Unresolved, func(a, b Unresolved) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Found, b.Found))
	})
}
