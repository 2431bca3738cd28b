package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// writeYAML writes what writeJSON writes, as YAML.
func writeYAML(w io.Writer, a *Assessment, style Style) error {
	var b bytes.Buffer
	if err := writeJSON(&b, a, style); err != nil {
		return err
	}
	return jsonToYAML(w, b.Bytes())
}

// jsonToYAML writes JSON as YAML in block style, with its keys in the same order.
func jsonToYAML(w io.Writer, json []byte) error {
	var document yaml.Node // JSON is YAML
	if err := yaml.Unmarshal(json, &document); err != nil {
		return err
	}
	block(&document)
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(&document); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	text := b.String()
	if strings.ContainsFunc(text, turns) { // which the encoder leaves as they are
		text = escapeTurns(text)
	}
	_, err := io.WriteString(w, text)
	return err
}

// block sets block style, and quotes around what needs escapes or what readers of
// YAML 1.1 would take for a truth or a time.
func block(n *yaml.Node) {
	n.Style = 0
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && (ambiguous.MatchString(n.Value) || strings.ContainsFunc(n.Value, steers)) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range n.Content {
		block(child)
	}
}

var ambiguous = regexp.MustCompile(`^(?i:y|yes|on|n|no|off)$|^[-+]?[0-9][0-9_]*:`)

// turns reports whether a character steers and neither JSON nor YAML escapes it.
func turns(r rune) bool { return r >= 0x7f && steers(r) }

func escapeTurns(s string) string {
	var b strings.Builder
	for _, r := range s {
		if turns(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
