// Package mapping reads foreign registers into records, by what a mapping file says of
// them: which files and tables there are, what their columns hold, and which records their
// rows become. The words are those of Frictionless Table Schema; values are made by CEL.
//
// A mapping is data: it reads files, and does nothing else. What it does not say is not
// guessed, and what it leaves out is counted and told.
package mapping

import "go.yaml.in/yaml/v3"

// Version and kind of mapping files.
const (
	Version = "mapping.isms-operator.io/v1alpha1"
	Kind    = "Mapping"
)

// Mapping is a mapping file.
type Mapping struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	// Title and Description are for readers.
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	// Namespace of the records; that of the command line where absent.
	Namespace string `yaml:"namespace"`
	// MissingValues are texts that say nothing, such as "n/a", in every resource.
	MissingValues List `yaml:"missingValues"`
	// Resources are the tables and lists that are read.
	Resources []Resource `yaml:"resources"`
	// Records are what rows become.
	Records []Record `yaml:"records"`

	file string
}

// Resource is a table, or a list, in the files that its paths match.
type Resource struct {
	Name string `yaml:"name"`
	// Path matches the ends of the paths of files, such as data/*.csv. Where absent, every
	// file of the format is read.
	Path List `yaml:"path"`
	// Format of the file; where absent, what its name ends in says it.
	Format string `yaml:"format"`
	// Sheet of a workbook; the first that has the columns where absent.
	Sheet string `yaml:"sheet"`
	// Range of a sheet, such as B3:H40; all of it where absent.
	Range string `yaml:"range"`
	// Heading that a table of a document stands under; any where absent.
	Heading string `yaml:"heading"`
	// Items is where the list stands in a JSON, YAML or TOML file, such as data.products; the
	// file itself where absent.
	Items string `yaml:"items"`
	// Transpose reads tables whose headings stand in their first column: each is one row.
	Transpose bool `yaml:"transpose"`
	// Dialect is what there is to know about a table before its cells are read.
	Dialect Dialect `yaml:"dialect"`
	// Unpivot makes a row of each cell of some columns, as of a RACI.
	Unpivot *Unpivot `yaml:"unpivot"`
	// Skip says of which rows nothing is made, such as those of a legend.
	Skip []Expression `yaml:"skip"`
	// Ignore are columns that are left out on purpose, and why.
	Ignore map[string]string `yaml:"ignore"`
	// Schema of the rows.
	Schema Schema `yaml:"schema"`

	line int
}

// Dialect are the words of Frictionless Table Dialect that are used.
type Dialect struct {
	// Delimiter of cells in a CSV; found out where absent.
	Delimiter string `yaml:"delimiter"`
	// HeaderRows are the numbers of the rows with the headings; found out where absent.
	HeaderRows []int `yaml:"headerRows"`
}

// Unpivot turns columns into rows: one for each column that is not a field of the schema,
// or that it names.
type Unpivot struct {
	// Columns by their headings; every column that is no field where absent.
	Columns List `yaml:"columns"`
	// Column is the field that takes the heading, and Cell the one that takes the cell.
	Column string `yaml:"column"`
	Cell   string `yaml:"cell"`
}

// Schema are the words of Frictionless Table Schema.
type Schema struct {
	Fields        []Field      `yaml:"fields"`
	MissingValues List         `yaml:"missingValues"`
	PrimaryKey    List         `yaml:"primaryKey"`
	ForeignKeys   []ForeignKey `yaml:"foreignKeys"`
}

// ForeignKey makes the rows of a resource visible from another: from here the row that is
// named, under the name of its resource; from there the list of the rows that name it.
type ForeignKey struct {
	Fields    List      `yaml:"fields"`
	Reference Reference `yaml:"reference"`

	line int
}

// Reference is the resource and the fields that a foreign key names.
type Reference struct {
	Resource string `yaml:"resource"`
	Fields   List   `yaml:"fields"`
}

// Field is a column, or what is computed from others.
type Field struct {
	Name string `yaml:"name"`
	// Titles are the headings that the column may have, in any language; the name is one.
	Titles List `yaml:"titles"`
	// Path is where the value stands in a JSON, YAML or TOML item, such as tags.owner.
	Path string `yaml:"path"`
	// Type is string, integer, number, boolean, date, control, list or any; string where absent.
	Type string `yaml:"type"`
	// Format of a date: default, datetime, quarter, month, or a pattern of strptime; several
	// where a register has several.
	Format List `yaml:"format"`
	// ItemType is the type of what a list holds; string where absent.
	ItemType string `yaml:"itemType"`
	// Delimiter parts the values of a list; comma, semicolon and line end where absent.
	Delimiter List `yaml:"delimiter"`
	// Values are what the words of the register mean in records; null says nothing.
	Values map[string]*string `yaml:"values"`
	// Otherwise says what becomes of a word that Values lacks: reject the row (as where
	// absent), absent, or keep it.
	Otherwise string `yaml:"otherwise"`
	// Words are what a date may say instead: evergreen, recurring or absent.
	Words map[string]string `yaml:"words"`
	// FirstWord takes the first word of the cell, unless all of it is one of Values: "High (see
	// note)" says High.
	FirstWord bool `yaml:"firstWord"`
	// FillDown takes the value of the row above where the cell is empty, as where a name
	// stands on the first row of its group.
	FillDown bool `yaml:"fillDown"`
	// MissingValues of this field, beside those of its schema.
	MissingValues List   `yaml:"missingValues"`
	DecimalChar   string `yaml:"decimalChar"`
	GroupChar     string `yaml:"groupChar"`
	TrueValues    List   `yaml:"trueValues"`
	FalseValues   List   `yaml:"falseValues"`
	// Value computes the field from those above it.
	Value       Expression  `yaml:"value"`
	Constraints Constraints `yaml:"constraints"`

	line int
}

// Constraints are those of Frictionless Table Schema that are used.
type Constraints struct {
	// Required rejects a row without the value, and a file without the column.
	Required bool `yaml:"required"`
	// Pattern is a regular expression (RE2) that the whole cell must match.
	Pattern string `yaml:"pattern"`
}

// Record is what the rows of a resource become.
type Record struct {
	// From names the resource.
	From string `yaml:"from"`
	// Kind of the record.
	Kind string `yaml:"kind"`
	// When says of which rows it is made; all where absent.
	When Expression `yaml:"when"`
	// Each makes a record of each value of a list; the values are known by its name.
	Each map[string]Expression `yaml:"each"`
	// Name of the record; it is made a name of Kubernetes, umlauts written out.
	Name Expression `yaml:"name"`
	// Also are further names by which registers call it.
	Also Expression `yaml:"also"`
	// Merge puts rows that make the same name into one record. Without it they are an error.
	Merge bool `yaml:"merge"`
	// Spec of the record: constants, and ${expressions}. What is null is left out.
	Spec yaml.Node `yaml:"spec"`

	line int
}

// Line of the file that the record begins at.
func (r *Record) Line() int { return r.line }

// Line of the file that the field begins at.
func (f *Field) Line() int { return f.line }

// Line of the file that the resource begins at.
func (r *Resource) Line() int { return r.line }

// File that the mapping was read from.
func (m *Mapping) File() string { return m.file }

// Line of the file that the expression stands in.
func (e Expression) Line() int { return e.line }

// Expression is a text of a mapping with the line that it stands in: ${CEL}, a constant, or
// a text with ${CEL} in it.
type Expression struct {
	Text string
	line int
}

// List is one text, or several.
type List []string
