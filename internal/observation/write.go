package observation

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// plain are texts that YAML reads as texts without quotes, in each of its versions.
var (
	plain    = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9._/:@-]*[A-Za-z0-9])?$`)
	reserved = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null|y|n)$`)
)

// short are lists that stand on one line.
var short = []string{"verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"}

// Write writes the file as YAML.
func (f *File) Write(w io.Writer) error {
	var document yaml.Node // which keeps the order of fields
	if err := yaml.Unmarshal(asYAML(f.json()), &document); err != nil {
		return fmt.Errorf("write an observation: %w", err)
	}
	layOut(&document)
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	if err := encoder.Encode(&document); err != nil {
		return fmt.Errorf("write an observation: %w", err)
	}
	return encoder.Close()
}

// breaks are characters that end a line for YAML, and are none of JSON's.
var breaks = strings.NewReplacer("\u0085", `\u0085`, "\u2028", `\u2028`, "\u2029", `\u2029`)

// asYAML is JSON as YAML reads it the same.
func asYAML(json []byte) []byte { return []byte(breaks.Replace(string(json))) }

// layOut has a node stand as people write it.
func layOut(n *yaml.Node) {
	n.Style = 0
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && (!plain.MatchString(n.Value) || reserved.MatchString(n.Value)) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range n.Content {
		layOut(child)
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if slices.Contains(short, n.Content[i].Value) {
			n.Content[i+1].Style = yaml.FlowStyle
		}
	}
}
