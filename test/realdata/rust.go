package realdata

import (
	"fmt"
	"maps"
	"slices"

	"github.com/BurntSushi/toml"
)

const rustName = "rust-project"

// team is a file of the team repository; see docs/toml-schema.md there.
type team struct {
	Name   string `toml:"name"`
	People struct {
		Leads   []string `toml:"leads"`
		Members []member `toml:"members"`
		Alumni  []string `toml:"alumni"`
	} `toml:"people"`
	Website struct {
		Name string `toml:"name"`
	} `toml:"website"`
	Roles []struct {
		ID          string `toml:"id"`
		Description string `toml:"description"`
	} `toml:"roles"`

	path string
}

// member is "name" or { github = "name", roles = [...] }.
type member struct {
	GitHub string
	Roles  []string
}

// UnmarshalTOML implements toml.Unmarshaler for the two ways to write a member.
func (m *member) UnmarshalTOML(value any) error {
	table, ok := value.(map[string]any)
	if !ok {
		m.GitHub, ok = value.(string)
	} else if m.GitHub, ok = table["github"].(string); ok {
		list, _ := table["roles"].([]any)
		for _, role := range list {
			m.Roles = append(m.Roles, fmt.Sprint(role))
		}
	}
	if !ok || m.GitHub == "" {
		return fmt.Errorf("a member without a GitHub name: %v", value)
	}
	return nil
}

// title of the team: the name that its website gives it, or its own.
func (t *team) title() string {
	if t.Website.Name != "" {
		return t.Website.Name
	}
	return t.Name
}

// handles returns the GitHub names of everybody that the file names.
func (t *team) handles() []string {
	all := slices.Concat(t.People.Leads, t.People.Alumni)
	for _, m := range t.People.Members {
		all = append(all, m.GitHub)
	}
	return all
}

func rust(from *folder) (Dataset, error) {
	set := Dataset{Name: rustName}
	teams, err := readTeams(from, &set)
	if err != nil {
		return set, err
	}
	meetings, err := readMeetings(from)
	if err != nil {
		return set, err
	}
	people := newRoster(teams, meetings)
	people.records(&set)
	for i := range teams {
		if err := teams[i].records(&set); err != nil {
			return set, fmt.Errorf("%s: %w", teams[i].path, err)
		}
	}
	for i := range meetings {
		set.add("ManagementReview", "council-"+meetings[i].heldOn, meetings[i].path, meetings[i].spec(people))
	}
	set.leave(len(meetings), "meetings' talk, decisions and minute takers", "prose, without inputs of Clause 9.3.2, an approval or a next review")
	return set, nil
}

// readTeams reads every team and notes what no record carries.
func readTeams(from *folder, set *Dataset) ([]team, error) {
	paths, err := from.glob("team/teams/*.toml")
	if err != nil {
		return nil, err
	}
	var teams []team
	alumni := 0
	unused := map[string]int{}
	for _, path := range paths {
		data, err := from.file(path)
		if err != nil {
			return nil, err
		}
		t := team{path: path}
		meta, err := toml.Decode(string(data), &t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, key := range meta.Undecoded() {
			if kind := meta.Type(key...); kind != "Hash" && kind != "ArrayHash" {
				unused[key[0]]++
			}
		}
		alumni += len(t.People.Alumni)
		teams = append(teams, t)
	}
	set.leave(alumni, "past memberships", "alumni are people without an assignment, as nothing says until when they held one")
	for _, key := range slices.Sorted(maps.Keys(unused)) {
		set.leave(unused[key], key+" values", "not about who holds which role")
	}
	return teams, nil
}

// records adds the roles of the team: its leads, its members and what else it names.
func (t *team) records(set *Dataset) error {
	set.add("SecurityRole", objectName(t.Name)+"-lead", t.path, roleSpec(t.title()+": lead", "", t.People.Leads))
	var members []string
	holders := map[string][]string{}
	for _, m := range t.People.Members {
		members = append(members, m.GitHub)
		for _, role := range m.Roles {
			holders[role] = append(holders[role], m.GitHub)
		}
	}
	set.add("SecurityRole", objectName(t.Name)+"-member", t.path, roleSpec(t.title()+": member", "", members))
	for _, role := range t.Roles {
		// Other teams may have a role of the same ID, so the team's name leads.
		name := objectName(t.Name + "-" + role.ID)
		set.add("SecurityRole", name, t.path, roleSpec(t.title()+": "+role.Description, role.ID, holders[role.ID]))
		delete(holders, role.ID)
	}
	if len(holders) > 0 {
		return fmt.Errorf("members hold roles that the team does not have: %v", holders)
	}
	return nil
}

// roleSpec is a role with its holders; without any it is unfilled.
func roleSpec(title, alias string, handles []string) map[string]any {
	spec := map[string]any{"title": title}
	if alias != "" {
		spec["aliases"] = []any{alias}
	}
	if len(handles) > 0 {
		spec["assignments"] = assign(handles)
	}
	return spec
}
