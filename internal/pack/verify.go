package pack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Check is something that a pack was held against.
type Check struct {
	// What was checked, as a statement that holds where nothing differs.
	What string
	// Differences from it, of which only the first are listed, and how many there are.
	Differences []string
	Total       int
}

// maxDifferences is how many differences of a check are listed.
const maxDifferences = 20

func (c *Check) differs(format string, a ...any) {
	if c.Total++; c.Total <= maxDifferences {
		c.Differences = append(c.Differences, fmt.Sprintf(format, a...))
	}
}

// Opened is a pack that was read. Its archive is as the plugin writes one; whether what is
// in it holds, its checks say.
type Opened struct {
	Contents
	entries   []entry
	statement statement
}

// Open reads a pack. An error is Unusable where it is none, or was changed as an archive.
func Open(data []byte) (*Opened, error) {
	entries, err := readArchive(data)
	if err != nil {
		return nil, err
	}
	o := &Opened{entries: entries}
	if o.statement, err = readStatement(o.content(statementEntry)); err != nil {
		return nil, err
	}
	if err := asWritten(data, o.statement.Predicate.AsOf, entries); err != nil {
		return nil, err
	}
	o.Contents = Contents{Predicate: o.statement.Predicate, files: files{}}
	for i := range entries {
		o.add(&entries[i])
	}
	o.takeSupported(o.content)
	for _, r := range o.NotHeld {
		if o.files[r.Name] == nil {
			o.files[r.Name] = &file{}
		}
		o.files[r.Name].sha256, o.files[r.Name].size = r.Digest.SHA256, r.Size
	}
	for _, name := range o.Folders {
		o.files[name] = &file{folder: true}
	}
	return o, nil
}

// add takes up what is not made of something else: a record file, a document, the changes.
func (o *Opened) add(e *entry) {
	if name, ok := strings.CutPrefix(e.name, manifestsFolder); ok {
		o.manifests = append(o.manifests, name)
		if o.files[name] == nil {
			o.files[name] = &file{content: e.content}
		}
	}
	if name, ok := strings.CutPrefix(e.name, o.Scope.Folder()+documentsFolder); ok {
		o.files[name] = &file{content: e.content, sha256: digest(e.content), size: int64(len(e.content)), held: true}
	}
	if e.name == observationEntry {
		o.observation = e.content
	}
	if e.name == changesEntry {
		o.changes = e.content
	}
}

func (o *Opened) content(name string) []byte {
	for i := range o.entries {
		if o.entries[i].name == name {
			return o.entries[i].content
		}
	}
	return nil
}

var revisionID = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// readStatement reads the statement of a pack.
func readStatement(text []byte) (statement, error) {
	var s statement
	if text == nil {
		return s, unusable("it has no %s: it is no pack, or not all of one", statementEntry)
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&s); err != nil {
		return s, unusable("its %s cannot be read: %w", statementEntry, err)
	}
	switch {
	case s.Type != statementType || s.PredicateType != predicateType:
		return s, unusable("its %s is of the type %s about %s; known is %s about %s", statementEntry, shown(s.Type), shown(s.PredicateType), statementType, predicateType)
	case s.Predicate.AsOf.IsZero():
		return s, unusable("its %s names no day", statementEntry)
	case s.Predicate.Scope != nil && !s.Predicate.Scope.known():
		return s, unusable("its %s names a scope that no pack has", statementEntry)
	case !revisionID.MatchString(s.Predicate.Revision):
		return s, unusable("its %s names no revision but %s; the ID of a commit is needed", statementEntry, shown(s.Predicate.Revision))
	}
	return s, nil
}

// Check checks what a pack says of itself, and judges again what is in it.
func (o *Opened) Check(ctx context.Context) ([]Check, error) {
	checks := []Check{o.checkSums(), o.checkSubjects()}
	again, err := o.Contents.again(ctx)
	if err != nil {
		return nil, unusable("its records cannot be judged again: %w", err)
	}
	judged, made := o.against(again)
	judged.What = fmt.Sprintf("%s is what the records say on %s, judged again", reportEntry, o.AsOf)
	made.What = "All that is made of the records is as it is made of them again"
	return append(checks, judged, made), nil
}

