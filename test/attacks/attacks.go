package attacks

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Attack is something that somebody does to the records, and what is to be found of it.
type Attack struct {
	// Name of the attack, and why it is found as it is.
	Name, Why string
	// Day on which it is judged.
	Day string
	// Change does it.
	Change func(o *Org)
	// Places are what is attacked, and where the findings are to be.
	Places []Place
	// Want are the findings of Rules at each place, in order, each with its grade; "" where there
	// is to be none. Says is a part of what one of them says.
	Want, Says string
}

// Place is a record, as Kind/name, and the field of it that carries a signature; without a field
// findings count wherever they are on the record.
type Place struct{ Record, Field string }

// Found is a finding, as whoever judged tells of it.
type Found struct{ Rule, Reason, Grade, Record, Field, Message string }

// Rules are the rules that tell of sign-offs.
var Rules = []string{"X-07", "X-19", "X-20"}

// edit is an attack on an organisation that a group of attacks shares.
type edit struct {
	name, why  string
	change     func(o *Org)
	want, says string
}

// nothing is the name of what is no attack: the records as they are to be.
const nothing = "none"

// IsNone reports whether nothing is done to the records, so that they conform.
func (a *Attack) IsNone() bool { return strings.HasSuffix(a.Name, ": "+nothing) }

// Forges reports whether the signatures of the attacked records are what is found fault with, so
// that none is to be told to be valid. Where one is missing, or of an older content, others may be.
func (a *Attack) Forges() bool {
	return slices.ContainsFunc([]string{"Signature", "Signer", "Key", "Timestamp"}, func(of string) bool { return strings.Contains(a.Want, of) })
}

// All returns every attack, and what is none beside it: on approvals of the matrix, on the other
// acts that records state, and on the time stamp of an approval of the budget.
func All() []Attack {
	return slices.Concat(
		attacks("approval", func(*Org) {}, slices.Concat(edits, earlier, retired), Place{Record: "AccountabilityMatrix/" + Matrix}),
		onActs(),
		attacks("stamp", (*Org).AskForStamps, stampings, Place{Record: "SecurityBudget/" + Budget}),
	)
}

// attacks are those of a group, each on an organisation that has been made ready for it.
func attacks(group string, ready func(*Org), edits []edit, at ...Place) (all []Attack) {
	for _, e := range edits {
		all = append(all, Attack{
			Name: group + ": " + e.name, Why: e.why, Day: Day, Places: at, Want: e.want, Says: e.says,
			Change: func(o *Org) {
				ready(o)
				e.change(o)
			},
		})
	}
	return all
}

// Differs says how what was found of the attacked records is not what is wanted; "" where it
// is.
func (a *Attack) Differs(all []Found) string {
	var got, want, said []string
	for _, p := range a.Places {
		for _, w := range strings.FieldsFunc(a.Want, func(r rune) bool { return r == '|' }) {
			want = append(want, strings.TrimSpace(p.Record+" "+w+" "+p.Field))
		}
	}
	unsaid := slices.Clone(a.Places)
	for i := range all {
		f := &all[i]
		at := slices.IndexFunc(a.Places, func(p Place) bool { return p.Record == f.Record })
		if at < 0 || !slices.Contains(Rules, f.Rule) {
			continue
		}
		field := f.Field
		if a.Places[at].Field == "" {
			field = ""
		}
		got, said = append(got, strings.TrimSpace(f.Record+" "+f.Reason+" "+f.Grade+" "+field)), append(said, f.Message)
		if strings.Contains(f.Message, a.Says) {
			unsaid = slices.DeleteFunc(unsaid, func(p Place) bool { return p == Place{f.Record, field} })
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if slices.Equal(got, want) && (a.Says == "" || len(unsaid) == 0) {
		return ""
	}
	return fmt.Sprintf("%s: got %q, want %q, each place saying %q:\n%s", a.Why, got, want, a.Says, strings.Join(said, "\n"))
}

// retired are approvals of what has been changed since who may approved it.
var retired = []edit{
	{"approved again by who may", "the older approval is history", func(o *Org) { o.editAndApprove("boss") }, "", ""},
	{"approved by who made the edit", "who may has not seen it", func(o *Org) { o.editAndApprove("ben") }, "ApprovalStale Minor", "boss"},
	{"approved by nobody of the records", "nor by a name", func(o *Org) { o.editAndApprove("nobody") }, "ApprovalStale Minor", "boss"},
}

// editAndApprove edits the matrix, and has somebody approve it as it is then, where no
// signatures are asked for.
func (o *Org) editAndApprove(who string) {
	o.ISMS.Spec.Policy.Signatures = api.SignaturesPolicy{}
	o.Matrix.Spec.Rows[0].Name = "other"
	again := api.Approval{Name: "again", By: *api.PersonActor(who), ApprovedOn: api.MustDate("2026-04-21"), Rationale: "Edited"}
	again.ContentHash = signoff.Hash(signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name), o.Matrix.Spec.Approvable())
	o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, again)
}
