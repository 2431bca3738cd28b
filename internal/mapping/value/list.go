package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/annexa"
)

// Split parts a cell that holds several values. Empty ones are left out.
func Split(text string, delimiters []string) []string {
	const mark = "\x00"
	for _, d := range delimiters {
		text = strings.ReplaceAll(text, d, mark)
	}
	var items []string
	for item := range strings.SplitSeq(text, mark) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

var (
	control = regexp.MustCompile(`^(?i)(?:annex\s*)?(?:A[.\s-]?)?\s*([5-8])\.(\d{1,2})$`)
	// span is A.5.15-18, A.5.15 - A.5.18, A.5.15 to 18, 5.15–5.18.
	span = regexp.MustCompile(`^(?i)(.*?\d)\s*(?:-|–|—|\.\.|to|bis|à)\s*((?:A[.\s]?)?\s*(?:[5-8]\.)?\d{1,2})$`)
)

// Control is the ID of a control of Annex A as records write it: 5.15 is A.5.15.
func Control(text string) (string, bool) {
	m := control.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", false
	}
	n, _ := strconv.Atoi(m[2])
	id := fmt.Sprintf("A.%s.%d", m[1], n)
	_, known := annexa.Title(id)
	return id, known
}

// Controls are the controls that a text names: one, or a range of one theme.
func Controls(text string) ([]string, error) {
	if id, ok := Control(text); ok {
		return []string{id}, nil
	}
	if m := span.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		if ids, ok := between(m[1], m[2]); ok {
			return ids, nil
		}
	}
	if near, ok := annexa.Nearest(strings.ToUpper(strings.TrimSpace(text))); ok {
		return nil, fmt.Errorf("%q is no control of Annex A; the nearest is %s", text, near)
	}
	return nil, fmt.Errorf("%q is no control of Annex A, such as A.5.15, and no range of them, such as A.5.15-18", text)
}

func between(from, to string) ([]string, bool) {
	first, ok := Control(from)
	if !ok {
		return nil, false
	}
	theme := first[:strings.LastIndex(first, ".")+1]
	if !strings.Contains(to, ".") {
		to = theme + strings.TrimSpace(to)
	}
	last, ok := Control(to)
	if !ok || !strings.HasPrefix(last, theme) {
		return nil, false
	}
	a, _ := strconv.Atoi(first[len(theme):])
	b, _ := strconv.Atoi(last[len(theme):])
	if a > b {
		return nil, false
	}
	var ids []string
	for n := a; n <= b; n++ {
		ids = append(ids, theme+strconv.Itoa(n))
	}
	return ids, true
}
