package changes

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// appointed has both ledgers hold a role whose holder was appointed and signed for, and changes
// the second.
func appointed(change func(*api.SecurityRole, *api.Assignment)) func(was, now *ledger) {
	return func(was, now *ledger) {
		for _, l := range []*ledger{was, now} {
			r := &api.SecurityRole{ObjectMeta: named("top")}
			r.Spec.Assignments = []api.Assignment{{
				Name: "ada", PersonRef: api.Reference{Name: "ada"}, AppointedBy: api.PersonActor("chair"),
				AppointedOn: date("2026-02-01"), From: date("2026-02-01"), AppointmentSignature: "signature of a",
			}}
			if l == now {
				change(r, &r.Spec.Assignments[0])
			}
			l.others = append(l.others, r)
		}
	}
}

var ofActs = []weakening{
	{"as it was", appointed(func(*api.SecurityRole, *api.Assignment) {}), "", ""},
	{"ended", appointed(func(_ *api.SecurityRole, a *api.Assignment) { a.Until = date("2026-05-31") }), "", ""},
	{"its signature wrapped otherwise", appointed(func(_ *api.SecurityRole, a *api.Assignment) { a.AppointmentSignature = "signature\n of a\n" }), "", ""},
	{"its signature stripped", appointed(func(_ *api.SecurityRole, a *api.Assignment) { a.AppointmentSignature = "" }),
		"ApprovalChanged top spec.assignments[ada].appointmentSignature", "by chair of 2026-02-01 has no signature any more"},
	{"another signature", appointed(func(_ *api.SecurityRole, a *api.Assignment) { a.AppointmentSignature = "signature of b" }),
		"ApprovalChanged top spec.assignments[ada].appointmentSignature", "has another signature"},
	{"another signature, of a later day", appointed(func(_ *api.SecurityRole, a *api.Assignment) {
		a.AppointedOn, a.AppointmentSignature = date("2026-02-02"), "signature of b"
	}), "", ""},
	{"gone", appointed(func(r *api.SecurityRole, _ *api.Assignment) { r.Spec.Assignments = nil }), "ApprovalGone top spec.assignments[ada]", "The appointment \"ada\" by chair of 2026-02-01 is gone"},
	{"gone, and never signed", func(was, now *ledger) {
		appointed(func(r *api.SecurityRole, _ *api.Assignment) { r.Spec.Assignments = nil })(was, now)
		was.others[0].(*api.SecurityRole).Spec.Assignments[0].AppointmentSignature = ""
	}, "", ""},
}
