package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Scope is what a pack is of, where it is not of everything: points, with the kinds of records
// that are at home in them, and kinds. What is drawn from and worked on is of that: populations,
// documents, matrices, the worklist, and the lists of what is missing and not judged; all of
// these lie in a folder that is called as the scope is. What a verdict hangs on is whole: the
// records, what is found in them, the page, and what changed.
type Scope struct {
	// Points by their IDs, in the order in which an auditor asks.
	Points []string `json:"points,omitempty"`
	// Kinds by their names.
	Kinds []string `json:"kinds,omitempty"`
}

// NewScope returns the scope of points, by their IDs or conditions, and of kinds; nil where
// none are named, and an error for one that is not known.
func NewScope(points, kinds []string) (*Scope, error) {
	if len(points)+len(kinds) == 0 {
		return nil, nil
	}
	s, known := &Scope{}, 0
	for _, p := range assess.Points() {
		if named(points, p.ID) || named(points, p.Condition) {
			s.Points = append(s.Points, p.ID)
		}
	}
	for _, k := range rules.Registry().Kinds {
		if named(kinds, k.Name) {
			s.Kinds = append(s.Kinds, k.Name)
		}
	}
	slices.Sort(s.Kinds)
	for _, name := range slices.Concat(points, kinds) {
		if slices.ContainsFunc(assess.Points(), func(p assess.Point) bool { return named([]string{p.ID, p.Condition}, name) }) || named(s.Kinds, name) {
			known++
		}
	}
	if known < len(points)+len(kinds) {
		return nil, fmt.Errorf("it is of points %s and kinds %s, of which not all are known", shown(strings.Join(points, ",")), shown(strings.Join(kinds, ",")))
	}
	return s, nil
}

func named(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// String names what the pack is of; "" where it is of everything.
func (s *Scope) String() string {
	if s == nil {
		return ""
	}
	return strings.Join(slices.Concat(s.Points, s.Kinds), ", ")
}

// Folder is where what is of the scope lies; "" where the pack is of everything.
func (s *Scope) Folder() string {
	if s == nil {
		return ""
	}
	return "only-" + strings.Join(slices.Concat(s.Points, s.Kinds), "-") + "/"
}

// kind reports whether records of a kind are in the scope.
func (s *Scope) kind(name string) bool {
	if s == nil || slices.Contains(s.Kinds, name) {
		return true
	}
	return slices.ContainsFunc(rules.Registry().Kinds, func(k assess.Kind) bool {
		return k.Name == name && slices.Contains(s.Points, k.Home.ID)
	})
}

// finding reports whether a finding is in the scope: one on a point of it, or on a record.
func (s *Scope) finding(f *assess.Finding) bool {
	return s == nil || slices.Contains(s.Points, f.Point.ID) || s.kind(f.Record.Kind)
}

// problem reports whether what could not be judged is in the scope. What nobody knows the kind
// of may be.
func (s *Scope) problem(p *input.Problem) bool {
	return p.Record == nil || p.Record.Kind == "" || s.kind(p.Record.Kind)
}

// matrix reports whether a matrix shows records of the scope.
func (s *Scope) matrix(m report.MatrixKind) bool {
	return slices.ContainsFunc(m.Kinds, s.kind)
}

// known reports whether a scope is as NewScope makes one.
func (s *Scope) known() bool {
	made, err := NewScope(s.Points, s.Kinds)
	return err == nil && made != nil && slices.Equal(s.Points, made.Points) && slices.Equal(s.Kinds, made.Kinds)
}
