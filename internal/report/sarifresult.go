package report

import (
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"iter"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

func (s *sarif) problem(p *input.Problem) {
	asked, _ := rules.AllAsked()
	s.results++
	s.open("", '{')
	s.text("ruleId", unjudgedRule)
	s.number("ruleIndex", len(asked))
	s.text("level", "error")
	s.message("message", cmp.Or(join(" ", sentence(p.Message), sentence(p.Remedy)), "It cannot be judged."))
	var record input.Record
	if p.Record != nil {
		record = *p.Record
	}
	s.location(s.places.of(p.Position, record), join(" ", record.String(), p.Field))
	if p.Record != nil {
		s.fingerprint(unjudgedRule, record.Namespace, record.Kind, record.Name, p.Field)
	} else {
		s.fingerprint(unjudgedRule, p.File, p.Message)
	}
	s.close('}')
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return s + "."
}

// findings writes the findings of a grade.
func (s *sarif) findings(grade api.Grade) {
	for _, r := range s.a.Namespaces {
		var some []assess.Finding
		for _, f := range s.a.shown(r) {
			if f.Grade == grade {
				some = append(some, f)
			}
		}
		if len(some) == 0 {
			continue
		}
		n := 0
		for f, stands := range s.alerts(s.a.located(r, some)) {
			if s.full() {
				break
			}
			s.finding(&f, stands)
			n += stands
		}
		*countOf(&s.left, grade) += int32(len(some) - n)
	}
}

// alerts yields findings, each with how many it stands for: where there are more than code
// scanning takes, the first of a problem that has very many stands for all of them.
func (s *sarif) alerts(list iter.Seq[Finding]) iter.Seq2[Finding, int] {
	return func(yield func(Finding, int) bool) {
		many := map[assess.Problem]int{}
		if s.fold {
			for f := range list {
				many[f.Problem()]++
			}
		}
		told := map[assess.Problem]bool{}
		for f := range list {
			problem, n := f.Problem(), 1
			if many[problem] > maxOfProblem {
				if told[problem] {
					continue
				}
				told[problem], n = true, many[problem]
			}
			if !yield(f, n) {
				return
			}
		}
	}
}

// finding writes the result of a finding, which stands for several of its problem.
func (s *sarif) finding(f *Finding, stands int) {
	_, at := rules.AllAsked()
	record := input.Record{Kind: f.Record.Kind, Namespace: f.Namespace, Name: f.Record.Name}
	s.results++
	s.open("", '{')
	s.text("ruleId", f.Rule)
	if n, known := at[f.Rule]; known {
		s.number("ruleIndex", n)
	}
	s.text("level", sarifLevels[f.Grade])
	if s.a.Base != nil { // readers that do not know this state would show what is resolved as open
		s.text("baselineState", "new")
	}
	text := fmt.Sprintf("%s, %s: %s. %s.", f.Grade, record, f.Message, f.Remedy)
	if stands > 1 {
		text = fmt.Sprintf("%d findings, of which the first is %s", stands, text)
	}
	s.message("message", text)
	s.location(s.places.of(f.Position, record), join(" ", record.String(), f.Field))
	key := []string{f.Rule, f.Reason, f.Namespace, f.Record.Kind, f.Record.Name, f.Field}
	if f.Sums.Reason != "" { // two sums are two problems of one record
		key = append(key, f.Sums.Reason)
	}
	s.fingerprint(key...)
	s.openFlat("properties")
	s.text("reason", f.Reason)
	s.text("grade", string(f.Grade))
	s.text("point", f.Point.ID)
	s.text("sumsUp", f.Sums.Reason)
	if stands > 1 {
		s.number("findings", stands)
	}
	s.text("since", f.Since.String())
	s.text("until", f.Until.String())
	s.close('}')
	s.close('}')
}

// fingerprint writes what a result keeps while it is the same problem, wherever its
// record is written and whatever day it is.
func (s *sarif) fingerprint(parts ...string) {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	key := fmt.Sprintf("%x", sum[:8])
	s.seen[key]++
	s.openFlat("partialFingerprints")
	// GitHub follows an alert by this key, and would else take the text of the line.
	s.text("primaryLocationLineHash", fmt.Sprintf("%s:%d", key, s.seen[key]))
	s.close('}')
}

// location writes the place of a result, and the record and field that it is about.
func (s *sarif) location(p input.Position, logical string) {
	s.open("locations", '[')
	s.open("", '{')
	s.open("physicalLocation", '{')
	s.openFlat("artifactLocation")
	s.text("uri", p.File)
	s.close('}')
	s.openFlat("region")
	s.number("startLine", p.Line)
	if p.Column > 0 {
		s.number("startColumn", p.Column)
	}
	s.close('}')
	s.close('}')
	if logical != "" {
		s.open("logicalLocations", '[')
		s.openFlat("")
		s.text("fullyQualifiedName", wording.Shortened(logical, maxText))
		s.close('}')
		s.close(']')
	}
	s.close('}')
	s.close(']')
}

// compressed counts the bytes that a text takes when it is compressed.
type compressed struct {
	*gzip.Writer
	n int
}

func newCompressed() *compressed {
	c := &compressed{}
	c.Writer, _ = gzip.NewWriterLevel(counter{&c.n}, gzip.BestSpeed) // whose level is valid
	return c
}

type counter struct{ n *int }

func (c counter) Write(p []byte) (int, error) {
	*c.n += len(p)
	return len(p), nil
}
