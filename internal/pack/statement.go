package pack

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

const (
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "https://isms-operator.io/auditor-pack/v1"
)

// statement is an in-toto Statement v1: what is in a pack, and how it was made.
type statement struct {
	Type          string     `json:"_type"`
	Subject       []Resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     Predicate  `json:"predicate"`
}

// statement is the entry that says what is in the pack. Its subjects are all other
// entries, the sums among them: who signs it signs them all.
func (c *Contents) statement(entries []entry) (entry, error) {
	s := statement{Type: statementType, PredicateType: predicateType, Predicate: c.Predicate}
	for i := range entries {
		s.Subject = append(s.Subject, Resource{Name: entries[i].name, Digest: Digest{digest(entries[i].content)}})
	}
	slices.SortFunc(s.Subject, func(a, b Resource) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	err := out.Encode(s)
	return entry{statementEntry, b.Bytes()}, err
}

// sums is the entry that "sha256sum -c" reads.
func sums(entries []entry) entry {
	lines := make([]string, len(entries))
	for i := range entries {
		lines[i] = fmt.Sprintf("%s  %s\n", digest(entries[i].content), entries[i].name)
	}
	slices.SortFunc(lines, func(a, b string) int { return cmp.Compare(a[2*sha256.Size:], b[2*sha256.Size:]) })
	var b bytes.Buffer
	for _, line := range lines {
		b.WriteString(line)
	}
	return entry{sumsEntry, b.Bytes()}
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
