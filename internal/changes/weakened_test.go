package changes

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// baseDay is the day of the commit that changes are compared with; they are judged on 2026-06-01.
const baseDay = "2026-05-20"

// ledger is what sign-offs of a register rest on.
type ledger struct {
	isms        *api.ClauseAssessment
	budget      *api.SecurityBudget
	ada, leaver *api.Person
	others      []api.Record
	unreadable  []string
	// without is the name of a record that is left out.
	without string
}

func newLedger() *ledger {
	l := &ledger{
		isms:   &api.ClauseAssessment{ObjectMeta: named("isms"), Spec: api.ClauseAssessmentSpec{Isms: "isms.acme.example"}},
		budget: &api.SecurityBudget{ObjectMeta: named("budget"), Spec: api.SecurityBudgetSpec{Approvals: []api.Approval{approval("board", "ada", "2026-02-01", "1")}}},
		ada:    &api.Person{ObjectMeta: named("ada")}, leaver: &api.Person{ObjectMeta: named("leaver")},
	}
	l.isms.Spec.Policy.Signatures = api.SignaturesPolicy{RequiredFrom: date("2026-01-01"), Subjects: []api.ApprovedKind{"ManagementReview", "SecurityBudget"}}
	l.ada.Spec.SigningKeys = []api.SigningKey{key("laptop", "a"), key("lost", "b")}
	l.lost().RevokedOn = date("2026-03-01")
	l.leaver.Spec.SigningKeys, l.leaver.Spec.EngagedUntil = []api.SigningKey{key("phone", "c")}, date("2026-03-31")
	return l
}

func approval(name, by, on, of string) api.Approval {
	return api.Approval{Name: name, By: *api.PersonActor(by), ApprovedOn: dayOf(on), ContentHash: "v2:sha256:" + strings.Repeat(of, 64), Signature: "signature of " + of}
}

func key(name, public string) api.SigningKey {
	return api.SigningKey{Name: name, PublicKey: "ssh-ed25519 " + public, RegisteredBy: api.PersonActor("chair"), RegisteredOn: date("2026-01-05"), Registration: "registration of " + public}
}

func (l *ledger) board() *api.Approval              { return &l.budget.Spec.Approvals[0] }
func (l *ledger) lost() *api.SigningKey             { return &l.ada.Spec.SigningKeys[1] }
func (l *ledger) signatures() *api.SignaturesPolicy { return &l.isms.Spec.Policy.Signatures }

func (l *ledger) add(all ...api.Approval) {
	l.budget.Spec.Approvals = append(l.budget.Spec.Approvals, all...)
}

// added is a change that adds an approval of a day.
func added(on string, edit func(*api.Approval)) func(_, now *ledger) {
	return func(_, now *ledger) {
		a := approval("ciso", "ben", on, "2")
		edit(&a)
		now.add(a)
	}
}

func asItIs(*api.Approval)     {}
func unsigned(a *api.Approval) { a.Signature = "" }

// side is the ledger on one side of a change. What is unreadable is not in the report.
func (l *ledger) side(t *testing.T) Side {
	t.Helper()
	all := append([]api.Record{l.isms, l.budget, l.ada, l.leaver}, l.others...)
	all = slices.DeleteFunc(all, func(r api.Record) bool { return r.GetName() == l.without || slices.Contains(l.unreadable, r.GetName()) })
	return Side{Report: judged(t, all...), There: func(r assess.Ref) bool { return slices.Contains(l.unreadable, r.Name) }, On: date(baseDay)}
}

// weakened are the reasons and fields of what got weaker.
func weakened(t *testing.T, was, now *ledger) (got []string, c Changes) {
	t.Helper()
	c = Between(was.side(t), now.side(t))
	for _, w := range c.Weakened {
		got = append(got, fmt.Sprintf("%s %s %s", w.Reason, w.Record.Name, w.Field))
		if w.Ask == "" || strings.HasSuffix(w.Message, ".") || strings.HasSuffix(w.Ask, ".") {
			t.Errorf("%+v asks nothing, or ends in a full stop", w)
		}
	}
	return got, c
}

