package report

import (
	"io"
)

// writeYAML writes what writeJSON writes, as YAML.
func writeYAML(w io.Writer, a *Assessment, _ Style) error {
	j := newJSONWriter(w)
	j.yaml = true
	return j.assessment(a)
}
