package realdata

import (
	"maps"
	"slices"
	"strings"
)

// roster is everybody whom the sources of the Rust project name: in team files
// by GitHub name, in minutes by whatever they are called.
//
// Two names are one person where the names themselves say so:
//
//   - a GitHub name is the stated name written as one word, or its initial and
//     last name ("Josh Triplett" is joshtriplett, "Eric Huss" is ehuss);
//   - a first name is short for the only full name in all minutes that begins
//     with it ("Mara" is Mara Bos).
//
// Everything else that insiders know, such as who TC is, the source does not
// say; then the stated name is a person of its own. So is "Josh", of whom the
// minutes name three.
type roster struct {
	handles map[string][]string // GitHub names by their letters and digits
	names   []string            // as stated in minutes, in their order
	where   map[string][]string // files that name a person, by record name
	display map[string]string   // what a person is called, by record name
}

func newRoster(teams []team, meetings []meeting) *roster {
	r := &roster{handles: map[string][]string{}, where: map[string][]string{}, display: map[string]string{}}
	for i := range teams {
		for _, handle := range teams[i].handles() {
			if key := squeeze(handle); !slices.Contains(r.handles[key], handle) {
				r.handles[key] = append(r.handles[key], handle)
			}
			r.note(handle, teams[i].path)
		}
	}
	for i := range meetings {
		r.names = append(r.names, meetings[i].names()...)
	}
	for i := range meetings { // only now are all names known that one may be short for
		for _, stated := range meetings[i].names() {
			r.note(r.identify(stated), meetings[i].path)
		}
	}
	return r
}

func (r *roster) note(person, path string) {
	name := objectName(person)
	r.display[name] = person
	r.where[name] = append(r.where[name], path)
}

// squeeze reduces a name to its letters and digits.
func squeeze(name string) string { return strings.ReplaceAll(objectName(name), "-", "") }

// identify returns the GitHub name of the person whom minutes call so, or else
// the fullest name that they give.
func (r *roster) identify(stated string) string {
	if handle := r.handle(squeeze(stated)); handle != "" {
		return handle
	}
	words := strings.Fields(stated)
	if len(words) == 1 {
		if full := r.fullNames(stated); len(full) == 1 {
			return r.identify(full[0])
		}
		return r.firstSpelling(stated)
	}
	if handle := r.handle(squeeze(words[0])[:1] + squeeze(words[len(words)-1])); handle != "" {
		return handle
	}
	return r.firstSpelling(stated)
}

// handle returns the only GitHub name with these letters and digits, or "".
func (r *roster) handle(key string) string {
	if found := r.handles[key]; len(found) == 1 {
		return found[0]
	}
	return ""
}

// fullNames returns the full names in the minutes that begin with a first name.
func (r *roster) fullNames(first string) []string {
	found := map[string]string{}
	for _, name := range r.names {
		words := strings.Fields(name)
		if len(words) > 1 && squeeze(words[0]) == squeeze(first) {
			found[squeeze(name)] = r.firstSpelling(name)
		}
	}
	return slices.Sorted(maps.Values(found))
}

// firstSpelling returns the first way in which minutes spell a name, so that a
// person has one name whatever the case of its letters.
func (r *roster) firstSpelling(stated string) string {
	for _, name := range r.names {
		if squeeze(name) == squeeze(stated) {
			return name
		}
	}
	return stated
}

// records adds everybody as a Person and notes whom only minutes name.
func (r *roster) records(set *Dataset) {
	var minutesOnly []string
	for _, name := range slices.Sorted(maps.Keys(r.display)) {
		set.add("Person", name, slices.Min(r.where[name]), map[string]any{"displayName": r.display[name]})
		if !slices.Contains(r.handles[squeeze(r.display[name])], r.display[name]) {
			minutesOnly = append(minutesOnly, r.display[name])
		}
	}
	set.leave(len(minutesOnly), "GitHub names", "not stated of people whom only minutes name: "+strings.Join(minutesOnly, ", "))
}