type weakening struct {
	why    string
	change func(was, now *ledger)
	// want are reasons, names and fields, says what the messages say.
	want, says string
}

var ofApprovals = []weakening{
	{"nothing changed", func(_, _ *ledger) {}, "", ""},
	{"new, and of the day of the base", added("2026-05-20", asItIs), "", ""},
	{"a day before it: time zones differ", added("2026-05-19", asItIs), "", ""},
	{"more than a day before it", added("2026-05-18", asItIs), "ApprovalBackdated budget spec.approvals[ciso]",
		"The approval by ben of 2026-05-18 is new: the records of 2026-05-20 did not have it"},
	{"whose name alone is another", func(_, now *ledger) { now.board().Name = "management" }, "", ""},
	{"whose signature is wrapped otherwise", func(_, now *ledger) { now.board().Signature = "signature\n of\n 1\n" }, "", ""},
	{"unsigned, on the day from which signatures are asked for", func(was, now *ledger) {
		was.asks("2026-05-25", "2026-12-31")
		now.asks("2026-05-25", "2026-12-31")
		added("2026-05-25", unsigned)(was, now)
	}, "", ""},
	{"unsigned, on the day after", func(was, now *ledger) {
		was.asks("2026-05-25", "2026-12-31")
		now.asks("2026-05-25", "2026-12-31")
		added("2026-05-26", unsigned)(was, now)
	}, "", ""},
	{"unsigned, on the day before", func(was, now *ledger) {
		was.asks("2026-05-25", "2026-12-31")
		now.asks("2026-05-25", "2026-12-31")
		added("2026-05-24", unsigned)(was, now)
	}, "ApprovalBackdated budget spec.approvals[ciso]", "no signature is asked of it, because it is dated before 2026-05-25"},
	{"signed, on the day before", func(was, now *ledger) {
		was.asks("2026-05-25", "2026-12-31")
		now.asks("2026-05-25", "2026-12-31")
		added("2026-05-24", asItIs)(was, now)
	}, "", ""},
	{"unsigned, before a day that is today", func(was, now *ledger) {
		was.asks("2026-06-01", "2026-12-31")
		now.asks("2026-06-01", "2026-12-31")
		added("2026-05-24", unsigned)(was, now)
	}, "ApprovalBackdated budget spec.approvals[ciso]", "before 2026-06-01"},
	{"unsigned, before a day that is to come: nobody has to sign yet", func(was, now *ledger) {
		was.asks("2026-06-02", "2026-12-31")
		now.asks("2026-06-02", "2026-12-31")
		added("2026-05-24", unsigned)(was, now)
	}, "", ""},
	{"unsigned, on the last day of those from before", func(was, now *ledger) {
		was.asks("2026-05-25", "2026-06-01")
		now.asks("2026-05-25", "2026-06-01")
		added("2026-05-24", unsigned)(was, now)
	}, "ApprovalBackdated budget spec.approvals[ciso]", "before 2026-05-25"},
	{"unsigned, on the day after: it is told as not signed", func(was, now *ledger) {
		was.asks("2026-05-25", "2026-05-31")
		now.asks("2026-05-25", "2026-05-31")
		added("2026-05-24", unsigned)(was, now)
	}, "", ""},
	{"unsigned and early, of a kind whose approvals are not asked for it", func(was, now *ledger) {
		for _, l := range []*ledger{was, now} {
			*l.signatures() = api.SignaturesPolicy{RequiredFrom: date("2026-05-25"), Subjects: []api.ApprovedKind{"ManagementReview"}}
		}
		added("2026-05-24", unsigned)(was, now)
	}, "", ""},
	{"both too early for the base and for a signature: one fact", func(was, now *ledger) {
		was.asks("2026-01-01", "2026-12-31")
		now.asks("2026-01-01", "2026-12-31")
		added("2025-12-31", unsigned)(was, now)
	}, "ApprovalBackdated budget spec.approvals[ciso]",
		"did not have it, and no signature is asked of it"},
	{"in a record that is new", func(_, now *ledger) {
		now.others = append(now.others, &api.ManagementReview{ObjectMeta: named("q1"), Spec: api.ManagementReviewSpec{Approvals: []api.Approval{approval("board", "ada", "2026-04-01", "3")}}})
	}, "ApprovalBackdated q1 spec.approvals[board]", ""},
	{"in a record that the base has and that could not be read there", func(was, now *ledger) {
		now.add(approval("ciso", "ben", "2026-04-01", "3"))
		was.unreadable = []string{"budget"}
	}, "", ""},
	{"renewed, by the same person and of a later day", func(_, now *ledger) { *now.board() = approval("board", "ada", "2026-05-21", "2") }, "", ""},
	{"renewed by somebody else, in the place of what was approved before", func(_, now *ledger) { *now.board() = approval("ciso", "ben", "2026-05-21", "2") }, "", ""},
	{"renewed, of a day before the base", func(_, now *ledger) { *now.board() = approval("board", "ada", "2026-02-02", "2") }, "ApprovalBackdated budget spec.approvals[board]", "of 2026-02-02 is new"},
	{"renewed without the signature that it had", func(_, now *ledger) {
		*now.board() = approval("board", "ada", "2026-05-21", "2")
		now.board().Signature = ""
	}, "ApprovalChanged budget spec.approvals[board]", "of 2026-02-01 has no signature any more"},
	{"one in the place of two", func(was, now *ledger) {
		was.add(approval("ciso", "ben", "2026-02-01", "1"))
		*now.board() = approval("board", "ada", "2026-05-21", "2")
	}, "ApprovalGone budget spec.approvals[ciso]", "The approval by ben of 2026-02-01 is gone"},
	{"gone", func(_, now *ledger) { now.budget.Spec.Approvals = nil }, "ApprovalGone budget spec.approvals[board]", ""},
	{"gone with its record, which is told as removed", func(_, now *ledger) { now.budget = &api.SecurityBudget{ObjectMeta: named("next")} }, "", ""},
	{"its time stamp stripped", func(was, _ *ledger) { was.board().Timestamp = "MIIC" }, "ApprovalChanged budget spec.approvals[board]", "has no time stamp any more"},
	{"a time stamp added", func(_, now *ledger) { now.board().Timestamp = "MIIC" }, "", ""},
	{"by somebody else", func(_, now *ledger) { now.board().By = *api.PersonActor("ben") }, "ApprovalChanged budget spec.approvals[board]", "is by ben now"},
	{"dated back", func(_, now *ledger) { now.board().ApprovedOn = date("2026-01-31") }, "ApprovalChanged budget spec.approvals[board]", "of 2026-02-01 is dated 2026-01-31 now"},
	{"its hash and signature stripped", func(_, now *ledger) { now.board().ContentHash, now.board().Signature = "", "" }, "ApprovalChanged budget spec.approvals[board]", "has no content hash any more and has no signature any more"},
	{"bound to something else, of the same day", func(_, now *ledger) { *now.board() = approval("board", "ada", "2026-02-01", "2") }, "ApprovalChanged budget spec.approvals[board]", "has another content hash and has another signature"},
	{"signed long after its day", func(was, _ *ledger) { was.board().Signature = "" }, "ApprovalBackdated budget spec.approvals[board]", "The signature of the approval by ada of 2026-02-01 is new"},
	{"bound long after its day", func(was, now *ledger) {
		was.board().ContentHash, was.board().Signature, now.board().Signature = "", "", ""
	}, "ApprovalBackdated budget spec.approvals[board]", "The content hash of the approval"},
}

