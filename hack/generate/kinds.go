package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// crd is what of a CustomResourceDefinition a page shows.
type crd struct {
	Spec struct {
		Names struct {
			ShortNames []string `json:"shortNames"`
		} `json:"names"`
		Versions []struct {
			AdditionalPrinterColumns []struct {
				Name     string `json:"name"`
				JSONPath string `json:"jsonPath"`
				Priority int    `json:"priority"`
			} `json:"additionalPrinterColumns"`
			Schema struct {
				OpenAPIV3Schema schema `json:"openAPIV3Schema"`
			} `json:"schema"`
		} `json:"versions"`
	} `json:"spec"`
}

type schema struct {
	Description string            `json:"description"`
	Type        string            `json:"type"`
	Enum        []any             `json:"enum"`
	Required    []string          `json:"required"`
	Properties  map[string]schema `json:"properties"`
	Items       *schema           `json:"items"`
}

func readCRDs(registry *assess.Registry) (map[string]*crd, error) {
	all := map[string]*crd{}
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		path := filepath.Join("config/crd/bases", "isms-operator.io_"+kind.Plural+".yaml")
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		all[kind.Name] = &crd{}
		if err := yaml.Unmarshal(data, all[kind.Name]); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return all, nil
}

// description returns what the kind is, without line breaks.
func (c *crd) description() string {
	return strings.Join(strings.Fields(c.Spec.Versions[0].Schema.OpenAPIV3Schema.Description), " ")
}

// kindPage is docs/kinds/<kind>.md.
func kindPage(kind *assess.Kind, c *crd) (string, error) {
	version := c.Spec.Versions[0]
	var b strings.Builder
	fmt.Fprintf(&b, "%s# %s\n\n%s\n\n", notice, kind.Name, version.Schema.OpenAPIV3Schema.Description)
	short := ""
	if names := c.Spec.Names.ShortNames; len(names) > 0 {
		short = ", short `" + strings.Join(names, "`, `") + "`"
	}
	fmt.Fprintf(&b, "`kubectl get %s`%s; `kubectl explain %s.spec --recursive` shows the fields on a cluster.\nIt belongs to %s: %s.\n\n",
		kind.Plural, short, strings.ToLower(kind.Name), kind.Home.ID, kind.Home.Title)
	sample, err := firstSample(kind)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "## Example\n\n```yaml\n%s```\n\n", sample)
	b.WriteString("## Columns\n\n| Column | From | Shown |\n|---|---|---|\n")
	for _, column := range version.AdditionalPrinterColumns {
		shown := "always"
		if column.Priority > 0 {
			shown = "with `-o wide`"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", column.Name, strings.ReplaceAll(column.JSONPath, "|", `\|`), shown)
	}
	b.WriteString("\n## Fields of spec\n\n| Field | Type | Meaning |\n|---|---|---|\n")
	writeFields(&b, "", version.Schema.OpenAPIV3Schema.Properties["spec"])
	writeHeadings(&b, kind.Name, version.Schema.OpenAPIV3Schema.Properties["spec"])
	writeImmutability(&b, kind)
	b.WriteString("\n## Rules\n\n| Rule | Reason | Asks |\n|---|---|---|\n")
	for _, rule := range kind.Rules {
		fmt.Fprintf(&b, "| [%s](../rules.md#%s) | %s | %s |\n", rule.ID, rule.Reasons[0], strings.Join(rule.Reasons, ", "), rule.Requires)
	}
	return b.String(), nil
}

// writeFields writes a row for each field, those of objects and lists below them.
func writeFields(b *strings.Builder, prefix string, s schema) {
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		field, path, kind := s.Properties[name], prefix+name, s.Properties[name].Type
		inner := field
		if field.Items != nil {
			inner, path, kind = *field.Items, path+"[]", "list of "+field.Items.Type
		}
		if len(inner.Enum) > 0 {
			values := make([]string, len(inner.Enum))
			for i, v := range inner.Enum {
				values[i] = fmt.Sprint(v)
			}
			kind = strings.Join(values, ", ")
		}
		if slices.Contains(s.Required, name) {
			kind += ", required"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", path, kind, oneLine(field.Description))
		writeFields(b, path+".", inner)
	}
}

func oneLine(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
}

// firstSample returns the first record of the kind's sample.
func firstSample(kind *assess.Kind) (string, error) {
	path := filepath.Join("config/samples", strings.ToLower(kind.Name)+".yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	for document := range strings.SplitSeq(string(data), "\n---") {
		var lines []string
		for line := range strings.SplitSeq(strings.Trim(document, "\n-"), "\n") {
			if !strings.HasPrefix(line, "#") && line != "---" {
				lines = append(lines, line)
			}
		}
		if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
			return excerpt(text), nil
		}
	}
	return "", fmt.Errorf("%s holds no record", path)
}

// maxExample is how many lines of a sample a page shows.
const maxExample = 60

func excerpt(text string) string {
	lines := strings.Split(text, "\n")
	if len(lines) > maxExample {
		lines = append(lines[:maxExample], "# and so on")
	}
	return strings.Join(lines, "\n") + "\n"
}
