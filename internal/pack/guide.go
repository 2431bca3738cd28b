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
func (c *Contents) guide() (entry, error) {
	var b bytes.Buffer
	err := guideTemplate.Execute(&b, c.Predicate)
	return entry{guideEntry, b.Bytes()}, err
}
