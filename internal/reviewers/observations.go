package reviewers

import (
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/facts"
)

// Reasons of observations.
const (
	NoCodeOwners          = "NoCodeOwners"
	NoOwner               = "NoOwner"
	CodeOwnersUnowned     = "CodeOwnersUnowned"
	ReviewNotRequired     = "ReviewNotRequired"
	RulesUnknown          = "RulesUnknown"
	RulesBypassed         = "RulesBypassed"
	SingleOwner           = "SingleOwner"
	OwnerLeft             = "OwnerLeft"
	OwnerNotOnRecord      = "OwnerNotOnRecord"
	OwnerNotRequired      = "OwnerNotRequired"
	ApprovalOutlivesPush  = "ApprovalOutlivesPush"
	TeamNotOnRecord       = "TeamNotOnRecord"
	BypassUnknown         = "BypassUnknown"
	askForOwner           = "@acme/isms"
	exampleOfAccount      = "accounts: [{name: github, system: github, kind: User, subject: ada}]"
	exampleOfAccountGroup = "accounts: [{name: isms-team, system: github, kind: Group, subject: acme/isms}]"
)

// remedies are what to do about each reason, in the order in which to do it: first what leaves
// records to anybody, then what leaves them to one, then what is not known.
var remedies = []struct{ reason, ask string }{
	{ReviewNotRequired, "Require a pull request with at least one approval, and review by owners, on the branch that is delivered from"},
	{NoCodeOwners, "Add one with the folder of the records and its owners, as in: /evidence/ " + askForOwner},
	{NoOwner, "Add a line with the files and at least two owners, below all others"},
	{CodeOwnersUnowned, "Give it owners of its own, by a line such as: /.github/CODEOWNERS " + askForOwner},
	{RulesBypassed, "Take out whoever need not be in it, and look at what the others merged"},
	{SingleOwner, "Name a second owner, or a team"},
	{OwnerLeft, "Take them out of CODEOWNERS and of the team, and look whether their account is closed"},
	{RulesUnknown, "Name the rules with --branch-rules"},
	{OwnerNotRequired, "Require review by owners (require_code_owner_review), or CODEOWNERS asks for nothing"},
	{ApprovalOutlivesPush, "Dismiss approvals on push, or require approval of the last push by somebody else"},
	{OwnerNotOnRecord, "Enter the account with the Person who has it, as in: " + exampleOfAccount},
	{TeamNotOnRecord, "Enter its members with their Persons, as in: " + exampleOfAccountGroup},
	{BypassUnknown, "Read the rules again by an account that may edit them: others are not shown whom they do not bind"},
}

// ofRules tells what the rules of the branch let through, whatever CODEOWNERS says.
func (r *Review) ofRules() {
	rules := r.Rules
	switch {
	case rules == nil:
		r.say(nil, RulesUnknown, "Whether anybody has to approve a change is unknown, because no rules of a branch are given")
		return
	case !rules.Enforced:
		r.say(nil, ReviewNotRequired, fmt.Sprintf("The %s is not enforced, so that anybody who may push approves their own change", rules.What))
		return
	case !rules.Asks():
		r.say(nil, ReviewNotRequired, fmt.Sprintf("The %s asks for no approval, so that anybody who may push approves their own change", rules.What))
		return
	case !rules.CodeOwners:
		r.say(nil, OwnerNotRequired, fmt.Sprintf("%s, of anybody but the author who may write, and of no owner", approvals(rules.Approvals)))
	}
	if !rules.DismissStale && !rules.LastPush {
		r.say(nil, ApprovalOutlivesPush, "An approval stays when something is pushed after it, so that an author can merge what nobody has seen")
	}
	if len(rules.Bypass) > 0 {
		r.say(nil, RulesBypassed, fmt.Sprintf("The %s does not bind %s, who can merge their own change without an approval", rules.What, facts.ListAll(rules.Bypass)))
	}
	if rules.BypassUnknown {
		r.say(nil, BypassUnknown, fmt.Sprintf("The file does not tell whom the %s does not bind", rules.What))
	}
}

func approvals(n int) string {
	if n == 1 {
		return "One approval is asked for"
	}
	return fmt.Sprintf("%d approvals are asked for", n)
}

// ofCodeOwners tells that whoever is to be reviewed may say by whom.
func (r *Review) ofCodeOwners() {
	if r.CodeOwners.Path == "" {
		return // named by a flag, and not of the repository
	}
	if rule, err := r.CodeOwners.of(r.CodeOwners.Path); err == nil && (rule == nil || len(rule.Owners) == 0) {
		r.say(nil, CodeOwnersUnowned, fmt.Sprintf("%s has no owner itself, so that whoever changes a record may first take out its owners", r.CodeOwners.Path))
	}
}

// ofGroup tells what is wrong with the owners of some files.
func (r *Review) ofGroup(g *Group) {
	switch {
	case g.Line == 0:
		r.say(g, NoOwner, fmt.Sprintf("No line of %s is of them", r.CodeOwners.Name))
		return
	case len(g.Owners) == 0:
		r.say(g, NoOwner, fmt.Sprintf("%s:%d takes their owners away", r.CodeOwners.Name, g.Line))
		return
	}
	var gone, others, left []string
	open := false // a team may have more members than a register knows
	for i := range g.Owners {
		o := &g.Owners[i]
		gone = append(gone, o.Gone...)
		switch {
		case !o.known() && o.Team:
			r.say(g, TeamNotOnRecord, fmt.Sprintf("Who is in the team %s is on no record", o.Name))
		case !o.known():
			others = append(others, o.Name)
			r.say(g, OwnerNotOnRecord, fmt.Sprintf("The owner %s is nobody on record", o.Name))
		case len(o.Gone) > 0:
			left = append(left, whoLeft(o))
		}
		open = open || o.Team
	}
	candidates := append(g.Reviewers(), others...)
	if len(candidates) == 0 && !open {
		r.say(g, NoOwner, fmt.Sprintf("No owner that %s:%d names is left: %s", r.CodeOwners.Name, g.Line, strings.Join(gone, ", ")))
		return
	}
	for _, message := range left {
		r.say(g, OwnerLeft, message)
	}
	if len(candidates) == 1 && !open {
		r.say(g, SingleOwner, fmt.Sprintf("%s is the only owner; where they are the author, %s", candidates[0], r.whereAuthor()))
	}
}

// whoLeft says who of an owner may not review any more.
func whoLeft(o *Owner) string {
	who := strings.Join(o.Gone, ", ")
	if o.Team {
		return fmt.Sprintf("The team %s has members who may not review: %s", o.Name, who)
	}
	return fmt.Sprintf("The owner %s may not review: %s", o.Name, who)
}

// whereAuthor says what the rules of the branch make of an author who is the only owner. Of their
// own change nobody is ever asked for an approval, nor does one count.
func (r *Review) whereAuthor() string {
	rules := r.Rules
	switch {
	case rules == nil:
		return "no other owner can approve; whether anybody has to is unknown"
	case !rules.Asks():
		return "they merge it alone"
	case rules.CodeOwners:
		return "nobody can approve, and only who is not bound by the rules can merge it"
	}
	return "anybody else who may write can approve"
}
