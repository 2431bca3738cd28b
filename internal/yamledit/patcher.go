package yamledit

import (
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// patcher collects the edits of a change.
type patcher struct {
	*Text
	edits []edit
}

// put puts a text into the place of lines, from the first to the last.
func (p *patcher) put(first, last int, lines []string) {
	text := strings.Join(lines, "\n")
	if len(lines) > 0 {
		text += "\n"
	}
	p.edits = append(p.edits, edit{first, 0, last + 1, 0, text})
}

// field changes a field of a mapping.
func (p *patcher) field(mapping *yaml.Node, name string, from, to any) error {
	if reflect.DeepEqual(from, to) {
		return nil
	}
	key, value := Field(mapping, name)
	switch {
	case mapping.Kind == yaml.AliasNode || mapping.Anchor != "":
		return errShared
	case key == nil && from != nil:
		return fmt.Errorf("%s is not written where it is read from, such as in a merge of YAML: write it out", name)
	case to == nil:
		return p.remove(mapping, key, value)
	case key == nil:
		return p.add(mapping, Entry{name, to})
	case value.Kind == yaml.AliasNode || value.Anchor != "":
		return fmt.Errorf("%s: %w", name, errShared)
	case from == nil: // such as "review: {}"
		return p.rewrite(mapping, key, value, Entry{name, to})
	}
	return p.value(mapping, key, value, from, to)
}

// value changes the value of a key.
func (p *patcher) value(mapping, key, n *yaml.Node, from, to any) error {
	wasMapping, isMapping := from.(Mapping)
	nowMapping, stays := to.(Mapping)
	wasList, isList := from.(*List)
	nowList, staysList := to.(*List)
	switch {
	case isMapping && stays && n.Kind == yaml.MappingNode:
		return p.mapping(n, wasMapping, nowMapping)
	case isList && staysList && n.Kind == yaml.SequenceNode:
		return p.list(key, n, wasList, nowList)
	case !isMapping && !isList && !stays && !staysList && n.Kind == yaml.ScalarNode:
		return p.scalar(mapping, key, n, to)
	}
	return p.rewrite(mapping, key, n, Entry{key.Value, to})
}

// mapping changes fields of a mapping.
func (p *patcher) mapping(n *yaml.Node, from, to Mapping) error {
	if n.Style&yaml.FlowStyle != 0 && p.flow(n, to) {
		return nil
	}
	for _, e := range from {
		if to.Get(e.Name) == nil {
			if err := p.field(n, e.Name, e.Value, nil); err != nil {
				return err
			}
		}
	}
	for _, e := range to {
		if err := p.field(n, e.Name, from.Get(e.Name), e.Value); err != nil {
			return err
		}
	}
	return nil
}

// flow writes a value in braces anew where all of it stands in one line, and reports whether
// it does.
func (p *patcher) flow(n *yaml.Node, to any) bool {
	line := p.lines[n.Line-1]
	at := offset(line, n.Column)
	length, ok := flowLength(line[at:])
	if !ok || strings.ContainsAny(line[at:at+length], "&*") {
		return false
	}
	p.edits = append(p.edits, edit{n.Line, at, n.Line, at + length, flowText(to)})
	return true
}

// flowLength is how many bytes a value in braces takes; false where it goes on in the next line.
func flowLength(text string) (int, bool) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1, true
			}
		case '"', '\'':
			// A quote within a plain text is none.
			if before := strings.TrimRight(text[:i], " "); before != "" && !strings.ContainsAny(before[len(before)-1:], "[{,:") {
				continue
			}
			length, ok := quotedLength(text[i:])
			if !ok {
				return 0, false
			}
			i += length - 1
		}
	}
	return 0, false
}

// add adds a field behind the last of a mapping.
func (p *patcher) add(mapping *yaml.Node, e Entry) error {
	if mapping.Style&yaml.FlowStyle != 0 || len(mapping.Content) == 0 {
		return errBraces
	}
	last := p.lastLine(mapping.Content[len(mapping.Content)-2], mapping.Content[len(mapping.Content)-1])
	p.put(last+1, last, e.lines(strings.Repeat(" ", mapping.Content[0].Column-1)))
	return nil
}

// lastLine of a key and what belongs to it. A list may stand below its key without being
// indented.
func (p *patcher) lastLine(key, value *yaml.Node) int {
	if value.Kind == yaml.SequenceNode && value.Style&yaml.FlowStyle == 0 && len(value.Content) > 0 && value.Column == key.Column {
		return p.EndOfItem(value.Content[len(value.Content)-1])
	}
	return p.End(key)
}

// remove takes a field out of a mapping.
func (p *patcher) remove(mapping, key, value *yaml.Node) error {
	if mapping.Style&yaml.FlowStyle != 0 {
		return errBraces
	}
	line := p.lines[key.Line-1]
	at := offset(line, key.Column)
	if strings.TrimSpace(line[:at]) == "" {
		p.put(key.Line, p.lastLine(key, value), nil)
		return nil
	}
	next := following(mapping, key)
	if next == nil {
		return fmt.Errorf("%s is the only field of an entry of a list: remove the entry", key.Value)
	}
	p.edits = append(p.edits, edit{key.Line, at, next.Line, offset(p.lines[next.Line-1], next.Column), ""})
	return nil
}

