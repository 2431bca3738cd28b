package rules_test

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

const noInfrastructure = "P3-01 NoInfrastructureRecorded Major spec.declarations"

func retire(tool, asset string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.RetiredOn, f.server.Spec.RetiredOn = date(tool), date(asset)
	}
}

var infrastructureRows = []row{
	{name: "tool and asset", why: "nothing is wrong with the fixture"},
	{name: "tool alone", why: "a tool is infrastructure", change: func(f *fixture) { f.drop(f.server) }},
	{name: "asset alone", why: "so is an asset", change: func(f *fixture) { f.drop(f.tool) }},
	{name: "neither", why: "an empty register is no answer", change: func(f *fixture) { f.drop(f.tool, f.server) }, want: []string{noInfrastructure}},
	{name: "neither, declared", why: "none is an answer, with a reason", change: func(f *fixture) {
		f.drop(f.tool, f.server)
		f.isms.Spec.Declarations = []api.Declaration{{None: api.DeclareInfrastructure, Reason: "paper only"}}
	}},
	{name: "neither, other declaration", why: "what is declared is another thing", change: func(f *fixture) {
		f.drop(f.tool, f.server)
		f.isms.Spec.Declarations = []api.Declaration{{None: api.DeclareOutsourcedServices, Reason: "all is done here"}}
	}, want: []string{noInfrastructure}},
	// P6-10
	{name: "nothing in use at all", why: "an empty register is no answer", change: func(f *fixture) { f.drop(f.tool, f.server, f.hosting, f.consulting) }, want: []string{
		noInfrastructure, "P6-10 NothingToMaintain Unknown spec.declarations", "P7-12 ServicesNotDetermined Unknown spec.declarations",
	}},
	{name: "nothing in use, declared", why: "none is an answer, with a reason", change: func(f *fixture) {
		f.drop(f.tool, f.server, f.hosting, f.consulting)
		f.isms.Spec.Declarations = []api.Declaration{{None: api.DeclareInfrastructure, Reason: "paper only"}, {None: api.DeclareOutsourcedServices, Reason: "all is done here"}}
	}},
	{name: "all retired today", why: "what is out of use provides nothing", change: retire(baseDay, baseDay), want: []string{noInfrastructure}},
	{name: "one retires tomorrow", why: "until then it does", change: retire(baseDay, "2026-06-16")},
	{name: "no assessment, neither", why: "an ISMS without assessment is asked too", on: "ClauseAssessment/", change: func(f *fixture) { f.drop(f.isms, f.tool, f.server) }, want: []string{
		noInfrastructure, "L-01 PhaseUnknown Unknown",
	}},
}

var exceptionRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "names unknown", why: "references that dangle are found", change: func(f *fixture) {
		e := &f.exception.Spec
		e.PersonRefs, e.RequestedBy, e.Approvals[0].By = []api.Reference{*ref("ghost")}, actor("ghost2"), *actor("ghost3")
		e.Lapse.RecordRef.Name = "ghost"
	}, want: []string{
		"X-04 ReferenceNotFound Minor spec.personRefs[ghost]", "X-04 ReferenceNotFound Minor spec.requestedBy.personRef",
		"X-04 ReferenceNotFound Minor spec.approvals[board].by.personRef", "X-04 ReferenceNotFound Minor spec.lapse.recordRef",
	}},
	{name: "lapse of an unknown kind", why: "what no kind holds does not exist", change: func(f *fixture) { f.exception.Spec.Lapse.RecordRef.Kind = "Ghost" }, want: []string{"X-04 ReferenceNotFound Minor spec.lapse.recordRef"}},
	{name: "asked for and closed tomorrow", why: "what has happened lies in the past", change: func(f *fixture) {
		f.exception.Spec.RequestedOn, f.exception.Spec.ClosedOn = date("2026-06-16"), date("2026-06-16")
	}, want: []string{"X-05 DateInFuture Minor spec.closedOn", "X-05 DateInFuture Minor spec.requestedOn"}},
	{name: "approval bound", why: "the approval is of what the exception says", change: func(f *fixture) {
		f.exception.Spec.Approvals[0].ContentHash = api.ContentHash(f.exception.Spec.Approvable())
	}},
	{name: "changed since approval", why: "X-07 says so, and P6-08 does not say it again", change: func(f *fixture) {
		f.exception.Spec.Approvals[0].ContentHash = api.ContentHash(f.exception.Spec.Approvable())
		f.exception.Spec.Reason = "another"
	}, want: []string{"X-07 ApprovalStale Minor spec.approvals[board].contentHash"}},
	// P6-07
	{name: "last day", why: "valid on the end date", today: "2026-12-31"},
	{name: "expired", why: "over the day after", today: "2027-01-01", want: []string{"P6-07 ExceptionExpired Minor spec.validity.validUntil"}},
	{name: "expired, closed today", why: "what is closed is history", today: "2027-01-01", change: func(f *fixture) { f.exception.Spec.ClosedOn = date("2027-01-01") }},
	{name: "expired, closed tomorrow", why: "until then it is not", today: "2027-01-01", change: func(f *fixture) { f.exception.Spec.ClosedOn = date("2027-01-02") }, want: []string{"P6-07 ExceptionExpired Minor spec.validity.validUntil", "X-05 DateInFuture Minor spec.closedOn"}},
	{name: "expired and invalid", why: "what is over need not be corrected", today: "2027-01-01", change: func(f *fixture) { f.exception.Spec.Reason = "" }, want: []string{"P6-07 ExceptionExpired Minor spec.validity.validUntil"}},
	// P6-08
	{name: "no validity", why: "an exception ends", change: func(f *fixture) { f.exception.Spec.Validity = nil }, want: []string{"P6-08 ExceptionInvalid Minor spec.validity.validUntil"}},
	{name: "evergreen", why: "evergreen is no end", change: func(f *fixture) {
		f.exception.Spec.Validity = &api.Validity{Evergreen: &api.Evergreen{Reason: "always so"}}
	}, want: []string{"P6-08 ExceptionInvalid Minor spec.validity.validUntil"}},
	{name: "waives nothing", why: "it must say what it waives", change: func(f *fixture) { f.exception.Spec.Lapse = nil }, want: []string{"P6-08 ExceptionInvalid Minor spec.lapse"}},
	{name: "waives a conflict", why: "a conflict is something", change: func(f *fixture) {
		f.exception.Spec.Lapse, f.exception.Spec.Conflict = nil, &api.WaivedConflict{First: "a", Second: "b"}
	}},
	{name: "blank reason", why: "a blank is no reason", change: func(f *fixture) { f.exception.Spec.Reason = " " }, want: []string{"P6-08 ExceptionInvalid Minor spec.reason"}},
	{name: "no compensating control", why: "the risk must be kept down meanwhile", change: func(f *fixture) { f.exception.Spec.CompensatingControl = "" }, want: []string{"P6-08 ExceptionInvalid Minor spec.compensatingControl"}},
	{name: "not approved", why: "nothing is waived without approval", change: func(f *fixture) { f.exception.Spec.Approvals = nil }, want: []string{"P6-08 ExceptionInvalid Minor spec.approvals"}},
	{name: "not approved, from tomorrow", why: "there is time to decide", change: func(f *fixture) {
		f.exception.Spec.Approvals, f.exception.Spec.Validity.ValidFrom = nil, date("2026-06-16")
	}},
	{name: "not approved, from today", why: "until its first day", change: func(f *fixture) {
		f.exception.Spec.Approvals, f.exception.Spec.Validity.ValidFrom = nil, date(baseDay)
	}, want: []string{"P6-08 ExceptionInvalid Minor spec.approvals"}},
	{name: "approved tomorrow", why: "an approval that has not come is none", change: func(f *fixture) { f.exception.Spec.Approvals[0].ApprovedOn = date("2026-06-16") }, want: []string{"P6-08 ExceptionInvalid Minor spec.approvals", "X-05 DateInFuture Minor spec.approvals[board].approvedOn"}},
	{name: "approved today", why: "today has come", change: func(f *fixture) { f.exception.Spec.Approvals[0].ApprovedOn = date(baseDay) }},
	{name: "no requester", why: "that two decided cannot be told", change: func(f *fixture) { f.exception.Spec.RequestedBy = nil }, want: []string{"P6-08 ExceptionInvalid Minor spec.requestedBy"}},
	{name: "approved by the requester", why: "nobody grants their own request", change: func(f *fixture) { f.exception.Spec.RequestedBy = actor("boss") }, want: []string{"P6-08 ExceptionInvalid Minor spec.approvals[board].by"}},
	{name: "approved by a role that the requester alone holds", why: "a role is no way around somebody else", change: func(f *fixture) {
		f.exception.Spec.RequestedBy, f.exception.Spec.Approvals[0].By = actor("boss"), *roleActor("top")
	}, want: []string{"P6-08 ExceptionInvalid Minor spec.approvals[board].by"}},
	{name: "approved by a role that nobody held", why: "nobody is known who did", change: func(f *fixture) {
		f.exception.Spec.Approvals[0].By, f.audit.Spec.Assignments[0].From = *roleActor("audit"), date(baseDay)
	}, want: []string{"X-13 ApproverUnknown Unknown spec.approvals[board].by"}},
	{name: "approved by who it is about", why: "nobody waives their own lapse", change: func(f *fixture) {
		f.exception.Spec.PersonRefs = []api.Reference{*ref("boss")}
	}, want: []string{"P6-08 ExceptionInvalid Minor spec.approvals[board].by"}},
	{name: "conflict waived by who is in it", why: "D-03 says so, P6-08 need not; it waives nothing all the same", change: func(f *fixture) {
		f.exception.Spec.PersonRefs, f.exception.Spec.RequestedBy = []api.Reference{*ref("boss")}, actor("boss")
		f.exception.Spec.Lapse, f.exception.Spec.Conflict = nil, &api.WaivedConflict{First: "a", Second: "b"}
	}, want: []string{"D-03 WaiverSelfApproved Minor spec.approvals[board].by"}},
	{name: "12 months", why: "as long as the policy allows", change: func(f *fixture) { f.exception.Spec.Validity.ValidUntil = date("2027-05-01") }},
	{name: "a day longer", why: "is too long", change: func(f *fixture) { f.exception.Spec.Validity.ValidUntil = date("2027-05-02") }, want: []string{"P6-08 ExceptionInvalid Minor spec.validity.validUntil"}},
	{name: "no first day", why: "then it runs from the approval", change: func(f *fixture) {
		f.exception.Spec.Validity = &api.Validity{ValidUntil: date("2027-04-29")}
	}, want: []string{"P6-08 ExceptionInvalid Minor spec.validity.validUntil"}},
	{name: "longer policy", why: "the limit is the organisation's to set", change: func(f *fixture) {
		f.exception.Spec.Validity.ValidUntil = date("2028-05-01")
		f.isms.Spec.Policy.Segregation.ExceptionMaxMonths = ptr[int32](24)
	}},
	{name: "invalid and closed", why: "what is closed need not be corrected", change: func(f *fixture) {
		f.exception.Spec.Reason, f.exception.Spec.ClosedOn = "", date(baseDay)
	}},
}