// TestWeakened: what makes sign-offs prove less is told once, with both days, and nothing else is.
func TestWeakened(t *testing.T) {
	for of, rows := range map[string][]weakening{"approvals": ofApprovals, "keys": ofKeys, "policies": ofPolicies, "acts": ofActs} {
		for _, tc := range rows {
			was, now := newLedger(), newLedger()
			tc.change(was, now)
			got, c := weakened(t, was, now)
			if strings.Join(got, "; ") != tc.want {
				t.Errorf("%s, %s: %q, want %q", of, tc.why, got, tc.want)
			}
			messages := ""
			for _, w := range c.Weakened {
				messages += w.Message + "\n"
			}
			if !strings.Contains(messages, tc.says) {
				t.Errorf("%s, %s: %q is missing in %q", of, tc.why, tc.says, messages)
			}
			for _, p := range c.Postponed {
				if slices.ContainsFunc(c.Weakened, func(w Weakened) bool { return w.Record == p.Record && w.Field == p.Field }) {
					t.Errorf("%s, %s: %s of %s is told twice", of, tc.why, p.Field, p.Record)
				}
			}
		}
	}
}

// TestEveryWeakeningIsShown: each reason has a row that gives it.
func TestEveryWeakeningIsShown(t *testing.T) {
	for _, w := range weakenings {
		if !slices.ContainsFunc(slices.Concat(ofApprovals, ofKeys, ofPolicies), func(tc weakening) bool { return strings.Contains(tc.want, w.reason) }) {
			t.Errorf("no row shows %s", w.reason)
		}
	}
}

