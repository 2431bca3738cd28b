package pack

import (
	"bytes"
	_ "embed"
	"text/template"
)

//go:embed VERIFY.md.tmpl
var guideText string

var guideTemplate = template.Must(template.New(guideEntry).Parse(guideText))

// guide is the entry that tells how to check the pack with what every system has.
func (c *Contents) guide(s *sealed) (entry, error) {
	var b bytes.Buffer
	err := guideTemplate.Execute(&b, struct {
		Predicate
		*sealed
	}{c.Predicate, s})
	return entry{guideEntry, b.Bytes()}, err
}
