// Package page makes the page that people read: one file of HTML with all that is known of
// a register from a day to another, which asks nobody for anything.
//
// The page carries a model as JSON, and a script that shows it. A finding is in the model
// once, with the days on which it is open, so that a year costs hardly more than a day. What
// the first day looks like is in the HTML as well, for readers without scripts.
package page

// Page is all that is shown.
type Page struct {
	// From is the first day of the slider, On the one that the page opens with and that is
	// judged with the records of now, and Until the last. Days before On are judged with the
	// records of then.
	From  string `json:"from"`
	On    string `json:"on"`
	Until string `json:"until"`
	// Points in the order in which an auditor asks.
	Points []Point `json:"points"`
	// Kinds of records, of which a record names its own by its place here.
	Kinds []Kind `json:"kinds"`
	// Rules that a finding or a basis names, by their IDs: what each requires.
	Rules map[string]string `json:"rules"`
	// Namespaces that were judged, by name.
	Namespaces []*Namespace `json:"namespaces"`
	// Problems of the input, the first of them, and how many there are.
	Problems      []Problem `json:"problems"`
	ProblemsTotal int       `json:"problemsTotal"`
	// Foreign counts the documents that are none of our records.
	Foreign int `json:"foreign"`
	// Scope of the pack that the page is in; "" where it is of everything, as the page is.
	Scope string `json:"scope,omitempty"`
	// Pseudonyms says that names of people are pseudonyms.
	Pseudonyms bool `json:"pseudonyms,omitempty"`
	// Made says how the page was made.
	Made Made `json:"made"`
}

// Point is a question of the checklist.
type Point struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Clause string `json:"clause"`
}

// Kind is a kind of record.
type Kind struct {
	Name  string `json:"name"`
	Plain string `json:"plain"`
}