// harmless are edits that weaken nothing, each for a random number of days.
var harmless = []func(now *ledger, days int){
	func(now *ledger, days int) {
		now.add(approval("later", "ben", date("2026-05-19").AddDays(days).String(), "4"))
	},
	func(now *ledger, days int) { now.lost().RevokedOn = date("2026-03-01").AddDays(-days) },
	func(now *ledger, days int) { now.ada.Spec.SigningKeys[0].RevokedOn = date("2026-02-01").AddDays(days) },
	func(now *ledger, days int) { now.ada.Spec.EngagedUntil = date("2026-05-01").AddDays(days) },
	func(now *ledger, days int) { now.leaver.Spec.EngagedUntil = date("2026-03-31").AddDays(-days) },
	func(now *ledger, days int) { now.signatures().RequiredFrom = date("2026-01-01").AddDays(-days) },
	func(now *ledger, _ int) { now.signatures().Subjects = nil },
	func(now *ledger, days int) {
		now.ada.Spec.SigningKeys = append(now.ada.Spec.SigningKeys, key("new", fmt.Sprint(days)))
	},
	func(now *ledger, days int) {
		*now.board() = approval("board", "ada", date("2026-05-19").AddDays(days).String(), "5")
	},
	func(now *ledger, _ int) { now.board().Rationale = "As discussed" },
	func(now *ledger, _ int) { slices.Reverse(now.budget.Spec.Approvals) },
	func(now *ledger, _ int) { now.isms.Spec.Scope = "Everything" },
}

// TestHarmlessEditsSayNothing: whoever signs today, revokes, or ends an engagement, in whatever
// order, is told nothing.
func TestHarmlessEditsSayNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for n := range 200 {
		now := newLedger()
		var made []int
		for range 1 + random.IntN(len(harmless)) {
			edit := random.IntN(len(harmless))
			if slices.Contains(made, edit) {
				continue
			}
			made = append(made, edit)
			harmless[edit](now, random.IntN(40))
		}
		if got, _ := weakened(t, newLedger(), now); len(got) > 0 {
			t.Fatalf("%d: the edits %v say %q", n, made, got)
		}
	}
}

// asks has the policy ask for signatures from a day on, and of those from before until another.
func (l *ledger) asks(from, until string) {
	l.signatures().RequiredFrom, l.signatures().EarlierUntil = date(from), date(until)
}
