package reviewers

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func content(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestRulesAreRead reads answers of GitHub as its reference shows them.
func TestRulesAreRead(t *testing.T) {
	for name, want := range map[string]*BranchRules{
		"ruleset.json": {
			Name: "ruleset.json", What: "ruleset main", Branches: []string{"~DEFAULT_BRANCH"}, Enforced: true, Approvals: 1, CodeOwners: true,
			DismissStale: true, LastPush: true, Bypass: []string{"RepositoryRole admin", "OrganizationAdmin (in pull requests)", "Team 3812"},
		},
		"protection.json": {
			Name: "protection.json", What: "protection of the branch", Enforced: true, Approvals: 2,
			Bypass: []string{"administrators of the repository", "@ada", "the team release", "the app renovate"},
		},
	} {
		got, err := ParseBranchRules(name, content(t, name))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
		}
	}
}

// TestRulesOfOtherShapes changes a part of an answer.
func TestRulesOfOtherShapes(t *testing.T) {
	for _, tc := range []struct {
		why, file, old, now string
		is                  func(*BranchRules) bool
	}{
		{"rules that are tried out bind nobody", "ruleset.json", `"enforcement": "active"`, `"enforcement": "evaluate"`, func(r *BranchRules) bool { return !r.Enforced && !r.Asks() }},
		{"whoever may not edit rules is not told whom they do not bind", "ruleset.json", `"bypass_actors"`, `"others"`, func(r *BranchRules) bool { return r.BypassUnknown && r.Bypass == nil }},
		{"a number of a team is none of a role", "ruleset.json", `"actor_id": 3812`, `"actor_id": 5`, func(r *BranchRules) bool { return r.Bypass[2] == "Team 5" }},
		{"no approval of many, but one of an owner", "ruleset.json", `"required_approving_review_count": 1`, `"required_approving_review_count": 0`, func(r *BranchRules) bool { return r.Approvals == 0 && r.Asks() }},
		{"rules without one on pull requests ask for none", "ruleset.json", `"type": "pull_request"`, `"type": "workflows"`, func(r *BranchRules) bool { return !r.Asks() && r.Enforced }},
		{"a branch whose pushes need no pull request", "protection.json", `"required_pull_request_reviews"`, `"others"`, func(r *BranchRules) bool { return !r.Asks() && r.Enforced }},
		{"administrators who are bound, too", "protection.json", `/enforce_admins", "enabled": false`, `/enforce_admins", "enabled": true`, func(r *BranchRules) bool { return len(r.Bypass) == 3 }},
		{"a mark of the order of bytes", "protection.json", "{", "\ufeff{", func(r *BranchRules) bool { return r.Approvals == 2 }},
		{"the most that an approval may be asked for", "protection.json", `"required_approving_review_count": 2`, `"required_approving_review_count": 10`, func(r *BranchRules) bool { return r.Approvals == 10 }},
	} {
		text := string(content(t, tc.file))
		if !strings.Contains(text, tc.old) {
			t.Fatalf("%s: %s has no %s", tc.why, tc.file, tc.old)
		}
		r, err := ParseBranchRules(tc.file, []byte(strings.Replace(text, tc.old, tc.now, 1)))
		if err != nil || !tc.is(r) {
			t.Errorf("%s: %+v, %v", tc.why, r, err)
		}
	}
}

// TestBadRules: what is no rules, or rules with something wrong, says where, and what is allowed.
func TestBadRules(t *testing.T) {
	for _, tc := range []struct{ why, file, old, now, says string }{
		{"nothing", "", "", "", "rules.json:1: not JSON"},
		{"no JSON", "", "", "{\n  \"rules\": [,\n", "rules.json:2: not JSON"},
		{"a list of rulesets", "", "", `[{"id": 42, "name": "main", "enforcement": "active"}]`, "rules.json: a list, and the rules of one ruleset"},
		{"one of that list", "", "", `{"id": 42, "name": "main", "enforcement": "active"}`, "rules is absent, as in a list of rulesets"},
		{"a refusal", "", "", `{"message": "Branch not protected", "status": "404"}`, `refused: "Branch not protected"`},
		{"something else", "", "", `{"kind": "Pod"}`, "neither a ruleset"},
		{"a text", "", "", "\n\"rules\"", "rules.json:2: a string, and an object with the rules is asked for"},
		{"rules of PowerShell", "", "", "\xff\xfe{\x00}\x00", "rules.json:1: it is no text in UTF-8"},
		{"rules that are null are absent", "", "", `{"enforcement": "active", "rules": null}`, "rules is absent"},
		{"of tags", "ruleset.json", `"target": "branch"`, `"target": "tag"`, `target is "tag"`},
		{"a state that is none", "ruleset.json", `"enforcement": "active"`, `"enforcement": "maybe"`, `enforcement is "maybe"; active, evaluate and disabled`},
		{"a number that is absent is not 0", "ruleset.json", `"required_approving_review_count": 1,`, "", "rules[2].parameters.required_approving_review_count is absent"},
		{"a number that is a text", "ruleset.json", `"required_approving_review_count": 1`, `"required_approving_review_count": "1"`,
			"rules.json:20: rules[2].parameters.required_approving_review_count is of the type string; it has to be a whole number"},
		{"less than none", "ruleset.json", `"required_approving_review_count": 1`, `"required_approving_review_count": -1`, "is -1; it is a number from 0 to 10"},
		{"more than GitHub takes", "protection.json", `"required_approving_review_count": 2`, `"required_approving_review_count": 11`, "is 11; it is a number from 0 to 10"},
		{"rules that are no list", "ruleset.json", `"rules": [`, `"rules": {}, "x": [`, "rules.json:14: rules is of the type object; it has to be a list"},
		{"a truth that is none", "protection.json", `"require_code_owner_reviews": false`, `"require_code_owner_reviews": "no"`,
			"rules.json:12: required_pull_request_reviews.require_code_owner_reviews is of the type string; it has to be a truth value (true or false)"},
		{"somebody without a kind", "ruleset.json", `"actor_type": "Team"`, `"type": "Team"`, "bypass_actors[2].actor_type is absent"},
	} {
		text := tc.now
		if tc.file != "" {
			text = string(content(t, tc.file))
			if !strings.Contains(text, tc.old) {
				t.Fatalf("%s: %s has no %s", tc.why, tc.file, tc.old)
			}
			text = strings.Replace(text, tc.old, tc.now, 1)
		}
		if r, err := ParseBranchRules("rules.json", []byte(text)); err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %+v, %v; want an error with %q", tc.why, r, err, tc.says)
		}
	}
}
