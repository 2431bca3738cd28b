package convert

import (
	"crypto/sha256"

	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/table"
)

// batch is a table or a list of a file.
type batch struct {
	file   source.File
	sha256 string
	table  *table.Table
	// headings of the columns of a table, and the column of each field, -1 where it has none.
	headings []string
	columns  []int
	// counts of cells that say something, by the columns that went nowhere.
	counts map[string]int
	// unused counts the cells of fields that nothing is made of.
	unused map[int]int
	read   Read
}

// row is a row of a resource: what its fields say.
type row struct {
	batch *batch
	// item of a list, or cells of a table where an expression asks for all of a row; number is
	// that of the row.
	item   *source.Item
	cells  *table.Row
	number int
	values []any
	raw    []string
	words  []string // nil where no date says a word
	key    string
	hash   [sha256.Size]byte
	// dropped says that it is counted as rejected.
	dropped bool
	// fields is what others see of the row; made when they first look.
	fields map[string]any
}

// place is where the row stands, for messages.
func (r *row) place() string {
	switch {
	case r.item != nil:
		return r.item.Place(r.batch.file.Path)
	case r.batch.table != nil:
		return r.batch.table.RowPlace(&table.Row{Number: r.number})
	}
	return r.batch.file.Path
}

// spot is where something stands: its file, the number of its row, and both in words.
type spot struct {
	file  string
	row   int
	place string
}

// spot of the cell of a field; -1 is the row.
func (r *row) spot(slot int) spot {
	at := spot{r.batch.file.Path, r.number, r.place()}
	if slot >= 0 && r.batch.table != nil && r.batch.columns[slot] >= 0 {
		at.place = r.batch.table.Place(&table.Row{Number: r.number}, r.batch.columns[slot])
	}
	return at
}

// spot of the file.
func (b *batch) spot() spot { return spot{file: b.file.Path, place: b.file.Path} }

// sheet that the row stands in; "" where its file has one table.
func (r *row) sheet() string { return r.batch.read.Sheet }

// hashRow is the hash of what stands in a row.
func hashRow(cells *table.Row) [sha256.Size]byte {
	h := sha256.New()
	last := len(cells.Cells)
	for last > 0 && cells.Cells[last-1].Text == "" {
		last--
	}
	for i := range cells.Cells[:last] {
		h.Write([]byte(cells.Cells[i].Text))
		h.Write([]byte{0x1f})
	}
	return [sha256.Size]byte(h.Sum(nil))
}
