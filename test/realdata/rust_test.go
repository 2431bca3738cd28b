package realdata

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// ofRust returns the specs of the dataset's records of a kind, by name.
func ofRust(t *testing.T, kind string) map[string]map[string]any {
	t.Helper()
	objects, err := Rust(needSource(t))
	if err != nil {
		t.Fatal(err)
	}
	specs := map[string]map[string]any{}
	for _, o := range objects {
		if o.GetKind() == kind {
			specs[o.GetName()] = o.Object["spec"].(map[string]any)
		}
	}
	return specs
}

func TestRustRoles(t *testing.T) {
	var unfilled []string
	holders := map[string]int{}
	for name, spec := range ofRust(t, "SecurityRole") {
		holders[name] = len(referredTo(spec))
		if _, ok := spec["assignments"]; !ok {
			unfilled = append(unfilled, name)
		}
	}
	slices.Sort(unfilled)
	if want := []string{"infra-admins-lead", "leadership-council-lead", "security-response-lead"}; !slices.Equal(unfilled, want) {
		t.Errorf("unfilled: %v, want the teams whose leads are []: %v", unfilled, want)
	}
	want := map[string]int{
		"crates-io-lead": 2, "crates-io-member": 6,
		"infra-admins-lead": 0, "infra-admins-member": 5,
		"infra-lead": 2, "infra-member": 8,
		"leadership-council-lead": 0, "leadership-council-member": 7,
		"release-lead": 1, "release-member": 6,
		"security-response-lead": 0, "security-response-member": 3,
	}
	for _, seat := range []string{"compiler", "devtools", "infra", "lang", "launching-pad", "libs", "mods"} {
		want["leadership-council-council-rep-"+seat] = 1
	}
	if !maps.Equal(holders, want) {
		t.Errorf("holders: %v, want %v", holders, want)
	}
}

// TestRustAlumni checks that who only was in teams is on record without a role.
func TestRustAlumni(t *testing.T) {
	people := ofRust(t, "Person")
	holding := map[string]bool{}
	for _, spec := range ofRust(t, "SecurityRole") {
		for _, name := range referredTo(spec) {
			holding[name] = true
		}
	}
	for _, c := range []struct {
		name, why string
		holds     bool
	}{
		{"steveklabnik", "alumnus of two teams, member of none", false},
		{"technetos", "alumnus of the council", false},
		{"carols10cents", "alumna of two teams, member of a third", true},
		{"joshtriplett", "alumnus of crates-io, member of the council", true},
		{"0xpoe", "alumnus whose name begins with a digit", false},
	} {
		if people[c.name] == nil {
			t.Errorf("%s (%s) is not on record", c.name, c.why)
		}
		if holding[c.name] != c.holds {
			t.Errorf("%s (%s) holds a role: %v", c.name, c.why, holding[c.name])
		}
	}
	if len(holding) != 24 {
		t.Errorf("%d people hold a role, want 24", len(holding))
	}
}

func TestRustMeetings(t *testing.T) {
	const blob = "https://github.com/rust-lang/leadership-council/blob/17848e0f44dec1a34b0eacb4007773844ee48a1f/minutes/sync-meeting/"
	reviews := ofRust(t, "ManagementReview")
	for _, c := range []struct {
		day, chair string
		attendees  int
		why        string
	}{
		{"2024-07-19", "", 9, "nobody is stated as facilitator, so nobody is the chair"},
		{"2025-03-14", "tc", 8, "who TC is, the source does not say"},
		{"2026-05-08", "tc", 12, ""},
		{"2026-06-05", "tc", 14, "seven go by their first name"},
		{"2026-06-19", "tc", 10, ""},
		{"2026-07-03", "tc", 11, ""},
		{"2026-07-17", "oli-scherer", 12, "a first name that one attendee of the series bears"},
		{"2026-07-31", "david-wood", 15, "an observer facilitated"},
		{"2026-08-14", "lqd", 12, "stated by GitHub name, and listed by another that no source ties to it"},
	} {
		spec := reviews["council-"+c.day]
		if spec == nil {
			t.Errorf("no review of %s", c.day)
			continue
		}
		chair, _ := spec["chairRef"].(map[string]any)
		attendees, _ := spec["attendeeRefs"].([]any)
		minutes := spec["minutes"].(map[string]any)
		if spec["heldOn"] != c.day || text(chair["name"]) != c.chair || len(attendees) != c.attendees || minutes["uri"] != blob+c.day+".md" {
			t.Errorf("%s (%s): %v", c.day, c.why, spec)
		}
		for field := range spec {
			if !slices.Contains([]string{"heldOn", "attendeeRefs", "chairRef", "minutes"}, field) {
				t.Errorf("%s says %s, which minutes do not", c.day, field)
			}
		}
	}
	if len(reviews) != 9 {
		t.Errorf("%d reviews, want one for each of 9 minutes", len(reviews))
	}
}

