package reviewers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// BranchRules are what the rules of a branch ask of a pull request.
type BranchRules struct {
	// Name of the file, and what the rules are: a ruleset, or the protection of a branch.
	Name, What string
	// Branches that they are for, as they name them; none where the file does not say.
	Branches []string
	// Enforced says that they are in force.
	Enforced bool
	// Approvals is how many are asked for, CodeOwners whether one of them is asked of an owner.
	Approvals  int
	CodeOwners bool
	// DismissStale says that what is pushed takes approvals back, LastPush that somebody else than
	// who pushed last has to approve.
	DismissStale, LastPush bool
	// Bypass are those whom the rules do not bind. BypassUnknown says that the file does not tell.
	Bypass        []string
	BypassUnknown bool
}

// Asks reports whether a change needs an approval of somebody else than its author.
func (r *BranchRules) Asks() bool { return r.Enforced && (r.Approvals > 0 || r.CodeOwners) }

// ruleset is what gh api repos/O/R/rulesets/ID writes, as far as it is asked.
type ruleset struct {
	Name        string `json:"name"`
	Target      string `json:"target"`
	Enforcement string `json:"enforcement"`
	Bypass      *[]struct {
		ID   *int64 `json:"actor_id"`
		Type string `json:"actor_type"`
		Mode string `json:"bypass_mode"`
	} `json:"bypass_actors"`
	Conditions struct {
		RefName struct {
			Include []string `json:"include"`
		} `json:"ref_name"`
	} `json:"conditions"`
	Rules []struct {
		Type       string          `json:"type"`
		Parameters json.RawMessage `json:"parameters"`
	} `json:"rules"`
}

// pullRequest are the parameters of a rule of the type pull_request.
type pullRequest struct {
	Approvals    *int `json:"required_approving_review_count"`
	CodeOwners   bool `json:"require_code_owner_review"`
	DismissStale bool `json:"dismiss_stale_reviews_on_push"`
	LastPush     bool `json:"require_last_push_approval"`
}

// protection is what gh api repos/O/R/branches/B/protection writes, as far as it is asked.
type protection struct {
	Reviews *struct {
		Approvals    *int `json:"required_approving_review_count"`
		CodeOwners   bool `json:"require_code_owner_reviews"`
		DismissStale bool `json:"dismiss_stale_reviews"`
		LastPush     bool `json:"require_last_push_approval"`
		Bypass       struct {
			Users []struct{ Login string } `json:"users"`
			Teams []struct{ Slug string }  `json:"teams"`
			Apps  []struct{ Slug string }  `json:"apps"`
		} `json:"bypass_pull_request_allowances"`
	} `json:"required_pull_request_reviews"`
	Admins *struct {
		Enabled bool `json:"enabled"`
	} `json:"enforce_admins"`
}

// WhatIsRead says how to get a file of rules.
const WhatIsRead = "write the answer of gh api repos/OWNER/REPO/rulesets/ID, or of gh api repos/OWNER/REPO/branches/BRANCH/protection, into the file"

// ParseBranchRules reads rules of a branch. Errors name file, line and field; what a server adds
// beside what is asked is passed over.
func ParseBranchRules(name string, content []byte) (*BranchRules, error) {
	content, err := plainText(name, content)
	if err != nil {
		return nil, err
	}
	if trimmed := bytes.TrimSpace(content); len(trimmed) > 0 && trimmed[0] == '[' {
		return nil, fmt.Errorf("%s: a list, and the rules of one ruleset are asked for; %s", name, WhatIsRead)
	}
	var fields map[string]json.RawMessage
	if err := decode(name, "", content, content, &fields); err != nil {
		return nil, err
	}
	has := func(field string) bool { return fields[field] != nil && string(fields[field]) != "null" }
	switch {
	case has("rules") || has("enforcement"):
		return parseRuleset(name, content, has)
	case has("required_pull_request_reviews") || has("enforce_admins"):
		return parseProtection(name, content)
	case has("message"):
		return nil, fmt.Errorf("%s: not rules, but the answer of a server that refused: %s; %s", name, fields["message"], WhatIsRead)
	}
	return nil, fmt.Errorf("%s: neither a ruleset (it has no rules and no enforcement) nor the protection of a branch (it has no required_pull_request_reviews and no enforce_admins); %s", name, WhatIsRead)
}

