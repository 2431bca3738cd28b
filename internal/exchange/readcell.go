package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/table"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// read is what a cell of a sheet says, as cell writes it; "" of an empty one.
func (c *Column) read(from *table.Cell) (string, error) {
	switch c.Type {
	case Day:
		return from.AsDay()
	case Integer:
		s, err := from.AsNumber()
		if err == nil && s != "" {
			if _, wrong := strconv.ParseInt(s, 10, 64); wrong != nil {
				return "", fmt.Errorf("found %q; a whole number is needed", s)
			}
		}
		return s, err
	case Decimal:
		return from.AsNumber()
	case Bool:
		return from.AsBool()
	}
	s, err := from.AsText()
	if err != nil || s == "" {
		return s, err
	}
	switch c.Type {
	case Choice:
		return c.choice(s)
	case List:
		return c.lines(s)
	case Raw:
		if s != tooLong && !json.Valid([]byte(s)) {
			return "", fmt.Errorf("found %q, which is no JSON", wording.Shortened(s, 60))
		}
	}
	return s, nil
}

// choice is the one of the allowed values that a text means.
func (c *Column) choice(s string) (string, error) {
	if slices.Contains(c.Choices, s) {
		return s, nil
	}
	near, best := "", 4
	for _, one := range c.Choices {
		if table.Fold(one) == table.Fold(s) {
			return one, nil
		}
		if d := wording.Distance(strings.ToLower(s), strings.ToLower(one)); d < best {
			near, best = one, d
		}
	}
	hint := ""
	if near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	}
	return "", fmt.Errorf("found %q; allowed are %s%s", wording.Shortened(s, 60), strings.Join(c.Choices, ", "), hint)
}

// lines are the entries of a list, without empty lines.
func (c *Column) lines(s string) (string, error) {
	var all []string
	seen := map[string]bool{}
	for line := range strings.SplitSeq(s, "\n") {
		line = table.Clean(line)
		if line == "" {
			continue
		}
		if s != tooLong && len(c.Choices) > 0 {
			one, err := c.choice(line)
			if err != nil {
				return "", err
			}
			line = one
		}
		if len(c.Keys) > 1 && len(splitKeys(line)) != len(c.Keys) {
			return "", fmt.Errorf("found %q; %s are needed, with / between them", line, strings.Join(c.Keys, " and "))
		}
		if seen[line] && len(c.Keys) > 0 {
			return "", fmt.Errorf("found %q twice", line)
		}
		seen[line] = true
		all = append(all, line)
	}
	return strings.Join(all, "\n"), nil
}

// splitKeys cuts a text at each / that is not escaped.
func splitKeys(s string) []string {
	var parts []string
	begin := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '/':
			parts = append(parts, s[begin:i])
			begin = i + 1
		}
	}
	return append(parts, s[begin:])
}

// value is what the text of a cell means.
func (c *Column) value(s string) any {
	switch c.Type {
	case Integer:
		n, _ := strconv.ParseInt(s, 10, 64) // it was read as one
		return n
	case Decimal:
		n, _ := strconv.ParseFloat(s, 64) // it was read as one
		return n
	case Bool:
		return s == "true"
	case Raw:
		var v any
		_ = json.Unmarshal([]byte(s), &v) // it was read as JSON
		return v
	case List:
		var all []any
		for line := range strings.SplitSeq(s, "\n") {
			all = append(all, c.item(line))
		}
		return all
	}
	return s
}

// item is what a line of a list means.
func (c *Column) item(line string) any {
	switch len(c.Keys) {
	case 0:
		return unescape.Replace(line)
	case 1:
		return map[string]any{c.Keys[0]: unescape.Replace(line)}
	}
	object := map[string]any{}
	for i, part := range splitKeys(line) {
		object[c.Keys[i]] = unescape.Replace(part)
	}
	return object
}