// Problem is input that could not be judged.
type Problem struct {
	Place   string `json:"place"`
	Record  string `json:"record"`
	Field   string `json:"field"`
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

// Made says how a page was made, so that somebody can make it again and compare.
type Made struct {
	// Hash of the records, Records how many there are, and Revision of the files; "" where
	// nobody knows.
	Hash     string `json:"hash"`
	Records  int    `json:"records"`
	Revision string `json:"revision"`
	Version  string `json:"version"`
	Command  string `json:"command"`
}

// Namespace is one ISMS.
type Namespace struct {
	Name         string `json:"name"`
	Organization string `json:"organization"`
	// Audit is the next external one that was ahead on the first day; nil without one.
	Audit *Audit `json:"audit"`
	// NotJudged counts what of the input bears on the namespace and could not be judged.
	NotJudged int `json:"notJudged"`
	// Days on which findings differ from the day before or commits changed records, after the
	// first day, which leads the list; and the day that the page opens with, at the place Now.
	// Between two of them every day is as the earlier one.
	Days     []Day     `json:"days"`
	Now      int       `json:"now"`
	Findings []Finding `json:"findings"`
	Records  []Record  `json:"records"`
	// Whats are the questions that findings are answers to, of which they name their own by
	// its place here, and Remedies what they name in the same way.
	Whats    []What   `json:"whats"`
	Remedies []string `json:"remedies"`
	// Brief for top management on the day that the page opens with.
	Brief *Brief `json:"brief"`
	// Bases of the points on the first day, and Matrices of it.
	Bases    []Basis  `json:"bases"`
	Matrices []Matrix `json:"matrices"`
	// Policy is where it asks for less than the default: a sentence, then each in a line.
	Policy  string   `json:"policy"`
	Weakens []string `json:"weakens"`
	// Observed says which observation and which files of life cycles it was judged by.
	Observed string `json:"observed,omitempty"`
}

// Audit is an external audit, and the verdict on its day if nobody acts.
type Audit struct {
	On      string `json:"on"`
	Verdict string `json:"verdict"`
	Counts  Counts `json:"counts"`
}

// Counts of findings by grade, worst first: major, minor, unknown, observation, opportunity.
type Counts [5]int32

// Day is what is so from a day on until the next one. Findings are named by their places.
type Day struct {
	On      string `json:"on"`
	Verdict string `json:"verdict"`
	Counts  Counts `json:"counts"`
	// Points have a verdict and counts each, in their order.
	Points []PointDay `json:"points"`
	// Arising by themselves, KnockOn because of those, and Resolved, which was open on the
	// day before. Reworded ones stay what they are.
	Arising  []int `json:"arising,omitempty"`
	KnockOn  []int `json:"knockOn,omitempty"`
	Resolved []int `json:"resolved,omitempty"`
	// First is what to do first: a finding, and how many there are of the same problem.
	First [][2]int `json:"first"`
	// Commits that changed records on the day, before the day that the page opens with, and
	// NotJudged what could not be judged then.
	Commits   []Commit `json:"commits,omitempty"`
	NotJudged int      `json:"notJudged,omitempty"`
}

// Commit is a commit that changed records.
type Commit struct {
	Hash    string `json:"h"`
	Subject string `json:"s"`
}

// PointDay is the answer to a point on a day.
type PointDay struct {
	Verdict string `json:"v"`
	Counts  Counts `json:"n"`
}

// What is the question that findings of one problem are answers to.
type What struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Finding is one that is open on at least one day of the slider.
type Finding struct {
	What   int    `json:"w"`
	Grade  int    `json:"g"`
	Point  int    `json:"p"`
	Record int    `json:"r"`
	Field  string `json:"f,omitempty"`
	// Message and the place of the remedy.
	Message string `json:"m"`
	Remedy  int    `json:"y"`
	Since   string `json:"s,omitempty"`
	// Sums says that it sums up others.
	Sums bool `json:"z,omitempty"`
	// Line of the field in the file of the record; 0 where nobody knows.
	Line int `json:"l,omitempty"`
	// Open are spans of days: the place of its first day, and that of the last one.
	Open [][2]int `json:"o"`
}

// Record is one of the register. One that findings are about and that is not there has no
// name: an ISMS without an assessment has findings all the same.
type Record struct {
	Kind  int    `json:"k"`
	Name  string `json:"n"`
	Title string `json:"t,omitempty"`
	Owner string `json:"o,omitempty"`
	// File and Line where it is written.
	File string `json:"f,omitempty"`
	Line int    `json:"l,omitempty"`
	// Lapses is the day that decides first whether it is current.
	Lapses string `json:"u,omitempty"`
	// Unread says that it is there and could not be judged, Gone that it was there once.
	Unread bool `json:"x,omitempty"`
	Gone   bool `json:"d,omitempty"`
	// Names are the records that it names.
	Names    []Link     `json:"a,omitempty"`
	Evidence []Document `json:"e,omitempty"`
}

// Link is a record that another names.
type Link struct {
	Field string `json:"f"`
	// To is the place of the record, and Missing what is named where there is none.
	To      int    `json:"r"`
	Missing string `json:"m,omitempty"`
}

// Document is what a record names as evidence.
type Document struct {
	Name string `json:"n"`
	URI  string `json:"u"`
	// SHA256 as the record has it, and Seen what became of the document: one of the words
	// of the states of documents.
	SHA256 string `json:"h,omitempty"`
	Seen   string `json:"s"`
}

// Basis is what the verdict on a point rests on.
type Basis struct {
	Rules      []string      `json:"rules"`
	Asked      []int         `json:"asked"`
	Kinds      []string      `json:"kinds"`
	Records    int           `json:"records"`
	Newest     *Happening    `json:"newest,omitempty"`
	Oldest     *Happening    `json:"oldest,omitempty"`
	Stated     int           `json:"stated"`
	Statements []Statement   `json:"statements,omitempty"`
	Policy     []PolicyField `json:"policy,omitempty"`
}

// Happening is something that a record says has happened.
type Happening struct {
	On     string `json:"on"`
	Record string `json:"record"`
	What   string `json:"what"`
}

// Statement is a text of a record that is taken at its word.
type Statement struct {
	Record string `json:"record"`
	Field  string `json:"field"`
	Text   string `json:"text"`
}

// PolicyField is what a field of the policy has.
type PolicyField struct {
	Field   string `json:"field"`
	Value   string `json:"value"`
	Default string `json:"default"`
	Weaker  bool   `json:"weaker,omitempty"`
	Because string `json:"because,omitempty"`
}

// Matrix is a table of the first day.
type Matrix struct {
	Name    string     `json:"name"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	// Command is the place of the column with a command to be run by hand; 0 where there is none,
	// since no table begins with one.
	Command int `json:"command,omitempty"`
}