func parseRuleset(name string, content []byte, has func(string) bool) (*BranchRules, error) {
	var s ruleset
	if err := decode(name, "", content, content, &s); err != nil {
		return nil, err
	}
	switch {
	case !has("rules"):
		return nil, fmt.Errorf("%s: rules is absent, as in a list of rulesets; %s", name, WhatIsRead)
	case s.Target != "branch" && s.Target != "":
		return nil, fmt.Errorf("%s: target is %q, and the rules of a branch are asked for", name, s.Target)
	case !slices.Contains([]string{"active", "evaluate", "disabled"}, s.Enforcement):
		return nil, fmt.Errorf("%s: enforcement is %q; active, evaluate and disabled are known", name, s.Enforcement)
	}
	r := &BranchRules{Name: name, What: "ruleset " + s.Name, Branches: s.Conditions.RefName.Include, Enforced: s.Enforcement == "active"}
	for i, rule := range s.Rules {
		if rule.Type != "pull_request" {
			continue
		}
		at := fmt.Sprintf("rules[%d].parameters", i)
		if rule.Parameters == nil {
			return nil, fmt.Errorf("%s: %s is absent", name, at)
		}
		var p pullRequest
		if err := decode(name, at+".", content, rule.Parameters, &p); err != nil {
			return nil, err
		}
		if err := counted(name, at, p.Approvals); err != nil {
			return nil, err
		}
		r.Approvals = max(r.Approvals, *p.Approvals)
		r.CodeOwners = r.CodeOwners || p.CodeOwners
		r.DismissStale = r.DismissStale || p.DismissStale
		r.LastPush = r.LastPush || p.LastPush
	}
	if err := s.bypassed(r); err != nil {
		return nil, err
	}
	return r, nil
}

// bypassed adds those whom a ruleset does not bind.
func (s *ruleset) bypassed(r *BranchRules) error {
	if s.Bypass == nil {
		r.BypassUnknown = true
		return nil
	}
	for i, b := range *s.Bypass {
		if b.Type == "" {
			return fmt.Errorf("%s: bypass_actors[%d].actor_type is absent", r.Name, i)
		}
		r.Bypass = append(r.Bypass, actor(b.Type, b.ID, b.Mode))
	}
	return nil
}

// repositoryRoles are the numbers by which rulesets name the roles that each repository has.
var repositoryRoles = map[int64]string{2: "maintain", 4: "write", 5: "admin"}

// actor names whom a ruleset does not bind: what it is, its number, and when.
func actor(kind string, id *int64, mode string) string {
	name := kind
	if id != nil && kind != "OrganizationAdmin" {
		name += fmt.Sprintf(" %d", *id)
		if role := repositoryRoles[*id]; role != "" && kind == "RepositoryRole" {
			name = kind + " " + role
		}
	}
	if mode == "pull_request" {
		name += " (in pull requests)"
	}
	return name
}

func parseProtection(name string, content []byte) (*BranchRules, error) {
	var p protection
	if err := decode(name, "", content, content, &p); err != nil {
		return nil, err
	}
	r := &BranchRules{Name: name, What: "protection of the branch", Enforced: true, BypassUnknown: p.Admins == nil}
	if p.Admins != nil && !p.Admins.Enabled {
		r.Bypass = append(r.Bypass, "administrators of the repository")
	}
	if p.Reviews == nil {
		return r, nil
	}
	if err := counted(name, "required_pull_request_reviews", p.Reviews.Approvals); err != nil {
		return nil, err
	}
	r.Approvals, r.CodeOwners, r.DismissStale, r.LastPush = *p.Reviews.Approvals, p.Reviews.CodeOwners, p.Reviews.DismissStale, p.Reviews.LastPush
	for _, u := range p.Reviews.Bypass.Users {
		r.Bypass = append(r.Bypass, "@"+u.Login)
	}
	for _, t := range p.Reviews.Bypass.Teams {
		r.Bypass = append(r.Bypass, "the team "+t.Slug)
	}
	for _, a := range p.Reviews.Bypass.Apps {
		r.Bypass = append(r.Bypass, "the app "+a.Slug)
	}
	return r, nil
}

// counted refuses a number of approvals that is none: an absent one is not 0.
func counted(name, at string, n *int) error {
	switch {
	case n == nil:
		return fmt.Errorf("%s: %s.required_approving_review_count is absent; it is a number from 0 to 10", name, at)
	case *n < 0 || *n > 10:
		return fmt.Errorf("%s: %s.required_approving_review_count is %d; it is a number from 0 to 10", name, at, *n)
	}
	return nil
}

// decode reads a part of a file as JSON, and says at which line and field it cannot be.
func decode(name, prefix string, content, part []byte, into any) error {
	err := json.Unmarshal(part, into)
	if err == nil {
		return nil
	}
	start := max(bytes.Index(content, part), 0)
	line := func(offset int64) int {
		return 1 + bytes.Count(content[:min(len(content), start+int(offset))], []byte("\n"))
	}
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%s:%d: not JSON: %w; %s", name, line(syntax.Offset), err, WhatIsRead)
	case errors.As(err, &mismatch) && mismatch.Field != "":
		return fmt.Errorf("%s:%d: %s%s is of the type %s; it has to be a %s", name, line(mismatch.Offset), prefix, mismatch.Field, mismatch.Value, plain(mismatch.Type.String()))
	case errors.As(err, &mismatch):
		return fmt.Errorf("%s:%d: a %s, and an object with the rules is asked for; %s", name, line(mismatch.Offset), mismatch.Value, WhatIsRead)
	}
	return fmt.Errorf("%s: %w; %s", name, err, WhatIsRead)
}

// plain is a type of Go in words of JSON.
func plain(of string) string {
	switch {
	case of == "bool":
		return "truth value (true or false)"
	case strings.HasPrefix(of, "int"):
		return "whole number"
	case of == "string":
		return "text"
	case strings.HasPrefix(of, "[]") || strings.HasPrefix(of, "*[]"):
		return "list"
	}
	return "object"
}
