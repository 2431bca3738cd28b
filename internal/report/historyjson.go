package report

import (
	"io"

	"github.com/isms-operator/isms-operator/internal/history"
)

// writeHistoryJSON writes a history for programs.
func writeHistoryJSON(w io.Writer, h *History, _ Style) error {
	j := newJSONWriter(w)
	j.open("", '{')
	j.text("apiVersion", APIVersion)
	j.text("kind", "History")
	j.text("since", h.Since.String())
	j.text("until", h.Until.String())
	j.number("commits", h.Commits)
	j.number("changing", h.Changing)
	j.open("notes", '[')
	for _, note := range h.Notes {
		j.open("", '{')
		j.must("message", note)
		j.close('}')
	}
	j.close(']')
	j.open("start", '{')
	j.entryOf(h.Start)
	j.close('}')
	j.open("days", '[')
	for i := range h.Days {
		j.open("", '{')
		j.entryOf(&h.Days[i])
		j.close('}')
	}
	j.close(']')
	j.close('}')
	return j.Flush()
}

// entryOf writes what a day changed.
func (j *jsonWriter) entryOf(e *history.Entry) {
	j.text("day", e.On.String())
	j.open("commits", '[')
	for i := range e.Commits {
		c := &e.Commits[i]
		j.open("", '{')
		j.must("hash", c.Hash)
		j.must("subject", c.Subject)
		j.text("authoredOn", c.AuthoredOn.String())
		j.text("committedOn", c.CommittedOn.String())
		j.close('}')
	}
	j.close(']')
	j.open("namespaces", '[')
	for i := range e.Namespaces {
		n := &e.Namespaces[i]
		j.open("", '{')
		j.must("name", n.Name)
		if !n.Begins {
			j.text("before", string(verdictOf(&n.Before)))
		}
		j.text("after", string(verdictOf(&n.After)))
		j.number("notJudged", n.After.NotJudged)
		j.counts(n.After.Counts)
		j.policy(n.After.Policy)
		j.movement("byDate", n.Name, &n.ByDate)
		j.movement("byCommit", n.Name, &n.ByCommit)
		j.close('}')
	}
	j.close(']')
	j.open("problems", '[')
	for i := range e.Problems {
		j.problem(&e.Problems[i])
	}
	j.close(']')
}

// movement writes what something did to the findings of a namespace.
func (j *jsonWriter) movement(key, namespace string, m *history.Movement) {
	j.open(key, '{')
	for _, part := range []struct {
		key  string
		list []history.Finding
	}{{"introduced", m.Introduced}, {"resolved", m.Resolved}} {
		j.open(part.key, '[')
		for i := range part.list {
			f := &part.list[i]
			j.open("", '{')
			j.judgement(&f.Finding, &namespace)
			j.position(f.Position)
			j.close('}')
		}
		j.close(']')
	}
	j.outOfSight(&m.Changes, nil, nil)
	j.close('}')
}
