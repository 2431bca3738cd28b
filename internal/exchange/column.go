package exchange

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/table"
)

// Type is what a column holds.
type Type string

// Type values.
const (
	Text    Type = "text"
	Day     Type = "day"
	Choice  Type = "choice"
	Integer Type = "whole number"
	Decimal Type = "number"
	Bool    Type = "true or false"
	// List cells have an entry in each line.
	List Type = "list, a line each"
	// Raw cells hold JSON, of what no column can say otherwise.
	Raw Type = "JSON"
)

// Column is a field.
type Column struct {
	// Path of the field from the object that a row is.
	Path    []string
	Heading string
	Type    Type
	// Choices are the values that are allowed, where they are listed.
	Choices []string
	// Keys are the fields of the entries of a list, "/" between them; none where they are texts.
	Keys     []string
	Required bool
	// Help says what the field means.
	Help string
}

func newColumn(path []string, of shape, required bool) *Column {
	c := &Column{Path: path, Required: required, Help: strings.Join(strings.Fields(of.schema.Description), " ")}
	switch s := of.schema; {
	case of.isDay():
		c.Type = Day
	case of.isList() && of.items().schema.Type == "string":
		c.Type, c.Choices = List, choices(of.items())
	case of.isList() && isReference(of):
		c.Type, c.Keys = List, s.XListMapKeys
	case s.Type == "string" && !s.XIntOrString:
		c.Type = Text
		if c.Choices = choices(of); c.Choices != nil {
			c.Type = Choice
		}
	case s.Type == "integer":
		c.Type = Integer
	case s.Type == "number":
		c.Type = Decimal
	case s.Type == "boolean":
		c.Type = Bool
	default:
		c.Type = Raw
	}
	return c
}

// choices are the values that a definition lists.
func choices(of shape) []string {
	if of.schema.ValueValidation == nil {
		return nil
	}
	var all []string
	for _, v := range of.schema.ValueValidation.Enum {
		if s, ok := v.Object.(string); ok && s != "" {
			all = append(all, s)
		}
	}
	return all
}

// tooLong stands in the place of what no cell can hold.
const tooLong = "(too long for a cell: edit it in its file)"

// maxCell is how many UTF-16 units of text a cell of a workbook may have.
const maxCell = 32_767

// cell is the text of a value as its cell has it, once it was read again; "" of none.
func (c *Column) cell(value any) string {
	var s string
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		s = v
	case []any:
		if c.Type != List {
			return raw(v)
		}
		lines := make([]string, 0, len(v))
		for _, item := range v {
			if line := c.line(item); line != "" {
				lines = append(lines, line)
			}
		}
		s = strings.Join(lines, "\n")
	case map[string]any:
		return raw(v)
	default:
		s = fmt.Sprint(v)
	}
	if s = table.Clean(printable(s)); units(s) > maxCell {
		return tooLong
	}
	return s
}

func raw(v any) string {
	text, err := json.Marshal(v)
	if err != nil || units(string(text)) > maxCell {
		return tooLong
	}
	return string(text)
}

// escape keeps an entry of a list in one line, and keys of it apart.
var (
	escape     = strings.NewReplacer(`\`, `\\`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)
	unescape   = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\/`, "/")
	escapedKey = strings.NewReplacer(`\`, `\\`, "/", `\/`, "\n", `\n`)
)

// line is an entry of a list as a line of its cell.
func (c *Column) line(item any) string {
	if len(c.Keys) == 0 {
		return table.Clean(escape.Replace(fmt.Sprint(item)))
	}
	object, _ := item.(map[string]any)
	return keyText(object, c.Keys)
}

// keyText is what an object is known by.
func keyText(object map[string]any, keys []string) string {
	parts := make([]string, len(keys))
	for i, key := range keys {
		if v := object[key]; v != nil {
			parts[i] = escapedKey.Replace(fmt.Sprint(v))
		}
	}
	if len(keys) == 1 {
		return strings.ReplaceAll(parts[0], `\/`, "/")
	}
	return strings.Join(parts, "/")
}

// printable is a text of characters that every workbook can hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff' {
			return '\ufffd'
		}
		return r
	}, s)
}