func TestRosterIdentifies(t *testing.T) {
	var rust team
	rust.People.Leads = []string{"joshtriplett", "ehuss", "oli-obk", "ab-c", "abc"}
	stated := []string{"Josh Triplett", "Eric Huss", "mara", "Mara Bos", "Josh", "Josh Stone", "Oli", "TC", "mark", "Mark", "a bc", "Rémy"}
	people := newRoster([]team{rust}, []meeting{{attendees: stated, facilitator: "Rémy Rakic"}})
	for _, c := range []struct{ stated, want, why string }{
		{"Josh Triplett", "joshtriplett", "the GitHub name is the name in one word"},
		{"Eric Huss", "ehuss", "the GitHub name is the initial and the last name"},
		{"eHuss", "ehuss", "GitHub names have no case"},
		{"mara", "Mara Bos", "the only full name with that first name"},
		{"Rémy", "Rémy Rakic", "accents do not part a name from itself"},
		{"Josh", "Josh", "two people are called so, and nothing says which is meant"},
		{"Oli", "Oli", "how a GitHub name begins is no proof"},
		{"TC", "TC", "initials are no name"},
		{"Mark", "mark", "one person, as first spelled"},
		{"a bc", "a bc", "two GitHub names have these letters"},
	} {
		if got := people.identify(c.stated); got != c.want {
			t.Errorf("%q is %q, want %q: %s", c.stated, got, c.want, c.why)
		}
	}
}

func TestMemberForms(t *testing.T) {
	for _, c := range []struct{ why, file, want, wantErr string }{
		{"a name", `[people]` + "\n" + `members = ["Ann"]`, "Ann []", ""},
		{"a table with roles, beside a name", `[people]` + "\n" + `members = ["Ann", { github = "Bob", roles = ["cohost"] }]`, "Ann [] Bob [cohost]", ""},
		{"a table without a name is nobody", `[people]` + "\n" + `members = [{ roles = ["cohost"] }]`, "", "without a GitHub name"},
		{"a number is nobody", `[people]` + "\n" + `members = [7]`, "", "without a GitHub name"},
	} {
		var rust team
		_, err := toml.Decode(c.file, &rust)
		if c.wantErr != "" {
			if err == nil || !strings.Contains(err.Error(), c.wantErr) {
				t.Errorf("%s: error %v, want %q", c.why, err, c.wantErr)
			}
			continue
		}
		var got []string
		for _, m := range rust.People.Members {
			got = append(got, m.GitHub+" ["+strings.Join(m.Roles, " ")+"]")
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, error %v, want %s", c.why, got, err, c.want)
		}
	}
}

func TestParseMinutes(t *testing.T) {
	for _, c := range []struct{ why, text, want, wantErr string }{
		{"with bullets", "## Attendance\n\n- Council members: Ann, Bob\n- Observers: Cy\n\n## Meeting roles\n\n- Facilitator: Ann\n", "Ann Bob Cy|Ann", ""},
		{"without bullets or a facilitator", "## Attendance\nCouncil: Ann\n## Notes\n  - Facilitator:\n", "Ann|", ""},
		{"nobody to blame is a layout that changed", "# Minutes\n", "", "nobody attended"},
		{"a group that nobody has looked at", "## Attendance\n- Regrets: Dee\n", "", "neither council members nor observers"},
	} {
		m, err := parseMinutes(c.text)
		if c.wantErr != "" {
			if err == nil || !strings.Contains(err.Error(), c.wantErr) {
				t.Errorf("%s: error %v, want %q", c.why, err, c.wantErr)
			}
			continue
		}
		if got := strings.Join(m.attendees, " ") + "|" + m.facilitator; err != nil || got != c.want {
			t.Errorf("%s: %q, error %v, want %q", c.why, got, err, c.want)
		}
	}
}
