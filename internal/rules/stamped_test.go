package rules_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/test/stamps"
)

// The authorities of the table: a notary's, who issues certificates for a century, and the
// attacker's own, of the same name.
var (
	century   = [2]time.Time{time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2098, 1, 1, 0, 0, 0, 0, time.UTC)}
	notary    = stamps.CA("notary")
	tsa       = notary.Issue(century[0], century[1])
	fakeCA    = stamps.CA("notary")
	fakeTSA   = fakeCA.Issue(century[0], century[1])
	useless   = notary.Issue(century[0], century[1], stamps.WithoutUsage)
	noon      = 12 * time.Hour
	lateNight = 24*time.Hour - time.Second
)

// vouch names an authority in the policy, registered by somebody with a pen.
func (f *fixture) vouch(of *stamps.Authority, by pen, voucher string, change ...func(*api.TimestampAuthority)) {
	a := api.TimestampAuthority{Name: "notary", Certificate: of.PEM(), RegisteredBy: actor(voucher), RegisteredOn: date("2025-01-10")}
	for _, do := range change {
		do(&a)
	}
	a.Registration = by.Sign(must(signoff.Authority(signedISMS, &a)), signoff.AuthorityNamespace)
	f.isms.Spec.Policy.Signatures.TimestampAuthorities = append(f.isms.Spec.Policy.Signatures.TimestampAuthorities, a)
}

// signStaked binds and signs an approval of a record.
func signStaked(kind, name string, a *api.Approval, content any, by pen) {
	s := signoff.SubjectOf(kind, signedISMS, name)
	a.ContentHash = signoff.Hash(s, content)
	a.Signature = by.Sign(must(signoff.Approval(s, a)), signoff.ApprovalNamespace)
}

func (f *fixture) signBudget(by pen) {
	signStaked("SecurityBudget", f.budget.Name, f.budgetApproval(), f.budget.Spec.Approvable(), by)
}

func (f *fixture) budgetApproval() *api.Approval { return &f.budget.Spec.Approvals[0] }

// stamp gives the signature of the budget a time stamp of a time of a day (UTC).
func (f *fixture) stamp(by *stamps.Authority, day string, clock time.Duration) {
	a := f.budgetApproval()
	blob := must(signoff.Blob(a.Signature))
	a.Timestamp = base64.StdEncoding.EncodeToString(by.Stamp(blob, date(day).Time().Add(clock)))
}

// stampedFixture is an ISMS that asks for time stamps, whose budget the boss has signed on 20
// April 2026, with the notary's time stamp of that day.
func stampedFixture() (f *fixture, leaver *api.Person) {
	f, leaver = signedFixture()
	f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{
		RequiredFrom: date("2026-01-01"), Subjects: []api.ApprovedKind{"SecurityBudget"}, Timestamps: api.TimestampsHigh,
	}
	f.vouch(notary, managerPen, "ada")
	f.budgetApproval().ApprovedOn, f.budgetApproval().Rationale = date("2026-04-20"), "As discussed"
	f.signBudget(bossPen)
	f.stamp(tsa, "2026-04-20", noon)
	return f, leaver
}

// authorities takes the place of those of the policy.
func (f *fixture) authorities(by *stamps.Authority, key pen, voucher string) {
	f.isms.Spec.Policy.Signatures.TimestampAuthorities = nil
	f.vouch(by, key, voucher)
}

func off(f *fixture) { f.isms.Spec.Policy.Signatures.Timestamps = api.TimestampsOff }

// backdated is a leaver who signs, after they left, an approval of their last day.
func backdated(f *fixture) {
	f.budgetApproval().By, f.budgetApproval().ApprovedOn = *actor("leaver"), date("2026-03-31")
	f.signBudget(leaverPen)
}

