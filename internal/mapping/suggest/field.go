package suggest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// field writes a field with the reason for it, and returns what fills the field of the record;
// "" where that is left to people.
func (w *writer) field(g guess, name string) string {
	why := fmt.Sprintf("%s registers call %s so", languageNames[g.language], g.path)
	if g.language == "" {
		why = fmt.Sprintf("the field %s is called so", g.path)
	}
	head := fmt.Sprintf("- {name: %s, titles: [%s]", name, quoted(g.heading))
	switch g.is {
	case "day":
		return w.day(g, name, head, why)
	case "integer":
		w.line(2, "%s, type: integer} # %s", head, why)
	case "choice":
		w.choice(g, head, "", why)
	case "texts":
		if g.choices != nil {
			w.choice(g, head, ", type: list", why)
		} else {
			w.line(2, "%s, type: list} # %s", head, why)
		}
	case "controls":
		w.line(2, "%s, type: list, itemType: control} # %s", head, why)
	case "actor":
		w.line(2, "%s} # %s", head, why)
		return "${actor(" + name + ")}"
	case "ref":
		w.line(2, "%s} # %s", head, why)
		return "\"${ref('" + g.refKind + "', " + name + ")}\""
	default:
		w.line(2, "%s} # %s", head, why)
	}
	return "${" + name + "}"
}

// maxWords is how many words of a column are shown.
const maxWords = 20

// choice writes a field of which the words of the register are to be translated: those that
// are allowed as they stand, and those of which nobody can tell.
func (w *writer) choice(g guess, head, kind, why string) {
	var same, open []string
	for _, word := range g.values {
		if c := folded(word, g.choices); c != "" {
			same = append(same, fmt.Sprintf("%s: %s", quoted(word), c))
		} else if len(open) < maxWords {
			open = append(open, fmt.Sprintf("%q (%d cells)", oneLine(word), g.counts[word]))
		}
	}
	w.line(2, "%s%s, values: {%s}} # %s", head, kind, strings.Join(same, ", "), why)
	if len(open) > 0 {
		w.line(2, "# What these words of it mean is not known, and rows with them are rejected: %s; allowed are %s", strings.Join(open, ", "), strings.Join(g.choices, ", "))
	}
}

// slashed are days of which nobody can tell the month from the day.
var slashed = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4})$`)

// day writes a field of days in a form that reads all of its cells; where two forms would, and
// they are different days, it is left to people.
func (w *writer) day(g guess, name, head, why string) string {
	var open []string
	forms := map[string]int{}
	ambiguous := "" // a day that is two, and the form of it
	dayFirst := ""
	for _, text := range g.values {
		form, both := formOf(text)
		switch form {
		case "":
			if len(open) < maxWords {
				open = append(open, fmt.Sprintf("%q (%d cells)", oneLine(text), g.counts[text]))
			}
		default:
			forms[form]++
			if both && ambiguous == "" {
				ambiguous, dayFirst = text, form
			}
		}
	}
	names := settled(forms, ambiguous != "")
	if names == nil && len(forms) > 0 {
		if ambiguous == "" { // some have the day first, and others the month
			ambiguous, dayFirst = g.values[0], "%d/%m/%Y"
		}
		monthFirst := strings.NewReplacer("%d", "%m", "%m", "%d").Replace(dayFirst)
		w.line(2, "# %q: %s. Days of it are two each, such as %q: say which form it has, and put it into %s.", oneLine(g.heading), why, ambiguous, g.path)
		w.line(2, "# %s, type: date, format: %q} # or %q", head, dayFirst, monthFirst)
		return ""
	}
	format := ""
	if len(names) > 1 || len(names) == 1 && names[0] != "default" {
		format = ", format: [\"" + strings.Join(names, "\", \"") + "\"]"
	}
	w.line(2, "%s, type: date%s} # %s", head, format, why)
	if len(open) > 0 {
		w.line(2, "# These words of it are no days, and rows with them are rejected; give each a meaning under words (evergreen, recurring, absent): %s", strings.Join(open, ", "))
	}
	return "${" + name + "}"
}

// formOf is the form of a text that may be a day; both says that the day and the month of it
// may be each other's.
func formOf(text string) (form string, both bool) {
	for _, name := range []string{"default", "datetime", "quarter", "month"} {
		f, _ := value.NewFormat(name) // which is one of ours
		if _, ok := value.Date(text, []value.Format{f}); ok {
			return name, false
		}
	}
	m := slashed.FindStringSubmatch(text)
	if m == nil || m[2] != m[4] {
		return "", false
	}
	dayFirst, monthFirst := "%d"+m[2]+"%m"+m[2]+"%Y", "%m"+m[2]+"%d"+m[2]+"%Y"
	reads := func(name string) bool {
		f, err := value.NewFormat(name)
		_, ok := value.Date(text, []value.Format{f})
		return err == nil && ok
	}
	switch d, m := reads(dayFirst), reads(monthFirst); {
	case d && m:
		return dayFirst, true
	case d:
		return dayFirst, false
	case m:
		return monthFirst, false
	}
	return "", false
}

// settled are the forms of a column; nil where nobody can tell.
func settled(forms map[string]int, ambiguous bool) []string {
	var names []string
	dayFirst, monthFirst := 0, 0
	for name := range forms {
		names = append(names, name)
		if strings.HasPrefix(name, "%d") {
			dayFirst++
		} else if strings.HasPrefix(name, "%m") {
			monthFirst++
		}
	}
	if ambiguous || dayFirst > 0 && monthFirst > 0 {
		return nil
	}
	slices.Sort(names)
	return names
}
