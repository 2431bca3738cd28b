package migrate

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// apply makes one change.
func (t *text) apply(s *step, m match) error {
	if s.rename == "" && (m.value.Kind == yaml.AliasNode || m.value.Anchor != "" || m.value.Style&yaml.TaggedStyle != 0) {
		return &errLayout{line: m.value.Line, why: "an anchor, an alias or a tag is not edited; write the value out"}
	}
	switch {
	case s.values != nil:
		return t.setScalar(m.value, s.values[m.value.Value])
	case s.rename != "":
		return t.rename(m, s.rename)
	case s.into != "":
		return t.wrap(m, s.into)
	case s.list != "":
		return t.toList(m, s.list)
	}
	if up, ok := strings.CutPrefix(s.move, "^."); ok {
		return t.moveUp(m, up)
	}
	group, name, _ := strings.Cut(s.move, ".")
	if braces(m.above) {
		return t.moveInBraces(m, group, name)
	}
	return t.moveDown(m, group, name)
}

// setScalar gives a scalar another value, in its own quotes.
func (t *text) setScalar(n *yaml.Node, value string) error {
	from := t.placeOf(n)
	to, err := t.end(n)
	if err != nil {
		return err
	}
	if quote := t.lines[from.line][from.at]; quote == '"' || quote == '\'' {
		value = string(quote) + value + string(quote)
	}
	t.replace(from, to, value)
	return nil
}

// rename gives a field another name.
func (t *text) rename(m match, name string) error {
	if other, _ := child(m.above, name); other != nil {
		return &errLayout{line: m.key.Line, why: m.key.Value + " and " + name + " are both there; keep one"}
	}
	return t.setScalar(m.key, name)
}

// wrap puts the value of a field into a field of its own.
func (t *text) wrap(m match, into string) error {
	if braces(m.value) {
		from := t.placeOf(m.value)
		to, err := t.end(m.value)
		if err != nil {
			return err
		}
		t.replace(from, to, "{"+quotedLike(t, m.value, into)+": "+t.cut(from, to)+"}")
		return nil
	}
	_, last := t.block(m.key, m.value)
	first := m.value.Line - 1
	pad := strings.Repeat(" ", m.value.Column-1)
	moved := append([]string{pad + into + ":"}, indented(t.lines[first:last+1], 2)...)
	t.splice(first, last, moved...)
	return nil
}

// quotedLike is a key in quotes where those of a mapping in braces are, as in JSON.
func quotedLike(t *text, n *yaml.Node, key string) string {
	if len(n.Content) > 0 && t.lines[n.Content[0].Line-1][offset(t.lines[n.Content[0].Line-1], n.Content[0].Column)] == '"' {
		return `"` + key + `"`
	}
	return key
}

// toList makes the one entry of a list of a mapping.
func (t *text) toList(m match, list string) error {
	name := "approval"
	if _, by := child(m.value, "by"); by != nil {
		for _, ref := range []string{"personRef", "roleRef"} {
			if _, at := child(by, ref); at != nil {
				if _, named := child(at, "name"); named != nil {
					name = named.Value
				}
			}
		}
	}
	if braces(m.value) {
		from := t.placeOf(m.value)
		to, err := t.end(m.value)
		if err != nil {
			return err
		}
		inner := strings.TrimPrefix(t.cut(from, to), "{")
		key, value := quotedLike(t, m.value, "name"), scalar(name)
		if strings.HasPrefix(key, `"`) {
			value = `"` + name + `"`
		}
		t.replace(from, to, "[{"+key+": "+value+", "+inner+"]")
		return t.rename(m, list)
	}
	_, last := t.block(m.key, m.value)
	first, column := m.value.Line-1, m.value.Column-1
	lines := t.lines[first : last+1]
	if least := m.key.Column - 1 + 2; column < least {
		lines, column = indented(lines, least-column), least
	}
	entry := append([]string{strings.Repeat(" ", column-2) + "- name: " + scalar(name)}, lines...)
	t.splice(first, last, entry...)
	return t.rename(m, list)
}

// scalar writes a text as YAML.
func scalar(s string) string {
	out, err := yaml.Marshal(s)
	if err != nil {
		panic(err) // a text always encodes
	}
	return strings.TrimSuffix(string(out), "\n")
}

// moveUp puts the only field of a mapping into that mapping's place.
func (t *text) moveUp(m match, name string) error {
	if braces(m.above) {
		from := t.placeOf(m.above)
		to, err := t.end(m.above)
		if err != nil {
			return err
		}
		start := t.placeOf(m.value)
		end, err := t.end(m.value)
		if err != nil {
			return err
		}
		t.replace(from, to, t.cut(start, end))
	} else if braces(m.value) || m.value.Line == m.key.Line {
		start := t.placeOf(m.value)
		t.lines[m.overKey.Line-1] += " " + t.lines[start.line][start.at:]
		t.splice(m.key.Line-1, m.key.Line-1)
	} else {
		t.splice(m.key.Line-1, m.key.Line-1)
	}
	return t.setScalar(m.overKey, name)
}

// moveDown puts a field in block form into a group of its mapping, with the comments above it.
func (t *text) moveDown(m match, group, name string) error {
	if err := t.setScalar(m.key, name); err != nil {
		return err
	}
	first, last := t.block(m.key, m.value)
	for first > 0 && isComment(t.lines[first-1]) && indentOf(t.lines[first-1]) == m.key.Column-1 {
		first--
	}
	lines := indented(t.lines[first:last+1], 2)
	groupKey, groupValue := child(m.above, group)
	if groupKey == nil {
		head := strings.Repeat(" ", m.key.Column-1) + group + ":"
		t.splice(first, last, append([]string{head}, lines...)...)
		return nil
	}
	if braces(groupValue) {
		return &errLayout{line: groupKey.Line, why: group + " is written in braces; write it with a line for each field"}
	}
	_, end := t.block(groupKey, groupValue)
	if end < first {
		t.splice(end+1, last, slices.Concat(lines, t.lines[end+1:first])...)
		return nil
	}
	t.splice(first, end, slices.Concat(t.lines[last+1:end+1], lines)...)
	return nil
}

// moveInBraces puts a field of a mapping in braces into a group of it.
func (t *text) moveInBraces(m match, group, name string) error {
	from := t.placeOf(m.above)
	to, err := t.end(m.above)
	if err != nil {
		return err
	}
	key := func(k string) string { return quotedLike(t, m.above, k) }
	var parts []string
	moved := ""
	for i := 0; i+1 < len(m.above.Content); i += 2 {
		k, v := m.above.Content[i], m.above.Content[i+1]
		end, err := t.end(v)
		if err != nil {
			return err
		}
		entry := t.cut(t.placeOf(k), end)
		if k == m.key {
			moved = key(name) + ": " + t.cut(t.placeOf(v), end)
			continue
		}
		parts = append(parts, entry)
	}
	at := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, key(group)+":") })
	if at < 0 {
		parts = append(parts, key(group)+": {"+moved+"}")
	} else {
		parts[at] = strings.TrimSuffix(parts[at], "}") + ", " + moved + "}"
	}
	t.replace(from, to, "{"+strings.Join(parts, ", ")+"}")
	return nil
}
