// Package input says where something was read, and what of it could not be.
package input

import (
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a file.
type Position struct {
	// File as the user named it; empty where a record came from a cluster.
	File string `json:"file,omitempty"`
	// Line and Column count from 1; 0 where they are not known.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// Record names a record.
type Record struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// Problem is input that could not be judged. The rest of the input is.
type Problem struct {
	Position
	// Record that the problem is in, where it could be told: Kind namespace/name.
	Record *Record `json:"record,omitempty"`
	// Field that is wrong, such as "spec.term.end".
	Field string `json:"field,omitempty"`
	// Message says what was found and what is allowed: one sentence without full stop.
	Message string `json:"message"`
	// Remedy says what to do.
	Remedy string `json:"remedy"`
}

// Foreign is a document that is none of our records. It is counted, never judged.
type Foreign struct {
	Position
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
}

// String returns "file:line:column", as far as it is known.
func (p Position) String() string {
	switch {
	case p.File == "":
		return ""
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// String returns "Kind namespace/name", as far as it is known.
func (r Record) String() string {
	name := r.Name
	if r.Namespace != "" {
		name = strings.TrimSuffix(r.Namespace+"/"+name, "/")
	}
	return strings.TrimSpace(r.Kind + " " + name)
}

// Where names the place, record and field of a problem, as far as they are known.
func (p *Problem) Where() string {
	parts := []string{p.Position.String(), "", p.Field}
	if p.Record != nil {
		parts[1] = p.Record.String()
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  ")
}

// NotJudged counts what is not judged and bears on a namespace: records of it, each once, and
// those of which nobody knows what namespace they are in.
func NotJudged(problems []Problem, namespace string) int {
	n, seen := 0, map[Record]bool{}
	for i := range problems {
		r := problems[i].Record
		switch {
		case r != nil && r.Namespace != "" && r.Namespace != namespace:
		case r != nil && r.Name != "" && seen[*r]: // several problems of one record
		default:
			n++
			if r != nil {
				seen[*r] = true
			}
		}
	}
	return n
}

// Unreadable tells which records of a namespace are there and could not be judged.
func Unreadable(problems []Problem, namespace string) func(kind, name string) bool {
	there := map[Record]bool{}
	for i := range problems {
		if r := problems[i].Record; r != nil && (r.Namespace == "" || r.Namespace == namespace) {
			there[Record{Kind: r.Kind, Name: r.Name}] = true
		}
	}
	return func(kind, name string) bool { return there[Record{Kind: kind, Name: name}] }
}
