package manifest

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// pieceSize is about how much of a content Differing puts into a piece.
const pieceSize = 8 * partSize

// Differing are the documents of two contents of a file that only one of them has, and those that
// keep asks for: whoever wants to know what a change of a large file did need not read all of it
// twice. What was before comes as one content, and what is after it as several, so that not all
// has to be held at once.
//
// Nothing is left out where a document may be none of ours, which may keep kubectl from reading
// those below it, nor where the contents cannot be cut with certainty.
func Differing(before, after string, keep func(document string) bool) (was string, is []string) {
	old, certain := segments(before)
	now, sure := segments(after)
	if !certain || !sure {
		return before, []string{after}
	}
	left := make(map[string]int, len(old))
	for _, s := range old {
		left[s]++
	}
	var piece strings.Builder
	for _, s := range now {
		if left[s] > 0 && !keep(s) {
			left[s]--
			continue
		}
		if piece.Len() > 0 && piece.Len()+len(s) > pieceSize {
			is = append(is, piece.String())
			piece.Reset()
		}
		piece.WriteString(s)
	}
	if piece.Len() > 0 {
		is = append(is, piece.String())
	}
	var rest strings.Builder
	for _, s := range old {
		if left[s] > 0 {
			left[s]--
			rest.WriteString(s)
		}
	}
	return rest.String(), is
}

// segments are the documents of a content, each with the line that parts it from the one above.
// It reports false where one may be no record of ours, or where more than such lines parts them.
func segments(content string) (all []string, certain bool) {
	text, problem := decode(content)
	if problem != nil || isStream(text) {
		return nil, false
	}
	for _, mark := range []string{"...", "%"} { // which end a document, and say how it is read
		if strings.HasPrefix(text, mark) || strings.Contains(text, "\n"+mark) {
			return nil, false
		}
	}
	for text != "" {
		end := strings.Index(text, "\n---") + 1
		if end == 0 {
			end = len(text)
		}
		if s := text[:end]; isRecord(s) || blank(s) {
			all = append(all, s)
		} else {
			return nil, false
		}
		text = text[end:]
	}
	return all, true
}

// isRecord reports whether a document certainly is a record of ours, below a plain separator.
func isRecord(document string) bool {
	if rest, parted := strings.CutPrefix(document, "---"); parted && !strings.HasPrefix(rest, "\n") {
		return false
	}
	versioned, kind := false, ""
	for line := range strings.Lines(document) {
		line = strings.TrimSuffix(line, "\n")
		versioned = versioned || line == "apiVersion: "+api.GroupVersion.String()
		if name, ok := strings.CutPrefix(line, "kind: "); ok {
			kind = name
		}
		if versioned && kind != "" {
			break
		}
	}
	return versioned && kinds()[kind] != nil
}
