package changes

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

var ofKeys = []weakening{
	{"revoked earlier", func(_, now *ledger) { now.lost().RevokedOn = date("2026-02-28") }, "", ""},
	{"revoked a day later", func(_, now *ledger) { now.lost().RevokedOn = date("2026-03-02") }, "RevocationTakenBack ada spec.signingKeys[lost].revokedOn",
		"The key lost was revoked on 2026-03-01, which is 2026-03-02 now"},
	{"no longer revoked", func(_, now *ledger) { now.lost().RevokedOn = api.Date{} }, "RevocationTakenBack ada spec.signingKeys[lost].revokedOn", "is taken away"},
	{"no longer revoked in one entry of two", func(was, now *ledger) {
		for _, l := range []*ledger{was, now} {
			l.ada.Spec.SigningKeys = append(l.ada.Spec.SigningKeys, key("again", "b"))
		}
		was.ada.Spec.SigningKeys[2].RevokedOn = date("2026-03-01")
	}, "", ""},
	{"no longer revoked, and somebody else's", func(_, now *ledger) {
		now.ada.Spec.SigningKeys = now.ada.Spec.SigningKeys[:1]
		now.leaver.Spec.SigningKeys = append(now.leaver.Spec.SigningKeys, key("mine", "b"))
	}, "RevocationTakenBack leaver spec.signingKeys[mine].revokedOn; KeyGone ada spec.signingKeys[lost]", "with it that it was revoked on 2026-03-01"},
	{"of somebody whose record cannot be read any more", func(_, now *ledger) { now.unreadable = []string{"ada"} }, "", ""},
	{"of somebody else as well, and revoked in a record that cannot be read any more: nobody knows", func(was, now *ledger) {
		for _, l := range []*ledger{was, now} {
			l.leaver.Spec.SigningKeys = append(l.leaver.Spec.SigningKeys, key("mine", "b"))
		}
		now.unreadable = []string{"ada"}
	}, "", ""},
	{"called otherwise", func(_, now *ledger) { now.lost().Name = "lost-2025" }, "", ""},
	{"gone", func(_, now *ledger) { now.ada.Spec.SigningKeys = now.ada.Spec.SigningKeys[1:] }, "KeyGone ada spec.signingKeys[laptop]", "The key laptop is gone"},
	{"registered by somebody else", func(_, now *ledger) {
		now.lost().Registration, now.lost().RegisteredBy = "another", api.PersonActor("ben")
	}, "RegistrationChanged ada spec.signingKeys[lost].registration", "by chair of 2026-01-05, is another: by ben of 2026-01-05"},
	{"not registered any more", func(_, now *ledger) { now.lost().Registration = "" }, "RegistrationChanged ada spec.signingKeys[lost].registration", "is gone"},
	{"registered once more, beside the old entry", func(_, now *ledger) {
		again := key("again", "a")
		again.Registration = "another"
		now.ada.Spec.SigningKeys = append(now.ada.Spec.SigningKeys, again)
	}, "", ""},
	{"registered for the first time", func(was, _ *ledger) { was.lost().Registration = "" }, "", ""},
	{"of who left a day later", func(_, now *ledger) { now.leaver.Spec.EngagedUntil = date("2026-04-01") }, "EngagementReopened leaver spec.engagedUntil",
		"was 2026-03-31 and is 2026-04-01 now, so that signatures by keys of the person count longer, and those since they left, too"},
	{"of who left a day earlier", func(_, now *ledger) { now.leaver.Spec.EngagedUntil = date("2026-03-30") }, "", ""},
	{"of who has not left any more", func(_, now *ledger) { now.leaver.Spec.EngagedUntil = api.Date{} }, "EngagementReopened leaver spec.engagedUntil", "is taken away"},
	{"of who leaves earlier than was planned", func(was, _ *ledger) { was.leaver.Spec.EngagedUntil = date("2026-06-01") }, "", ""},
	{"of who was to leave today, and leaves tomorrow", func(was, now *ledger) {
		was.leaver.Spec.EngagedUntil, now.leaver.Spec.EngagedUntil = date("2026-06-01"), date("2026-06-02")
	}, "EngagementReopened leaver spec.engagedUntil", "keys of the person count longer\n"},
	{"of who had left yesterday, and leaves tomorrow", func(was, now *ledger) {
		was.leaver.Spec.EngagedUntil, now.leaver.Spec.EngagedUntil = date("2026-05-31"), date("2026-06-02")
	}, "EngagementReopened leaver spec.engagedUntil", "keys of the person count longer, and those since they left, too\n"},
	{"that was revoked when they left", func(was, now *ledger) {
		was.leaver.Spec.SigningKeys[0].RevokedOn, now.leaver.Spec.SigningKeys[0].RevokedOn = date("2026-04-01"), date("2026-04-01")
		now.leaver.Spec.EngagedUntil = date("2026-12-31")
	}, "", ""},
	{"that was revoked a day after", func(was, now *ledger) {
		was.leaver.Spec.SigningKeys[0].RevokedOn, now.leaver.Spec.SigningKeys[0].RevokedOn = date("2026-04-02"), date("2026-04-02")
		now.leaver.Spec.EngagedUntil = date("2026-12-31")
	}, "EngagementReopened leaver spec.engagedUntil", ""},
	{"none, of who has not left any more: a day that is postponed", func(was, now *ledger) {
		was.leaver.Spec.SigningKeys, now.leaver.Spec.SigningKeys, now.leaver.Spec.EngagedUntil = nil, nil, api.Date{}
	}, "", ""},
	{"of who had left, on a day that nobody knew", func(was, now *ledger) {
		was.leaver.Spec.EngagedUntil, was.leaver.Spec.State, now.leaver.Spec.EngagedUntil = api.Date{}, api.StateLeft, api.Date{}
	}, "EngagementReopened leaver spec.state", "had left"},
	{"of whom that day is known now", func(was, now *ledger) {
		was.leaver.Spec.EngagedUntil, was.leaver.Spec.State, now.leaver.Spec.EngagedUntil = api.Date{}, api.StateLeft, date("2026-05-31")
	}, "", ""},
	{"of whom that day is said to be today", func(was, now *ledger) {
		was.leaver.Spec.EngagedUntil, was.leaver.Spec.State, now.leaver.Spec.EngagedUntil = api.Date{}, api.StateLeft, date("2026-06-01")
	}, "EngagementReopened leaver spec.state", ""},
	{"of whom that day is not known any more", func(_, now *ledger) { now.leaver.Spec.EngagedUntil, now.leaver.Spec.State = api.Date{}, api.StateLeft }, "", ""},
}

