package attacks

import (
	"crypto"
	"encoding/base64"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/test/stamps"
)

// The authorities: a notary's, who issues certificates for a century, and the attacker's own, of
// the same name. Of the notary's, useless is for nothing, forCode for code as well, and young began
// after the approval.
var (
	from      = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	until     = time.Date(2098, 1, 1, 0, 0, 0, 0, time.UTC)
	Notary    = stamps.CA("notary")
	tsa       = Notary.Issue(from, until)
	fakeCA    = stamps.CA("notary")
	fakeTSA   = fakeCA.Issue(from, until)
	useless   = Notary.Issue(from, until, stamps.WithoutUsage)
	forCode   = Notary.Issue(from, until, stamps.ForCode)
	young     = Notary.Issue(api.MustDate("2026-04-22").Time(), until)
	noon      = 12 * time.Hour
	lateNight = 24*time.Hour - time.Second
)

// Budget is the name of the record whose time stamp is attacked.
const Budget = "budget-2026"

// newBudget is a budget without any flaw, that the boss approved.
func newBudget() *api.SecurityBudget {
	planned := api.Amount("1000")
	b := &api.SecurityBudget{ObjectMeta: named(Budget), Spec: api.SecurityBudgetSpec{
		Period: &api.Period{Start: api.MustDate("2026-01-01"), End: api.MustDate("2026-12-31")}, Currency: "EUR", Dedication: api.BudgetDedicated,
		RequestedBy: api.PersonActor("ada"), RequestedOn: api.MustDate("2025-11-22"),
		Approvals: []api.Approval{{Name: "board", By: *api.PersonActor("boss"), ApprovedOn: api.MustDate("2025-12-12")}},
	}}
	for _, category := range []api.BudgetCategory{api.BudgetPeople, api.BudgetTools, api.BudgetTraining, api.BudgetExternalAudit, api.BudgetTesting} {
		b.Spec.Lines = append(b.Spec.Lines, api.BudgetLine{Name: string(category), Category: category, Planned: &planned})
	}
	return b
}

// AskForStamps has the policy ask for time stamps: the boss has signed the budget on 20 April
// 2026, with the notary's time stamp of that day.
func (o *Org) AskForStamps() {
	if o.Budget == nil {
		o.Budget = newBudget()
	}
	o.ISMS.Spec.Policy.Signatures = api.SignaturesPolicy{
		RequiredFrom: api.MustDate("2026-01-01"), Subjects: []api.ApprovedKind{"SecurityBudget"}, Timestamps: api.TimestampsHigh,
	}
	o.vouch(Notary, Ada, "ada")
	o.budgetApproval().ApprovedOn, o.budgetApproval().Rationale = api.MustDate("2026-04-20"), "As discussed"
	o.signBudget(Boss)
	o.Stamp(tsa, "2026-04-20", noon)
}

// SignAs binds and signs an approval of a record.
func SignAs(kind, name string, a *api.Approval, content any, by Pen) {
	s := signoff.SubjectOf(kind, ISMS, name)
	a.ContentHash = signoff.Hash(s, content)
	a.Signature = by.Sign(must(signoff.Approval(s, a)), signoff.ApprovalNamespace)
}

func (o *Org) budgetApproval() *api.Approval { return &o.Budget.Spec.Approvals[0] }

func (o *Org) signBudget(by Pen) {
	SignAs("SecurityBudget", o.Budget.Name, o.budgetApproval(), o.Budget.Spec.Approvable(), by)
}

// Stamp gives the signature of the budget a time stamp of a time of a day (UTC).
func (o *Org) Stamp(by *stamps.Authority, day string, clock time.Duration) {
	o.stampBy(crypto.SHA256, by, day, clock)
}

// stampBy is Stamp by an authority that signs by a hash function.
func (o *Org) stampBy(hash crypto.Hash, by *stamps.Authority, day string, clock time.Duration) {
	a := o.budgetApproval()
	token := by.StampBy(hash, must(signoff.Blob(a.Signature)), api.MustDate(day).Time().Add(clock))
	a.Timestamp = base64.StdEncoding.EncodeToString(token)
}

// vouch names an authority in the policy, registered by somebody with a pen.
func (o *Org) vouch(of *stamps.Authority, by Pen, voucher string, change ...func(*api.TimestampAuthority)) {
	a := api.TimestampAuthority{Name: "notary", Certificate: of.PEM(), RegisteredBy: api.PersonActor(voucher), RegisteredOn: api.MustDate("2025-01-10")}
	for _, do := range change {
		do(&a)
	}
	a.Registration = by.Sign(must(signoff.Authority(ISMS, &a)), signoff.AuthorityNamespace)
	o.ISMS.Spec.Policy.Signatures.TimestampAuthorities = append(o.ISMS.Spec.Policy.Signatures.TimestampAuthorities, a)
}

// authorities takes the place of those of the policy.
func (o *Org) authorities(of *stamps.Authority, by Pen, voucher string) {
	o.ISMS.Spec.Policy.Signatures.TimestampAuthorities = nil
	o.vouch(of, by, voucher)
}

func (o *Org) stampsOff() { o.ISMS.Spec.Policy.Signatures.Timestamps = api.TimestampsOff }

// backdated is a leaver who signs, after they left, an approval of their last day.
func (o *Org) backdated() {
	o.budgetApproval().By, o.budgetApproval().ApprovedOn = *api.PersonActor("leaver"), api.MustDate("2026-03-31")
	o.signBudget(Leaver)
}
