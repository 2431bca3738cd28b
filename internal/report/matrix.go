package report

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Matrix is a table that an auditor asks for.
type Matrix struct {
	// Title of the table, and the day of which it is.
	Title string
	AsOf  api.Date
	// Columns and the cells of each row, as records state them.
	Columns []string
	Rows    [][]string
	// Problems of the input: what is in no row because it could not be read.
	Problems []input.Problem
	// Policies say, for each namespace where it does, that the policy asks for less than the
	// default: the rules find fewer gaps then.
	Policies []string
	// JudgedBy says to which keys signatures were followed, of a matrix that says what they are worth.
	JudgedBy []string
}

// MatrixKind is a kind of matrix.
type MatrixKind struct {
	// Name as the user gives it, and one line for the user.
	Name, Description string
	// Kinds of the records that it shows.
	Kinds []string

	columns []string
	rows    func(c *assess.Context, of *MatrixSource) [][]string
	// signed says that it tells what signatures are worth.
	signed bool
}

// Matrices returns every kind of matrix, in the order in which they are listed.
func Matrices() []MatrixKind {
	return []MatrixKind{
		{"competency", "what each role takes, what its holders have, and the gap", []string{"CompetencyRecord", "Person", "SecurityRole"}, competencyColumns, competencyRows, false},
		{"raci", "who is accountable, responsible, consulted and informed", []string{"AccountabilityMatrix"}, raciColumns, raciRows, false},
		{"soa", "the Statement of Applicability with what carries each control", []string{"StatementOfApplicability"}, soaColumns, soaRows, false},
		{"approvals", "who approved, appointed, accepted, verified or decided, and what their signatures are worth", signedKinds(), approvalColumns, approvalRows, true},
		{"access", "what the cluster was seen to grant to people, with the binding that proves it", []string{"Person"}, accessColumns, accessRows, false},
	}
}

// Build makes the matrix of all namespaces on a day. What it shows as a gap is what
// the rules find. Where something of a namespace could not be judged, no row of it
// shows that there is none.
func (k MatrixKind) Build(of *MatrixSource) *Matrix {
	m := &Matrix{Title: k.Name, AsOf: of.AsOf, Columns: append([]string{"NAMESPACE"}, k.columns...), Problems: of.Problems}
	registry := rules.Registry()
	for _, w := range of.Worlds {
		none := "none"
		if notJudged(of.Problems, w.Namespace) > 0 {
			none = notKnown
		}
		c := assess.LookWith(registry, w, of.AsOf)
		if s := assess.PolicyText(registry.Weakened(c.Assessment)); s != "" {
			m.Policies = append(m.Policies, fmt.Sprintf("Namespace %s: %s", w.Namespace, s))
		}
		if trust := assess.Trust(c); k.signed {
			m.JudgedBy = addTexts(m.JudgedBy, trust.Texts())
		}
		for _, row := range k.rows(c, of) {
			if last := len(row) - 1; row[last] == "" {
				row[last] = none
			}
			m.Rows = append(m.Rows, append([]string{w.Namespace}, row...))
		}
	}
	return m
}

// MatrixFormats returns every format of a matrix, in the order in which they are listed.
func MatrixFormats() []Format[*Matrix] {
	return []Format[*Matrix]{
		{"table", "for people", writeMatrixTable},
		{"csv", "for spreadsheets: RFC 4180, safe against formulas in records", writeMatrixCSV},
		{"xlsx", "for spreadsheets, to be printed: an Excel workbook", writeMatrixXLSX},
		{"markdown", "for documents", writeMatrixMarkdown},
	}
}

func writeMatrixTable(w io.Writer, m *Matrix, style Style) error {
	b := bufio.NewWriter(w)
	p := &printer{b, style}
	p.problems(m.Problems)
	if len(m.Problems) > 0 {
		p.line("")
	}
	p.line("%s on %s", m.Title, m.AsOf)
	for _, s := range m.told() {
		p.text(0, s)
	}
	if err := grid(b, m.Columns, m.Rows, style); err != nil {
		return err
	}
	return b.Flush()
}

func writeMatrixMarkdown(w io.Writer, m *Matrix, _ Style) error {
	b := &markdown{left: math.MaxInt, cell: math.MaxInt} // a document may be long
	b.problems(m.Problems)
	b.line("### %s on %s\n", m.Title, m.AsOf)
	for _, s := range m.told() {
		b.line("%s\n", inert(s, maxLine))
	}
	b.table(m.Columns, len(m.Rows), func(yield func([]string) bool) {
		for _, row := range m.Rows {
			if !yield(append([]string(nil), row...)) {
				return
			}
		}
	})
	_, err := b.WriteTo(w)
	return err
}

// told is what is told of a matrix before its rows.
func (m *Matrix) told() []string { return slices.Concat(m.Policies, m.JudgedBy) }

// writeMatrixCSV writes a row for each row of the matrix.
func writeMatrixCSV(w io.Writer, m *Matrix, _ Style) error { return WriteRows(w, m.Columns, m.all()) }

// all are the rows of the matrix. What could not be read, and what was judged by, have
// rows of their own at the end.
func (m *Matrix) all() [][]string {
	rows := slices.Clone(m.Rows)
	for i := range m.Problems {
		p := &m.Problems[i]
		cells := make([]string, len(m.Columns))
		cells[0], cells[1], cells[2], cells[len(cells)-1] = "not judged", p.Where(), p.Message, notKnown
		rows = append(rows, cells)
	}
	for _, text := range m.JudgedBy {
		cells := make([]string, len(m.Columns))
		cells[0], cells[1] = judgedBy, text
		rows = append(rows, cells)
	}
	return rows
}

func writeMatrixXLSX(w io.Writer, m *Matrix, _ Style) error { return WriteMatrices(w, []*Matrix{m}) }

// WriteMatrices writes matrices of one day as XLSX, each as a sheet.
func WriteMatrices(w io.Writer, all []*Matrix) error {
	var sheets []sheet
	for _, m := range all {
		sheets = append(sheets, sheet{m.Title, m.Columns, m.all()})
	}
	return workbook(w, "ISMS matrices", all[0].AsOf, sheets)
}