var ofPolicies = []weakening{
	{"from a day earlier", func(_, now *ledger) { now.signatures().RequiredFrom = date("2025-12-31") }, "", ""},
	{"from a day later", func(_, now *ledger) { now.signatures().RequiredFrom = date("2026-01-02") }, "SignaturesRequiredLater isms spec.policy.signatures.requiredFrom",
		"from 2026-01-01 on, and have to be from 2026-01-02 on"},
	{"of those from before, a day later", func(was, now *ledger) {
		was.asks("2026-01-01", "2026-06-30")
		now.asks("2026-01-01", "2026-07-01")
	}, "SignaturesRequiredLater isms spec.policy.signatures.earlierUntil", "until 2026-06-30, and do until 2026-07-01"},
	{"of those from before, a day earlier", func(was, now *ledger) {
		was.asks("2026-01-01", "2026-06-30")
		now.asks("2026-01-01", "2026-06-29")
	}, "", ""},
	{"of those from before at all", func(_, now *ledger) { now.asks("2026-01-01", "2026-06-29") },
		"SignaturesRequiredLater isms spec.policy.signatures.earlierUntil", "until 2025-12-31, and do until 2026-06-29"},
	{"not any more: the kinds do not matter then", func(_, now *ledger) {
		*now.signatures() = api.SignaturesPolicy{Subjects: []api.ApprovedKind{"ManagementReview"}}
	},
		"SignaturesRequiredLater isms spec.policy.signatures.requiredFrom", "have not to be any more"},
	{"not any more, because the assessment is gone", func(_, now *ledger) { now.isms = &api.ClauseAssessment{ObjectMeta: named("other")} },
		"SignaturesRequiredLater other spec.policy.signatures.requiredFrom; ISMSChanged other spec.isms", "has no identifier any more"},
	{"not any more, because there is no assessment at all", func(_, now *ledger) { now.without = "isms" },
		"SignaturesRequiredLater isms spec.policy.signatures.requiredFrom", ""},
	{"by an assessment that cannot be read", func(_, now *ledger) { now.unreadable = []string{"isms"} }, "", ""},
	{"for the first time", func(was, _ *ledger) { *was.signatures() = api.SignaturesPolicy{} }, "", ""},
	{"of one kind more", func(_, now *ledger) {
		now.signatures().Subjects = append(now.signatures().Subjects, "SecurityException")
	}, "", ""},
	{"of all kinds", func(_, now *ledger) { now.signatures().Subjects = nil }, "", ""},
	{"of one kind less", func(_, now *ledger) { now.signatures().Subjects = now.signatures().Subjects[:1] }, "SignaturesOfFewerKinds isms spec.policy.signatures.subjects", "Approvals of SecurityBudget had"},
	{"of two kinds in place of all", func(was, _ *ledger) { was.signatures().Subjects = nil }, "SignaturesOfFewerKinds isms spec.policy.signatures.subjects",
		"Approvals of AccountabilityMatrix, SecurityException and StatementOfApplicability had"},
	{"of an act in place of kinds: all kinds have to be, as without it", func(_, now *ledger) { now.signatures().Subjects = []api.ApprovedKind{"Appointment"} }, "", ""},
	{"of an act less", func(was, now *ledger) {
		was.signatures().Subjects = []api.ApprovedKind{"SecurityBudget", "Appointment", "Delegation"}
		now.signatures().Subjects = []api.ApprovedKind{"SecurityBudget", "Delegation"}
	}, "SignaturesOfFewerKinds isms spec.policy.signatures.subjects", "Acts beside them (Appointment) had"},
	{"of acts alone in place of a list with them", func(was, now *ledger) {
		was.signatures().Subjects, now.signatures().Subjects = []api.ApprovedKind{"Appointment"}, nil
	}, "SignaturesOfFewerKinds isms spec.policy.signatures.subjects", "Acts beside them (Appointment) had"},
	{"without time stamps", func(was, _ *ledger) { was.signatures().Timestamps = api.TimestampsHigh }, "SignaturesRequiredLater isms spec.policy.signatures.timestamps", "need none any more"},
	{"with time stamps", func(_, now *ledger) { now.signatures().Timestamps = api.TimestampsHigh }, "", ""},
	{"another ISMS", func(_, now *ledger) { now.isms.Spec.Isms = "isms.other.example" }, "ISMSChanged isms spec.isms", "The ISMS was isms.acme.example and is isms.other.example"},
	{"an ISMS that is named for the first time", func(was, _ *ledger) { was.isms.Spec.Isms = "" }, "", ""},
	{"everything at once, the policy first", func(_, now *ledger) {
		now.signatures().RequiredFrom, now.lost().RevokedOn, now.budget.Spec.Approvals = date("2026-12-01"), api.Date{}, nil
	}, "SignaturesRequiredLater isms spec.policy.signatures.requiredFrom; RevocationTakenBack ada spec.signingKeys[lost].revokedOn; ApprovalGone budget spec.approvals[board]", ""},
}