var stampings = []struct {
	name, why  string
	change     func(f *fixture, leaver *api.Person)
	want, says string
}{
	{"none", "signed, and stamped on the day by who is vouched for", func(*fixture, *api.Person) {}, "", ""},
	{"no time stamp", "the policy asks for one", func(f *fixture, _ *api.Person) { f.budgetApproval().Timestamp = "" }, "TimestampMissing Minor", "no time stamp shows"},
	{"no time stamp, policy off", "ISO asks for none", func(f *fixture, _ *api.Person) {
		off(f)
		f.budgetApproval().Timestamp = ""
	}, "", ""},
	{"no time stamp, policy silent", "off is the default", func(f *fixture, _ *api.Person) {
		f.isms.Spec.Policy.Signatures.Timestamps, f.budgetApproval().Timestamp = "", ""
	}, "", ""},
	{"no time stamp, of before", "a leaver's key can sign an earlier day", func(f *fixture, _ *api.Person) {
		f.isms.Spec.Policy.Signatures.RequiredFrom, f.budgetApproval().Timestamp = date("2026-04-21"), ""
	}, "TimestampMissing Minor", ""},
	{"no time stamp, of before, on the last day of those", "the last day counts", func(f *fixture, _ *api.Person) {
		f.isms.Spec.Policy.Signatures.RequiredFrom, f.isms.Spec.Policy.Signatures.EarlierUntil = date("2026-04-21"), date(baseDay)
		f.budgetApproval().Timestamp = ""
	}, "", ""},
	{"no time stamp, of the first day", "the day counts", func(f *fixture, _ *api.Person) {
		f.isms.Spec.Policy.Signatures.RequiredFrom, f.budgetApproval().Timestamp = date("2026-04-20"), ""
	}, "TimestampMissing Minor", ""},
	{"no time stamp, unsigned", "what is not signed cannot be stamped", func(f *fixture, _ *api.Person) {
		f.budgetApproval().Signature, f.budgetApproval().Timestamp = "", ""
	}, "ApprovalNotSigned Minor", ""},
	{"leaver's key, dated back, no time stamp", "nothing shows that it was signed in time", func(f *fixture, _ *api.Person) {
		backdated(f)
		f.budgetApproval().Timestamp = ""
	}, "TimestampMissing Minor", ""},
	{"leaver's key, dated back, stamped today", "the time stamp tells", func(f *fixture, _ *api.Person) {
		backdated(f)
		f.stamp(tsa, baseDay, noon)
	}, "SignatureBackdated Minor", "of 2026-06-15T12:00:00Z"},
	{"leaver's key, dated back, stamped today, policy off", "whoever asks", func(f *fixture, _ *api.Person) {
		off(f)
		backdated(f)
		f.stamp(tsa, baseDay, noon)
	}, "SignatureBackdated Minor", ""},
	{"leaver's key, dated back, stamped by themselves", "an authority of one's own is nobody's", func(f *fixture, _ *api.Person) {
		backdated(f)
		f.stamp(fakeTSA, "2026-03-31", noon)
	}, "TimestampInvalid Minor", "not named"},
	{"leaver's key, dated back, the old time stamp of another", "it is of that signature", func(f *fixture, _ *api.Person) {
		f.budgetApproval().ApprovedOn = date("2026-03-31")
		f.signBudget(bossPen)
		f.stamp(tsa, "2026-03-31", noon)
		old := f.budgetApproval().Timestamp
		backdated(f)
		f.budgetApproval().Timestamp = old
	}, "TimestampInvalid Minor", "another signature"},
	{"own authority, registered by nobody", "who edits records adds no authority", func(f *fixture, _ *api.Person) {
		f.authorities(fakeCA, attackerPen, "boss")
		f.isms.Spec.Policy.Signatures.TimestampAuthorities[0].Registration = ""
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "nobody has signed a registration of the authority notary"},
	{"own authority, registered by a key of nobody", "nor by a key of their own", func(f *fixture, _ *api.Person) {
		f.authorities(fakeCA, attackerPen, "boss")
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", `is not by a key of "boss"`},
	{"own authority, registered by the leaver's key", "which may not register", func(f *fixture, _ *api.Person) {
		f.authorities(fakeCA, leaverPen, "leaver")
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "may not vouch"},
	{"own authority, registered by the leaver's key that says it may", "what a key may is signed", func(f *fixture, leaver *api.Person) {
		leaver.Spec.SigningKeys[0].Uses = []api.KeyUse{api.UseRegistrations}
		f.authorities(fakeCA, leaverPen, "leaver")
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "who registered the authority does not count"},
	{"own authority under a registration of the notary", "the certificate is signed", func(f *fixture, _ *api.Person) {
		f.isms.Spec.Policy.Signatures.TimestampAuthorities[0].Certificate = fakeCA.PEM()
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "is not of this certificate and time"},
	{"own authority beside the notary", "each by itself", func(f *fixture, _ *api.Person) {
		f.vouch(fakeCA, attackerPen, "boss", func(a *api.TimestampAuthority) { a.Name = "mine" })
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "the authority mine"},
	{"own authority beside the notary, unused", "what stamps nothing harms nobody", func(f *fixture, _ *api.Person) {
		f.vouch(fakeCA, attackerPen, "boss", func(a *api.TimestampAuthority) { a.Name = "mine" })
	}, "", ""},
	{"own authority, own root", "the root the records do not say", func(f *fixture, _ *api.Person) {
		f.authorities(fakeCA, attackerPen, "chair")
		f.chair.Spec.SigningKeys[0].PublicKey = attackerPen.Public()
		f.stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", ""},
	{"registered by the root", "which needs nobody to vouch for it", func(f *fixture, _ *api.Person) { f.authorities(notary, rootPen, "chair") }, "", ""},
	{"registered for another organisation", "the ISMS is signed", func(f *fixture, _ *api.Person) {
		a := &f.isms.Spec.Policy.Signatures.TimestampAuthorities[0]
		a.Registration = managerPen.Sign(must(signoff.Authority("isms.other", a)), signoff.AuthorityNamespace)
	}, "TimestampInvalid Minor", "is not of this certificate"},
	{"registered in the namespace of keys", "a registration of a key is none of an authority", func(f *fixture, _ *api.Person) {
		a := &f.isms.Spec.Policy.Signatures.TimestampAuthorities[0]
		a.Registration = managerPen.Sign(must(signoff.Authority(signedISMS, a)), signoff.RegistrationNamespace)
	}, "TimestampInvalid Minor", "another namespace"},
	{"who registered it was revoked", "by then the key vouched for nothing", func(f *fixture, _ *api.Person) { f.ada.Spec.SigningKeys[0].RevokedOn = date("2025-01-10") }, "KeyRevoked Minor", ""},
	{"registered by who has left, nobody knows when", "nobody knows whether that counts", func(f *fixture, leaver *api.Person) {
		leaver.Spec.SigningKeys, leaver.Spec.EngagedUntil, leaver.Spec.State = nil, api.Date{}, api.StateLeft
		register(leaver, leaverPen, managerPen, "ada", mayRegister)
		f.authorities(notary, leaverPen, "leaver")
	}, "TimestampInvalid Unknown", "on a day that nobody knows"},
	{"the same, policy off", "what nobody asks for cannot lack", func(f *fixture, leaver *api.Person) {
		leaver.Spec.SigningKeys, leaver.Spec.EngagedUntil, leaver.Spec.State = nil, api.Date{}, api.StateLeft
		register(leaver, leaverPen, managerPen, "ada", mayRegister)
		f.authorities(notary, leaverPen, "leaver")
		f.isms.Spec.Policy.Signatures.RequiredFrom = api.Date{}
	}, "", ""},
	{"authority taken out", "then nobody named it", func(f *fixture, _ *api.Person) { f.isms.Spec.Policy.Signatures.TimestampAuthorities = nil }, "TimestampInvalid Minor", "not named"},
	{"authority taken out, policy off", "a time stamp that is there is judged", func(f *fixture, _ *api.Person) {
		off(f)
		f.isms.Spec.Policy.Signatures.TimestampAuthorities = nil
	}, "TimestampInvalid Minor", "not named"},
	{"a certificate for nothing", "one for time stamps says so (RFC 3161, 2.3)", func(f *fixture, _ *api.Person) { f.stamp(useless, "2026-04-20", noon) }, "TimestampInvalid Minor", "not one for time stamps"},
	{"garbage", "nobody can read it", func(f *fixture, _ *api.Person) { f.budgetApproval().Timestamp = "MIIC" }, "TimestampInvalid Minor", "cannot be read"},
	{"signature stripped, policy off", "a time stamp of nothing shows that something is gone", func(f *fixture, _ *api.Person) {
		f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{}
		f.budgetApproval().Signature = ""
	}, "TimestampInvalid Minor", "no signature"},
	{"two days before", "who signs ahead dates nothing back", func(f *fixture, _ *api.Person) { f.stamp(tsa, "2026-04-18", noon) }, "", ""},
	{"the day before", "the day ends later in the west, and begins earlier in the east", func(f *fixture, _ *api.Person) { f.stamp(tsa, "2026-04-19", lateNight) }, "", ""},
	{"the first second of the day", "the day counts", func(f *fixture, _ *api.Person) { f.stamp(tsa, "2026-04-20", 0) }, "", ""},
	{"the last second of the day", "the day counts", func(f *fixture, _ *api.Person) { f.stamp(tsa, "2026-04-20", lateNight) }, "", ""},
	{"the last second of the day after", "where the approver is, it may be the day", func(f *fixture, _ *api.Person) { f.stamp(tsa, "2026-04-21", lateNight) }, "", ""},
	{"the first second of two days after", "nowhere is it the day any more", func(f *fixture, _ *api.Person) { f.stamp(tsa, "2026-04-22", 0) }, "SignatureBackdated Minor", ""},
	{"revoked on the day of the time stamp", "until then anybody may have signed", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys[0].RevokedOn = date("2026-04-21")
		f.stamp(tsa, "2026-04-21", 0)
	}, "KeyRevoked Minor", "2026-04-21"},
	{"revoked the day after the time stamp", "what was there before stands", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys[0].RevokedOn = date("2026-04-22")
		f.stamp(tsa, "2026-04-21", 0)
	}, "", ""},
	{"left before the time stamp", "on that day they signed no more", func(f *fixture, _ *api.Person) {
		f.boss.Spec.EngagedUntil = date("2026-04-20")
		f.stamp(tsa, "2026-04-21", 0)
	}, "SignerNotEngaged Minor", "its time stamp is of 2026-04-21"},
	{"left on the day of the time stamp", "the last day counts", func(f *fixture, _ *api.Person) {
		f.boss.Spec.EngagedUntil = date("2026-04-21")
		f.stamp(tsa, "2026-04-21", 0)
	}, "", ""},
	{"no root", "nobody can say more", func(f *fixture, _ *api.Person) { f.trusted = nil }, "KeyNotVouchedFor Unknown", "no trust root is given"},
	{"no root, of another signature", "what is forged is told without one", func(f *fixture, _ *api.Person) {
		f.trusted = nil
		f.signBudget(bossPen)
		old := f.budgetApproval().Timestamp
		f.budgetApproval().Rationale = "As discussed again"
		f.signBudget(bossPen)
		f.budgetApproval().Timestamp = old
	}, "TimestampInvalid Minor", "another signature"},
	{"leaver without a day, stamped today", "however long they stayed, the day was over", func(f *fixture, leaver *api.Person) {
		backdated(f)
		leaver.Spec.EngagedUntil, leaver.Spec.State = api.Date{}, api.StateLeft
		f.stamp(tsa, baseDay, noon)
	}, "SignatureBackdated Minor", ""},
	{"forged signature", "what is forged needs no time stamp to be told", func(f *fixture, _ *api.Person) { f.budgetApproval().Rationale = "other words" }, "SignatureInvalid Minor", ""},
	{"under pseudonyms", "nobody can tell", func(f *fixture, _ *api.Person) {
		f.budgetApproval().Signature, f.budgetApproval().Timestamp = signoff.Hidden, ""
	}, "KeyNotVouchedFor Unknown", "pseudonyms"},
}

// TestStampings: whoever holds a leaver's key and edits records, keys and authorities included,
// dates no approval back that has to be stamped.
func TestStampings(t *testing.T) {
	for _, a := range stampings {
		t.Run(a.name, func(t *testing.T) {
			f, leaver := stampedFixture()
			a.change(f, leaver)
			got, messages := onSignature(t, f, "SecurityBudget/budget-2026")
			slices.Sort(got)
			if have := strings.Join(got, "|"); have != a.want || !strings.Contains(messages, a.says) {
				t.Errorf("%s: got %q, want %q that says %q:\n%s", a.why, have, a.want, a.says, messages)
			}
		})
	}
}

// TestStampOfExpiredAuthority: a time stamp outlives the certificate of its authority, whose own
// time is asked.
func TestStampOfExpiredAuthority(t *testing.T) {
	for day, want := range map[string]string{"2000-12-31": "", "2001-01-02": "TimestampInvalid Minor"} {
		f, _ := stampedFixture()
		synctest.Test(t, func(*testing.T) { // whose clock stands at the beginning of 2000
			f.stamp(notary.Issue(century[0], century[0].AddDate(1, 0, 0)), day, noon)
		})
		if got, messages := onSignature(t, f, "SecurityBudget/budget-2026"); strings.Join(got, "|") != want {
			t.Errorf("%s: got %q, want %q:\n%s", day, got, want, messages)
		}
	}
}
