package realdata

import (
	"fmt"
	"regexp"
	"strings"
)

const (
	eighteenFName = "18f-tts-tech-portfolio"
	rolesPage     = "how_we_work/roles.md"
	eighteenFRepo = "https://github.com/18F/tts-tech-portfolio/blob/"
)

// link is a link in Markdown.
var link = regexp.MustCompile(`\[([^\]]*)\]\(([^)]*)\)`)

func eighteenF(from *folder) (Dataset, error) {
	set := Dataset{Name: eighteenFName}
	page, err := from.file(rolesPage)
	if err != nil {
		return set, err
	}
	commit, err := from.commit("Commit:")
	if err != nil {
		return set, err
	}
	table, err := parseMatrix(string(page))
	if err != nil {
		return set, fmt.Errorf("%s: %w", rolesPage, err)
	}
	for _, name := range table.people {
		set.add("Person", objectName(name), rolesPage, map[string]any{"displayName": name})
	}
	sections := parseSections(string(page))
	elsewhere := 0
	for _, row := range table.rows {
		title := strings.TrimSpace(link.ReplaceAllString(row.role, "$1"))
		spec := map[string]any{"title": title}
		description, others := describe(row.role, title, sections, eighteenFRepo+commit+"/how_we_work/")
		put(spec, "jobDescription", description)
		elsewhere += others
		if len(row.holders) > 0 {
			spec["assignments"] = assign(row.holders)
		}
		set.add("SecurityRole", objectName(title), rolesPage, spec)
	}
	set.leave(elsewhere, "links", "they lead to other sites, and none says that it describes the role")
	set.leave(strings.Count(string(page), "(workflow.md#structure) owners"), "roles", "who owns an initiative is kept on a board, not on this page")
	return set, nil
}

// assign gives a role to the people of these names.
func assign(people []string) []any {
	var assignments []any
	for _, p := range people {
		name := objectName(p)
		assignments = append(assignments, map[string]any{"name": name, "personRef": reference(name)})
	}
	return assignments
}

// describe returns the job description that the page itself has for a role, or
// where its repository keeps it, and how many links lead somewhere else.
//
// A section with the role's own name comes before the one that the row links to:
// the backup of the Authorizing Official has one and links to the official's.
func describe(role, title string, sections map[string]string, base string) (description string, elsewhere int) {
	description = sectionNamed(title, sections)
	for _, l := range link.FindAllStringSubmatch(role, -1) {
		target := l[2]
		switch {
		case strings.Contains(target, "://"):
			elsewhere++
		case description != "": // the page has said it
		case strings.HasPrefix(target, "#"):
			description = sections[strings.ReplaceAll(target[1:], "-", " ")]
		default:
			description = base + target
		}
	}
	return description, elsewhere
}

// sectionNamed returns the section whose heading is the title or its last words.
func sectionNamed(title string, sections map[string]string) string {
	words := strings.Fields(strings.ToLower(title))
	for i := range words {
		if text := sections[strings.Join(words[i:], " ")]; text != "" {
			return text
		}
	}
	return ""
}

// matrix is the table of people and roles.
type matrix struct {
	people []string
	rows   []matrixRow
}

type matrixRow struct {
	role    string
	holders []string
}

// parseMatrix reads the first table of the page: roles down, people across.
func parseMatrix(page string) (matrix, error) {
	var m matrix
	for line := range strings.Lines(page) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case m.people == nil:
			m.people = cells[1:]
		case strings.Trim(cells[0], "-") == "": // the rule below the header
		case len(cells) != len(m.people)+1:
			return m, fmt.Errorf("row %q has %d columns, not %d", cells[0], len(cells), len(m.people)+1)
		default:
			row := matrixRow{role: cells[0]}
			for i, cell := range cells[1:] {
				switch strings.Trim(cell, "-") {
				case "":
				case "X", "x":
					row.holders = append(row.holders, m.people[i])
				default:
					return m, fmt.Errorf("row %q says %q of %s, which is neither X nor nothing", cells[0], cell, m.people[i])
				}
			}
			m.rows = append(m.rows, row)
		}
	}
	if len(m.rows) == 0 {
		return m, fmt.Errorf("it has no table of roles")
	}
	return m, nil
}

// parseSections returns the text below each heading, up to the next heading of
// its level or above, by the heading in lower case.
func parseSections(page string) map[string]string {
	sections := map[string]string{}
	open := map[int]string{} // the heading that is open at each level
	for line := range strings.Lines(page) {
		level := len(line) - len(strings.TrimLeft(line, "#"))
		if level > 0 {
			for l := range open {
				if l >= level {
					delete(open, l)
				}
			}
		}
		for _, heading := range open {
			sections[heading] += line
		}
		if level > 1 { // level 1 is the page itself
			open[level] = strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
		}
	}
	for heading, text := range sections {
		sections[heading] = strings.TrimSpace(text)
	}
	return sections
}