// Against holds a pack against the one that is made again from the repository.
func (o *Opened) Against(ctx context.Context, again *Contents) (Check, error) {
	c := Check{What: "All is as it is made again from the repository at revision " + o.Revision}
	entries, err := again.again(ctx)
	if err != nil {
		return c, err
	}
	have, want := byName(o.entries), byName(entries)
	for _, name := range names(have, want) {
		if difference := compare(name, have, want); difference != "" {
			c.differs("%s", difference)
		}
	}
	return c, nil
}

// checkSums holds SHA256SUMS against the entries.
func (o *Opened) checkSums() Check {
	c := Check{What: sumsEntry + " lists every entry with its SHA-256, and none beyond them"}
	listed := map[string]string{}
	for line := range strings.Lines(string(o.content(sumsEntry))) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok {
			c.differs("%s has a line that is none of sha256sum", sumsEntry)
			continue
		}
		listed[name] = sum
	}
	o.hold(&c, listed, sumsEntry, statementEntry)
	return c
}

// checkSubjects holds the subjects of the statement against the entries.
func (o *Opened) checkSubjects() Check {
	c := Check{What: statementEntry + " names every entry with its SHA-256, and none beyond them"}
	listed := map[string]string{}
	for _, r := range o.statement.Subject {
		listed[r.Name] = r.Digest.SHA256
	}
	o.hold(&c, listed, statementEntry)
	return c
}

// hold compares the entries but those left out with digests by name.
func (o *Opened) hold(c *Check, listed map[string]string, but ...string) {
	for i := range o.entries {
		e := &o.entries[i]
		if slices.Contains(but, e.name) {
			continue
		}
		switch sum, ok := listed[e.name]; {
		case !ok:
			c.differs("%s is there, and is not listed", shown(e.name))
		case sum != digest(e.content):
			c.differs("%s has another SHA-256 than is listed", shown(e.name))
		}
		delete(listed, e.name)
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		c.differs("%s is listed, and is not there", shown(name))
	}
}

// against compares what was made again with what is there: the report line by line, and all
// else that is made of the records.
func (o *Opened) against(again []entry) (judged, made Check) {
	have, want := byName(o.entries), byName(again)
	for _, d := range lines(have[reportEntry], want[reportEntry]) {
		judged.differs("%s", d)
	}
	for _, name := range names(have, want) {
		switch {
		case name == reportEntry, name == sumsEntry, name == statementEntry:
		case name == pageEntry && o.Page == nil:
		default:
			if difference := compare(name, have, want); difference != "" {
				made.differs("%s", difference)
			}
		}
	}
	return judged, made
}

func byName(entries []entry) map[string][]byte {
	all := make(map[string][]byte, len(entries))
	for i := range entries {
		all[entries[i].name] = entries[i].content
	}
	return all
}

func names(a, b map[string][]byte) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// compare says how an entry differs; "" where it does not.
func compare(name string, have, want map[string][]byte) string {
	is, there := have[name]
	made, wanted := want[name]
	switch {
	case !there:
		return shown(name) + " is made again, and is not there"
	case !wanted:
		return shown(name) + " is there, and is not made again"
	case bytes.Equal(is, made):
		return ""
	}
	return shown(name) + " differs: " + lines(is, made)[0]
}

// lines says where two texts differ, line by line, from the first line that does.
func lines(have, want []byte) (all []string) {
	if bytes.Equal(have, want) {
		return nil
	}
	is, made := strings.Split(string(have), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(is), len(made)) {
		switch {
		case i >= len(is):
			all = append(all, fmt.Sprintf("line %d: it ends, and made again it goes on with %s", i+1, shown(made[i])))
		case i >= len(made):
			all = append(all, fmt.Sprintf("line %d: it says %s, and made again it has ended", i+1, shown(is[i])))
		case is[i] != made[i]:
			from := differFrom(is[i], made[i])
			all = append(all, fmt.Sprintf("line %d: it says %s, and made again %s", i+1, shown(is[i][from:]), shown(made[i][from:])))
		}
		if len(all) == maxDifferences {
			break
		}
	}
	return all
}

// differFrom is from where on two long lines are worth showing: a little before they differ.
func differFrom(a, b string) int {
	if len(a) <= maxShown && len(b) <= maxShown {
		return 0
	}
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return max(0, n-maxShown/4)
}
