package realdata

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const councilBlob = "https://github.com/rust-lang/leadership-council/blob/"

// meeting is what the minutes of a council meeting state in a fixed place.
type meeting struct {
	path        string
	heldOn      string
	uri, sha256 string
	attendees   []string
	facilitator string
}

// readMeetings reads all minutes, oldest first.
func readMeetings(from *folder) ([]meeting, error) {
	paths, err := from.glob("leadership-council/minutes/sync-meeting/*.md")
	if err != nil {
		return nil, err
	}
	commit, err := from.commit("rust-lang/leadership-council @")
	if err != nil {
		return nil, err
	}
	var meetings []meeting
	for _, file := range paths {
		data, err := from.file(file)
		if err != nil {
			return nil, err
		}
		m, err := parseMinutes(string(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		sum := sha256.Sum256(data)
		m.path, m.sha256 = file, hex.EncodeToString(sum[:])
		m.uri = councilBlob + commit + "/" + strings.TrimPrefix(file, "leadership-council/")
		m.heldOn = strings.TrimSuffix(path.Base(file), ".md")
		if _, err := api.ParseDate(m.heldOn); err != nil {
			return nil, fmt.Errorf("%s: the file is not named for a day: %w", file, err)
		}
		meetings = append(meetings, m)
	}
	return meetings, nil
}

// parseMinutes finds who attended, and who facilitated where that is said.
func parseMinutes(text string) (meeting, error) {
	var m meeting
	heading := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "## "); ok {
			heading = title
			continue
		}
		label, value, _ := strings.Cut(strings.TrimPrefix(line, "- "), ":")
		switch {
		case strings.EqualFold(label, "Facilitator"):
			m.facilitator = strings.TrimSpace(value)
		case heading != "Attendance" || line == "":
		case slices.Contains([]string{"Council", "Council members", "Observers"}, label):
			m.attendees = append(m.attendees, splitNames(value)...)
		default:
			return m, fmt.Errorf("attendance lists neither council members nor observers: %q", line)
		}
	}
	if len(m.attendees) == 0 {
		return m, fmt.Errorf("nobody attended")
	}
	return m, nil
}

func splitNames(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// names returns everybody that the minutes name as there.
func (m *meeting) names() []string {
	if m.facilitator == "" {
		return m.attendees
	}
	return append(slices.Clone(m.attendees), m.facilitator)
}

// spec is the meeting as a management review. What minutes do not state in a
// fixed place stays absent.
func (m *meeting) spec(people *roster) map[string]any {
	var attendees []any
	var seen []string
	for _, stated := range m.attendees {
		name := objectName(people.identify(stated))
		if slices.Contains(seen, name) {
			continue
		}
		seen = append(seen, name)
		attendees = append(attendees, reference(name))
	}
	spec := map[string]any{
		"heldOn":       m.heldOn,
		"attendeeRefs": attendees,
		"minutes":      map[string]any{"uri": m.uri, "sha256": m.sha256},
	}
	if m.facilitator != "" {
		spec["chairRef"] = reference(objectName(people.identify(m.facilitator)))
	}
	return spec
}