// following is the key behind another.
func following(mapping, key *yaml.Node) *yaml.Node {
	for i := 0; i+2 < len(mapping.Content); i += 2 {
		if mapping.Content[i] == key {
			return mapping.Content[i+2]
		}
	}
	return nil
}

// rewrite writes a field anew, in the place of all that belongs to it.
func (p *patcher) rewrite(mapping, key, value *yaml.Node, e Entry) error {
	if mapping.Style&yaml.FlowStyle != 0 {
		return errBraces
	}
	line := p.lines[key.Line-1]
	at := offset(line, key.Column)
	last := p.lastLine(key, value)
	lines := e.lines(strings.Repeat(" ", key.Column-1))
	lines[0] = line[:at] + strings.TrimLeft(lines[0], " ")
	p.put(key.Line, last, lines)
	return nil
}

// scalar changes a text, number or boolean. What follows it on its line stays.
func (p *patcher) scalar(mapping, key, n *yaml.Node, to any) error {
	line := p.lines[n.Line-1]
	at := offset(line, n.Column)
	braces := mapping.Style&yaml.FlowStyle != 0
	if length, ok := scalarLength(line, n, n, braces); ok && (braces || n.Style != 0 || p.lastLine(key, n) == n.Line) {
		p.edits = append(p.edits, edit{n.Line, at, n.Line, at + length, scalarText(to, n.Style)})
		return nil
	}
	if braces || n.Line != key.Line || n.Style&yaml.TaggedStyle != 0 {
		return fmt.Errorf("%s is written in a way that cannot be edited: write it in one line", key.Value)
	}
	last := p.lastLine(key, n)
	text := line[:at] + scalarText(to, yaml.DoubleQuotedStyle)
	if s, ok := to.(string); ok && n.Style&yaml.LiteralStyle != 0 && literal(s) {
		pad := "\n" + strings.Repeat(" ", key.Column+1)
		text = line[:at] + "|-" + pad + strings.ReplaceAll(s, "\n", pad)
	}
	p.put(n.Line, last, []string{text})
	return nil
}

// literal reports whether a text can be written line by line.
func literal(s string) bool {
	if s == "" || strings.HasPrefix(s, " ") || strings.Contains(s, "\n\n") {
		return false
	}
	return oneLine(strings.ReplaceAll(s, "\n", "")) && !strings.HasPrefix(s, "\n") && !strings.HasSuffix(s, "\n")
}

// list changes entries of a list. What is new stands behind the last.
func (p *patcher) list(key, n *yaml.Node, from, to *List) error {
	if n.Style&yaml.FlowStyle != 0 {
		if !p.flow(n, to) {
			return errBraces
		}
		return nil
	}
	if len(n.Content) != len(from.Items) || len(n.Content) == 0 {
		return fmt.Errorf("%s is not written as it is read", key.Value)
	}
	now := map[string]any{}
	for i := range to.Items {
		now[to.identity(i)] = to.Items[i]
	}
	was := map[string]bool{}
	for i, item := range n.Content {
		id := from.identity(i)
		was[id] = true
		if err := p.item(key, n, item, from.Items[i], now[id]); err != nil {
			return err
		}
	}
	last := n.Content[len(n.Content)-1]
	pad, err := p.dash(last)
	if err != nil {
		return err
	}
	var lines []string
	for i := range to.Items {
		if !was[to.identity(i)] {
			lines = append(lines, itemLines(pad, to.Items[i])...)
		}
	}
	if end := p.EndOfItem(last); len(lines) > 0 {
		p.put(end+1, end, lines)
	}
	return nil
}

// item changes an entry of a list, or takes it out.
func (p *patcher) item(key, list, n *yaml.Node, from, to any) error {
	if reflect.DeepEqual(from, to) {
		return nil
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return fmt.Errorf("an entry of %s: %w", key.Value, errShared)
	}
	if to == nil {
		if _, err := p.dash(n); err != nil {
			return err
		}
		p.put(n.Line, p.EndOfItem(n), nil)
		return nil
	}
	return p.value(list, &yaml.Node{Value: key.Value, Line: n.Line, Column: n.Column - 1}, n, from, to)
}

// dash is what stands before the dash of an entry.
func (p *patcher) dash(n *yaml.Node) (string, error) {
	line := p.lines[n.Line-1]
	before := strings.TrimRight(line[:offset(line, n.Column)], " ")
	if pad, ok := strings.CutSuffix(before, "-"); ok && strings.TrimSpace(pad) == "" {
		return pad, nil
	}
	return "", fmt.Errorf("an entry of the list in line %d is written in a way that cannot be edited: write it behind its dash", n.Line)
}
