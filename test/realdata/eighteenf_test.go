package realdata

import (
	"maps"
	"strings"
	"testing"
)

func TestEighteenFMatrix(t *testing.T) {
	objects, err := EighteenF(needSource(t))
	if err != nil {
		t.Fatal(err)
	}
	// Read off the page by eye.
	want := map[string]string{
		"contracting-officer-representative-cor-for-tts-wide-software-infrastructure-purchases": "john",
		"cybersecurity-authorizing-official":                                                    "aidan",
		"cybersecurity-authorizing-official-backup":                                             "alyssa",
		"cybersecurity-advisor":                                                                 "alyssa",
		"digital-council-member":                                                                "aidan",
		"director":                                                                              "aidan",
		"dotgov-points-of-contact":                                                              "aidan",
		"fas-systems-governance-committee-fsgc-representative":                                  "aidan",
		"infrastructure-as-a-service-iaas":                                                      "john amit",
		"mac-working-group-representative":                                                      "aidan",
		"operations-rotation-person":                                                            "aidan alyssa john amit",
		"p-card-approving-official":                                                             "aidan",
		"p-card-holder":                                                                         "john",
		"software-concierge-security-authorization":                                             "alyssa",
		"software-concierge-acquisition":                                                        "melanie",
		"vulnerability-disclosure-lead":                                                         "alyssa",
		"vulnerability-disclosure-cor":                                                          "alyssa",
	}
	got := map[string]string{}
	described := map[string]string{}
	for _, o := range objects {
		if o.GetKind() != "SecurityRole" {
			continue
		}
		spec := o.Object["spec"].(map[string]any)
		got[o.GetName()] = strings.Join(referredTo(spec), " ")
		if words := text(spec["jobDescription"]); words != "" {
			described[o.GetName()] = words
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("holders:\n got %v\nwant %v", got, want)
	}
	for name, begins := range map[string]string{
		"cybersecurity-authorizing-official":        "- [Official responsibilities]",
		"cybersecurity-authorizing-official-backup": "- Support the TTS",
		"cybersecurity-advisor":                     "- Advises executives",
		"director":                                  "### Duties",
		"operations-rotation-person":                "https://github.com/18F/tts-tech-portfolio/blob/7707f3b7e53dc6362e678a9a50dec62c9db302d6/how_we_work/ops_rotation.md",
		"software-concierge-security-authorization": "- Works with GSA IT Security",
		"vulnerability-disclosure-lead":             "This person will regularly:",
	} {
		if !strings.HasPrefix(described[name], begins) {
			t.Errorf("%s is described as %q, want %q at the start", name, described[name], begins)
		}
		delete(described, name)
	}
	if len(described) > 0 {
		t.Errorf("the page does not describe these: %v", described)
	}
}

func TestParseMatrix(t *testing.T) {
	const head = "| Role | Ann | Bob |\n| --- | --- | --- |\n"
	for _, c := range []struct{ why, page, wantHolders, wantErr string }{
		{"an X is an assignment", head + "| Lead | --- | X |\n", "Bob", ""},
		{"nobody holds a role without an X", head + "| Lead | --- | |\n", "", ""},
		{"a mark that nobody has defined is not guessed at", head + "| Lead | ? | X |\n", "", "neither X nor nothing"},
		{"a missing column could shift every X", head + "| Lead | X |\n", "", "columns"},
		{"a page without a table was laid out differently", "# Roles\n", "", "no table"},
	} {
		m, err := parseMatrix(c.page)
		if c.wantErr != "" {
			if err == nil || !strings.Contains(err.Error(), c.wantErr) {
				t.Errorf("%s: error %v, want %q", c.why, err, c.wantErr)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
		} else if got := strings.Join(m.rows[0].holders, " "); got != c.wantHolders {
			t.Errorf("%s: holders %q, want %q", c.why, got, c.wantHolders)
		}
	}
}
