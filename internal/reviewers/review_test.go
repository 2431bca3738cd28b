package reviewers

import (
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func parsed(t *testing.T, text string) *CodeOwners {
	t.Helper()
	c, err := ParseCodeOwners("CODEOWNERS", "CODEOWNERS", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWhichLineCounts: GitHub's rules of patterns, each with a reason.
func TestWhichLineCounts(t *testing.T) {
	for _, tc := range []struct {
		why, text, file string
		// line that counts, and how many owners it names.
		line, owners int
	}{
		{"none matches", "/docs/ @ada", "evidence/a.yaml", 0, 0},
		{"the last that matches, and not the narrowest", "/evidence/a.yaml @ada\n* @ben @cyd", "evidence/a.yaml", 2, 2},
		{"no owners take them away", "* @ada\n/evidence/", "evidence/a.yaml", 2, 0},
		{"a folder, with what is below it", "/evidence/ @ada", "evidence/deep/er/a.yaml", 1, 1},
		{"a folder at the root alone", "/evidence/ @ada", "old/evidence/a.yaml", 0, 0},
		{"a folder anywhere", "evidence/ @ada", "old/evidence/a.yaml", 1, 1},
		{"files of a folder alone", "evidence/* @ada", "evidence/deep/a.yaml", 0, 0},
		{"files of an ending anywhere", "*.yaml @ada", "evidence/deep/a.yaml", 1, 1},
		{"folders in between", "/evidence/**/a.yaml @ada", "evidence/b/c/a.yaml", 1, 1},
		{"capitals are others", "/Evidence/ @ada", "evidence/a.yaml", 0, 0},
		{"a remark behind", "* @ada # and nobody else", "evidence/a.yaml", 1, 1},
		{"an address of a long ending, and a group below a group", "* ada@acme.example @acme/isms/leads", "evidence/a.yaml", 1, 2},
		{"a mark of the order of bytes, and lines of Windows", "\ufeff* @ada\r\n", "evidence/a.yaml", 1, 1},
	} {
		rule, err := parsed(t, tc.text).of(tc.file)
		line, owners := 0, 0
		if rule != nil {
			line, owners = rule.LineNumber, len(rule.Owners)
		}
		if err != nil || line != tc.line || owners != tc.owners {
			t.Errorf("%s: line %d with %d owners, %v; want %d with %d", tc.why, line, owners, err, tc.line, tc.owners)
		}
	}
}

func TestBadCodeOwners(t *testing.T) {
	for text, says := range map[string]string{
		"* @ada\n[Records][2] @acme/isms\n/evidence/": "CODEOWNERS:2: sections of GitLab are not read",
		"^[Records]\n* @ada":                          "CODEOWNERS:1: sections of GitLab are not read",
		"* @ada\n!/evidence/":                         "CODEOWNERS:2: a pattern that begins with !",
		"* @ada\n\n/evidence/ ada":                    "CODEOWNERS:3: invalid owner format 'ada' at position 12",
		"/evi***/ @ada":                               "CODEOWNERS:1: pattern cannot contain three",
		"/[ab]/ @ada":                                 "CODEOWNERS:1: unexpected character '['",
		"\xff\xfe*\x00 \x00@\x00a\x00":                "CODEOWNERS:1: it is no text in UTF-8",
		"<!DOCTYPE html>\n<html>":                     "CODEOWNERS:1: unexpected character '<'",
		"* @ada, @ben":                                "CODEOWNERS:1: unexpected character ',' at position 7; a line has a pattern and its owners",
		"* ada@":                                      "CODEOWNERS:1: invalid owner format 'ada@'",
		"* https://github.com/ada":                    "CODEOWNERS:1: unexpected character ':'",
	} {
		if _, err := ParseCodeOwners("CODEOWNERS", "", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// account is one of a system; that of a person of the register below.
func account(system string, kind api.SubjectKind, subject string) api.Account {
	return api.Account{Name: system, System: system, Kind: kind, Subject: subject}
}

func someone(name string, accounts ...api.Account) *api.Person {
	return &api.Person{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: api.PersonSpec{EngagedFrom: api.MustDate("2020-01-01"), Accounts: accounts}}
}

// staff are two who are there, of whom one is in a team, one who leaves on 2026-05-31, and one who
// left on a day that nobody knows.
func staff() []*api.Person {
	lea := someone("lea-roth", account("github", api.SubjectUser, "lea"), account("GitHub", api.SubjectGroup, "acme/isms"))
	lea.Spec.EngagedUntil = api.MustDate("2026-05-31")
	gone := someone("max-hofer", account("github", api.SubjectUser, "max"))
	gone.Spec.State = api.StateLeft
	return []*api.Person{
		gone,
		someone("ada-keller", account("github.com", api.SubjectUser, "Ada"), account("mail", api.SubjectUser, "ada@acme.example"), account("", api.SubjectUser, "k8s-ada")),
		someone("ben-wolf", account("gitlab", api.SubjectUser, "@ben"), account("github", api.SubjectGroup, "@acme/isms")),
		lea,
	}
}

const twoOwners = "* @ada @ben"

// TestObservations: what is wrong with who may approve, each with a reason.
func TestObservations(t *testing.T) {
	ruled := func(name string) *BranchRules {
		r, err := ParseBranchRules(name, content(t, name))
		if err != nil {
			t.Fatal(err)
		}
		r.Bypass = nil
		return r
	}
	strict, loose := ruled("ruleset.json"), ruled("protection.json")
	with := func(r *BranchRules, change func(*BranchRules)) *BranchRules {
		changed := *r
		change(&changed)
		return &changed
	}
	for _, tc := range []struct {
		why, owners, on string
		rules           *BranchRules
		// want are the reasons in their order, says what their messages say.
		want, says string
	}{
		{"two who are there, by rules that ask for one of them", twoOwners, "2026-06-01", strict, "", ""},
		{"names do not tell capitals from others", "* @ADA @Ben", "2026-06-01", strict, "", ""},
		{"without rules it is not known", twoOwners, "2026-06-01", nil, "RulesUnknown", "unknown"},
		{"no file of owners is told once", "-", "2026-06-01", strict, "NoCodeOwners", ".github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS, .gitlab/CODEOWNERS"},
		{"a file that no line is of", "/CODEOWNERS @ada\n/evidence/a.yaml @ada @ben", "2026-06-01", strict, "NoOwner", "No line of CODEOWNERS is of them"},
		{"a file whose owners a line takes away", twoOwners + "\n/evidence/b.yaml", "2026-06-01", strict, "NoOwner", "CODEOWNERS:2 takes their owners away"},
		{"owners that say nothing of their own file", "/evidence/ @ada @ben", "2026-06-01", strict, "CodeOwnersUnowned", "may first take out its owners"},
		{"one, whom nobody can approve", "* @ada", "2026-06-01", strict, "SingleOwner", "ada-keller is the only owner; where they are the author, nobody can approve"},
		{"one, whom anybody who may write can approve", "* @ada", "2026-06-01", with(loose, func(r *BranchRules) { r.DismissStale = true }), "SingleOwner OwnerNotRequired", "anybody else who may write can approve"},
		{"one, and no rules that are known", "* @ada", "2026-06-01", nil, "SingleOwner RulesUnknown", "whether anybody has to is unknown"},
		{"one, by two names", "* @ada ada@acme.example", "2026-06-01", strict, "SingleOwner", "ada-keller"},
		{"one beside somebody who is nobody on record, and can approve all the same", "* @ada @stranger", "2026-06-01", strict, "OwnerNotOnRecord", "@stranger is nobody on record"},
		{"a subject of the cluster is no name on a server of Git", "* @ada @k8s-ada", "2026-06-01", strict, "OwnerNotOnRecord", "@k8s-ada"},
		{"a team, of which one member is on record: there may be more", "* @acme/isms", "2026-05-31", strict, "", ""},
		{"a team of whom a member has left", "* @acme/isms", "2026-06-01", strict, "OwnerLeft", "The team @acme/isms has members who may not review: lea-roth (left on 2026-05-31)"},
		{"a team that no record knows", "* @acme/other", "2026-06-01", strict, "TeamNotOnRecord", "@acme/other"},
		{"the day before the last", "* @ada @lea", "2026-05-30", strict, "", ""},
		{"the last day", "* @ada @lea", "2026-05-31", strict, "", ""},
		{"the day after the last", "* @ada @ben @lea", "2026-06-01", strict, "OwnerLeft", "lea-roth (left on 2026-05-31)"},
		{"and only one of two is there", "* @ada @lea", "2026-06-01", strict, "SingleOwner OwnerLeft", "ada-keller is the only owner"},
		{"nobody is left: one fact", "* @lea", "2026-06-01", strict, "NoOwner", "No owner that CODEOWNERS:1 names is left: lea-roth (left on 2026-05-31)"},
		{"left on a day that nobody knows", "* @ada @ben @max", "2026-06-01", strict, "OwnerLeft", "The owner @max may not review: max-hofer (has left)"},
		{"nobody is engaged yet", "* @ada @ben", "2019-12-31", strict, "NoOwner", "is engaged from 2020-01-01 on"},
		{"rules that are tried out", twoOwners, "2026-06-01", with(strict, func(r *BranchRules) { r.Enforced = false }), "ReviewNotRequired", "is not enforced"},
		{"rules that ask for nothing", twoOwners, "2026-06-01", with(strict, func(r *BranchRules) { r.Approvals, r.CodeOwners = 0, false }), "ReviewNotRequired", "anybody who may push approves their own change"},
		{"one, who merges alone", "* @ada", "2026-06-01", with(strict, func(r *BranchRules) { r.Approvals, r.CodeOwners = 0, false }), "ReviewNotRequired SingleOwner", "they merge it alone"},
		{"two approvals, of no owner, that outlive what is pushed", twoOwners, "2026-06-01", loose, "OwnerNotRequired ApprovalOutlivesPush", "2 approvals are asked for"},
		{"approvals that stay, of who did not push last", twoOwners, "2026-06-01", with(strict, func(r *BranchRules) { r.DismissStale = false }), "", ""},
		{"some whom the rules do not bind", twoOwners, "2026-06-01", with(strict, func(r *BranchRules) { r.Bypass = []string{"Team 7", "@ada"} }), "RulesBypassed", "does not bind Team 7 and @ada"},
		{"nobody knows whom they do not bind", twoOwners, "2026-06-01", with(strict, func(r *BranchRules) { r.BypassUnknown = true }), "BypassUnknown", ""},
	} {
		register := &Register{On: api.MustDate(tc.on), People: staff(), Records: map[string][]string{
			"evidence/a.yaml": {"Risk/a", "Risk/b"}, "evidence/b.yaml": {"Person/ada-keller"},
		}}
		var owners *CodeOwners
		if tc.owners != "-" {
			owners = parsed(t, tc.owners)
		}
		review, err := Of(register, owners, tc.rules)
		if err != nil {
			t.Fatal(err)
		}
		var got, messages []string
		for _, o := range review.Observations {
			got = append(got, o.Reason)
			messages = append(messages, o.Message)
			if o.Ask == "" || strings.HasSuffix(o.Message, ".") || strings.HasSuffix(o.Ask, ".") {
				t.Errorf("%s: %+v asks for nothing, or ends in a full stop", tc.why, o)
			}
		}
		if strings.Join(got, " ") != tc.want || !strings.Contains(strings.Join(messages, "\n"), tc.says) {
			t.Errorf("%s: %q with %q; want %q with %q", tc.why, got, messages, tc.want, tc.says)
		}
	}
}

// TestAccountsHaveDays: an account counts on its first and last day, and not around them.
func TestAccountsHaveDays(t *testing.T) {
	for day, want := range map[string]string{
		"2026-03-31": "ada (has the account from 2026-04-01 on)", "2026-04-01": "", "2026-04-02": "",
		"2026-05-30": "", "2026-05-31": "", "2026-06-01": "ada (had the account until 2026-05-31)",
	} {
		a := account("github", api.SubjectUser, "ada")
		a.From, a.Until = api.MustDate("2026-04-01"), api.MustDate("2026-05-31")
		review, err := Of(&Register{On: api.MustDate(day), People: []*api.Person{someone("ada", a)}, Records: map[string][]string{"a.yaml": {"Risk/a"}}}, parsed(t, "* @ada"), nil)
		if err != nil {
			t.Fatal(err)
		}
		o := review.Groups[0].Owners[0]
		if got := strings.Join(o.Gone, ", "); got != want || (want == "") != (len(o.People) == 1) {
			t.Errorf("%s: %q and %q, want %q", day, o.People, got, want)
		}
	}
}

// TestOneFactOnce: what is wrong with the owners of two lines is told once, with all the files.
func TestOneFactOnce(t *testing.T) {
	records := map[string][]string{}
	for i := range 6 {
		records[fmt.Sprintf("evidence/%d.yaml", i)] = []string{"Risk/a", "Risk/b"}
	}
	review, err := Of(&Register{On: api.MustDate("2026-06-01"), People: staff(), Records: records},
		parsed(t, "* @ada @stranger\n/evidence/3.yaml @ben @stranger\n/evidence/4.yaml @ada @ben"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(review.Groups); n != 3 {
		t.Errorf("%d groups, want one for each line", n)
	}
	last := review.Observations[len(review.Observations)-1]
	if len(review.Observations) != 2 || last.Reason != OwnerNotOnRecord || len(last.Files) != 5 || last.Records != 10 {
		t.Errorf("told as %+v", review.Observations)
	}
}

// TestEveryReasonHasARemedy: a reason without one would be told by nobody.
func TestEveryReasonHasARemedy(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range remedies {
		if seen[m.reason] || m.ask == "" {
			t.Errorf("%s stands twice, or asks for nothing", m.reason)
		}
		seen[m.reason] = true
	}
}
