package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/synonyms"
)

// writeHeadings writes what registers call the fields of a kind, and which of them no
// register has a column for.
func writeHeadings(b *strings.Builder, kind string, spec schema) {
	listed := listedFields(kind, "", spec)
	b.WriteString("\n## What registers call them\n\n| Field | English | German | French |\n|---|---|---|---|\n")
	for _, path := range listed {
		if synonyms.Without(kind, path) != "" {
			continue
		}
		fmt.Fprintf(b, "| `%s`", path)
		for _, language := range synonyms.Languages() {
			fmt.Fprintf(b, " | %s", oneLine(strings.Join(synonyms.Of(kind, path)[language], "; ")))
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\nNo register has a column for these:\n\n")
	for _, path := range listed {
		if why := synonyms.Without(kind, path); why != "" {
			fmt.Fprintf(b, "- `%s`: %s.\n", path, why)
		}
	}
}

// listedFields are the paths under which the fields of a schema are listed, sorted.
func listedFields(kind, prefix string, s schema) []string {
	var all []string
	for name, field := range s.Properties {
		inner, path := field, prefix+name
		if field.Items != nil {
			inner, path = *field.Items, path+"[]"
		}
		if len(inner.Properties) == 0 {
			all = append(all, synonyms.Path(kind, path))
		}
		all = append(all, listedFields(kind, path+".", inner)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
