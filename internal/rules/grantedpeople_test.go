package rules_test

import (
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
)

var timeless time.Time

const (
	outlivesMajor = "P8-14 AccessOutlivesEngagement Major spec.accounts[cluster]"
	outlivesMinor = "P8-14 AccessOutlivesEngagement Minor spec.accounts[cluster]"
	promisedMore  = "P8-14 AccessOutlivesEngagement Observation spec.accounts[cluster]"
	beyondMinor   = "P8-16 AccessBeyondRole Minor spec.accounts"
	beyondRead    = "P8-16 AccessBeyondRole Observation spec.accounts"
	outlivesRole  = "P8-16 AccessOutlivesRole Minor spec.accounts"
	accessMissing = "P8-17 AccessMissing Observation spec.accounts"
	mayDoAll      = "D-12 UnrestrictedAccess Minor spec.accounts"
	inFact        = "D-13 DutiesConflictInFact Observation spec.accounts"
	inFactMinor   = "D-13 DutiesConflictInFact Minor spec.accounts"
)

// ended has the account of ada end on a day, and her role not: that she has left is another
// matter, with findings of its own.
func ended(day string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) { f.ada.Spec.Accounts[0].Until = date(day) }
}

// readsOnly takes from ada what is not for reading.
func readsOnly(f *fixture, c *cluster) {
	c.objects.RoleBindings = c.objects.RoleBindings[:1]
	f.ism.Spec.Access = f.ism.Spec.Access[:1]
}

// boundToNoRole has ada bound to nothing but a role that does not exist.
func boundToNoRole(_ *fixture, c *cluster) {
	c.objects.RoleBindings, c.objects.ClusterRoleBindings = nil, nil
	c.bind("prod", "later", "planned", "User/ada@example.com")
}

// noRole takes from ada the role that needs the rights; day is the last on which she held it.
func noRole(day string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) {
		deploys := aRole("deploys", api.MandateNone, assigned("ada", "boss"), assigned("boss", "chair"))
		deploys.Spec.Assignments[0].Until = date(day)
		deploys.Spec.Access, f.ism.Spec.Access = f.ism.Spec.Access[1:], f.ism.Spec.Access[:1]
		f.add(deploys)
	}
}

// waivedAll is an exception from a lapse of ada's.
func waivedAll(reason string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) {
		e := aWaiver()
		e.Spec.Conflict, e.Spec.Lapse = nil, &api.WaivedLapse{RecordRef: api.RecordReference{Kind: api.KindPerson, Name: "ada"}, Reason: reason}
		f.add(e)
	}
}

// grantedRows are about what ada is granted.
var grantedRows = []row{
	{name: "what her roles need", why: "a register that is right has no finding", change: observing()},
	{name: "no accounts", why: "that is told of the ISMS, once", change: observing(func(f *fixture, _ *cluster) { f.ada.Spec.Accounts = nil })},
	{name: "nobody looked", why: "that, too", change: func(f *fixture) {
		observing(also("", everything))(f)
		f.access = nil
	}},
	// P8-14
	{name: "account ends tomorrow", why: "it has not ended", change: observing(ended("2026-06-16"))},
	{name: "account ends today", why: "the last day counts", change: observing(ended(baseDay))},
	{name: "account ended yesterday", why: "what is over is granted nothing", change: observing(ended("2026-06-14")), want: []string{outlivesMajor}},
	{name: "account ended, reads", why: "who may only read does less harm", change: observing(ended("2026-06-14"), readsOnly), want: []string{outlivesMinor}},
	{name: "account ended, may do everything", why: "who may do everything can hide what they do", change: observing(ended("2026-06-14"), readsOnly, also("prod", everything)), want: []string{outlivesMajor}},
	{name: "account ended, nothing granted", why: "as it should be", change: observing(ended("2026-06-14"), func(_ *fixture, c *cluster) {
		c.objects.RoleBindings, c.objects.ClusterRoleBindings = nil, nil
	})},
	{name: "account ended, out of scope", why: "what is not asked for is not judged", change: observing(ended("2026-06-14"), func(f *fixture, _ *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"test"}, ClusterWide: api.ClusterWideExcluded}
	})},
	{name: "account of somebody else now", why: "it is theirs, then", change: observing(ended("2026-06-14"), func(f *fixture, _ *cluster) {
		f.ben.Spec.Accounts = []api.Account{account("taken over", "ada@example.com")}
	})},
	{name: "account of somebody else from tomorrow", why: "today it is nobody's", change: observing(ended("2026-06-14"), func(f *fixture, _ *cluster) {
		f.ben.Spec.Accounts = []api.Account{account("taken over", "ada@example.com")}
		f.ben.Spec.Accounts[0].From = date("2026-06-16")
	}), want: []string{outlivesMajor}},
	{name: "another account of hers", why: "one ended, and the other is the same", change: observing(ended("2026-06-14"), func(f *fixture, _ *cluster) {
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, account("again", "ada@example.com"))
	})},
	{name: "account of another ISMS too", why: "whose it is now nobody knows here", change: observing(ended("2026-06-14"), func(_ *fixture, c *cluster) {
		c.seen.Elsewhere = map[access.Subject]bool{{Kind: access.User, Name: "ada@example.com"}: true}
	}), want: []string{"P8-14 AccessOutlivesEngagement Unknown spec.accounts[cluster]"}},
	{name: "account ended, bound to no role", why: "nothing is granted until somebody makes the role", change: observing(ended("2026-06-14"), boundToNoRole), want: []string{promisedMore}},
	{name: "account ends today, bound to no role", why: "the last day counts, and she lacks what her roles need", change: observing(ended(baseDay), boundToNoRole), want: []string{accessMissing}},
	{name: "account ended, bound to no role out of scope", why: "what is not asked for is not judged", change: observing(ended("2026-06-14"), boundToNoRole, func(f *fixture, _ *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"test"}, ClusterWide: api.ClusterWideExcluded}
	})},
	{name: "account ended, bound to what nobody read", why: "whether the role exists is not known, which P8-18 tells", change: observing(ended("2026-06-14"), boundToNoRole, func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}, ClusterWide: api.ClusterWideExcluded}
		f.ism.Spec.Access, c.seen.ClusterWide = nil, false
	})},
	{name: "account ended, bound to a role and to none", why: "what is granted weighs more", change: observing(ended("2026-06-14"), func(_ *fixture, c *cluster) { c.bind("prod", "later", "planned", "User/ada@example.com") }), want: []string{outlivesMajor}},
	{name: "account of somebody else now, bound to no role", why: "it is theirs, then", change: observing(ended("2026-06-14"), boundToNoRole, func(f *fixture, _ *cluster) {
		f.ben.Spec.Accounts = []api.Account{account("taken over", "ada@example.com")}
	})},
	{name: "account of another ISMS too, bound to no role", why: "it may be theirs, and grants nothing", change: observing(ended("2026-06-14"), boundToNoRole, func(_ *fixture, c *cluster) {
		c.seen.Elsewhere = map[access.Subject]bool{{Kind: access.User, Name: "ada@example.com"}: true}
	})},
	{name: "left a group", why: "the register says so, and nobody saw another", change: observing(inGroup("2026-06-14"))},
	{name: "left a group and is in it", why: "the directory says otherwise", change: observing(ended("2026-06-14"), readsOnly, inGroup("2026-06-14"), func(_ *fixture, c *cluster) {
		c.objects.ClusterRoleBindings = c.objects.ClusterRoleBindings[:4]
		c.bind("", "groups", "reader", "Group/devs")
		c.seen.Members = map[string][]string{"devs": {"ada@example.com"}}
	}), want: []string{outlivesMinor}},
	// P8-16
	{name: "more than needed", why: "what no role needs is too much", change: observing(also("prod", signing, deploying)), want: []string{beyondMinor}},
	{name: "more to read", why: "to read is less", change: observing(also("", rule([]string{"get"}, []string{""}, []string{"nodes"}))), want: []string{beyondRead}},
	{name: "the same elsewhere", why: "a need in one namespace is none in another", change: observing(also("test", deploying)), want: []string{beyondMinor}},
	{name: "less than needed in another binding", why: "what is covered twice goes not beyond", change: observing(also("prod", deploying))},
	{name: "beyond, out of scope", why: "what is not asked for is not judged", change: observing(also("test", deploying), func(f *fixture, _ *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}}
	})},
	{name: "beyond, no needs at all", why: "it is told of the ISMS, once", change: observing(also("test", deploying), func(f *fixture, _ *cluster) { f.ism.Spec.Access = nil })},
	{name: "beyond, a need unknown", why: "that the need is unknown is told of the role", change: observing(also("test", deploying), func(f *fixture, _ *cluster) { f.ism.Spec.Access[0].Name = "raeder" })},
	{name: "beyond by a group", why: "what a group brings is hers", change: observing(inGroup(""), func(_ *fixture, c *cluster) { c.bind("test", "testers", "deployer", "Group/devs") }), want: []string{beyondMinor}},
	{name: "role ends tomorrow", why: "she holds it", change: observing(noRole("2026-06-16"))},
	{name: "role ends today", why: "the last day counts", change: observing(noRole(baseDay))},
	{name: "role ended yesterday", why: "what it needed is not needed any more", change: observing(noRole("2026-06-14")), want: []string{outlivesRole}},
	{name: "role ended yesterday, to read", why: "to read is less", change: observing(noRole("2026-06-14"), func(_ *fixture, c *cluster) {
		c.objects.ClusterRoles[len(c.objects.ClusterRoles)-1].Rules = []rbacv1.PolicyRule{rule([]string{"get"}, []string{"apps"}, []string{"deployments"})}
	}), want: []string{"P8-16 AccessOutlivesRole Observation spec.accounts"}},
	{name: "role ended, and more", why: "both are told", change: observing(noRole("2026-06-14"), also("test", deploying)), want: []string{outlivesRole, beyondMinor}},
	{name: "role that others hold", why: "needs are those of who holds it", change: observing(func(f *fixture, _ *cluster) {
		f.audit.Spec.Access, f.ism.Spec.Access = f.ism.Spec.Access[1:], f.ism.Spec.Access[:1]
	}), want: []string{beyondMinor}},
	// P8-17
	{name: "not granted", why: "a role needs it", change: observing(func(_ *fixture, c *cluster) { c.objects.RoleBindings = nil }), want: []string{accessMissing}},
	{name: "granted everywhere", why: "that is here, too", change: observing(func(f *fixture, c *cluster) {
		c.objects.RoleBindings = nil
		c.bind("", "deployers", "deployer", "User/ada@example.com")
		f.ism.Spec.Access[1].Namespaces = nil
	})},
	{name: "not granted, a group may", why: "nobody looked who is in the group", change: observing(func(_ *fixture, c *cluster) {
		c.objects.RoleBindings = nil
		c.bind("prod", "groups", "deployer", "Group/devs")
	})},
	{name: "not granted, a group of others", why: "she is seen not to be in it", change: observing(func(_ *fixture, c *cluster) {
		c.objects.RoleBindings = nil
		c.bind("prod", "groups", "deployer", "Group/devs")
		c.seen.Members = map[string][]string{"devs": {"eve"}}
	}), want: []string{accessMissing}},
	{name: "not granted by the day", why: "an account from tomorrow on is none today", change: observing(func(f *fixture, _ *cluster) {
		f.ada.Spec.Accounts[0].From = date("2026-06-16")
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, account("other", "ada"))
	}), want: []string{accessMissing}},
	{name: "account from today", why: "the first day counts", change: observing(func(f *fixture, _ *cluster) { f.ada.Spec.Accounts[0].From = date(baseDay) })},
	{name: "not granted to a deputy", why: "who stands in need not be ready every day", change: observing(func(f *fixture, c *cluster) {
		c.objects.RoleBindings = nil
		f.ism.Spec.Access = f.ism.Spec.Access[:1]
		standIn := aRole("deploys", api.MandateNone, deputed("ada"), assigned("boss", "chair"))
		standIn.Spec.Access = []api.RoleAccess{needs(api.AccessClusterRole, "deployer", "prod")}
		f.add(standIn)
	})},
	// D-12
	{name: "everything", why: "who may do everything may do both of all", change: observing(also("", everything)), want: []string{mayDoAll}},
	{name: "everything in a namespace", why: "there, too", change: observing(also("prod", everything)), want: []string{mayDoAll}},
	{name: "everything twice", why: "one person, one finding", change: observing(also("prod", everything), func(_ *fixture, c *cluster) { c.bind("", "more", "extra", "User/ada@example.com") }), want: []string{mayDoAll}},
	{name: "everything, which a role needs", why: "somebody has to, and it stays in sight", change: observing(also("", everything), func(f *fixture, _ *cluster) {
		f.ism.Spec.Access = append(f.ism.Spec.Access, needs(api.AccessClusterRole, "extra"))
	}), want: []string{"D-12 UnrestrictedAccess Observation spec.accounts"}},
	{name: "everything, waived", why: "a waiver lowers by one step", change: observing(also("", everything), waivedAll("UnrestrictedAccess")), want: []string{"D-12 UnrestrictedAccess Observation spec.accounts"}},
	{name: "everything, another waiver", why: "one of another lapse does not", change: observing(also("", everything), waivedAll("RoleHeldByLeaver")), want: []string{mayDoAll}},
	{name: "everything, by an account from tomorrow on", why: "what is granted today can be used today", change: observing(planned("2026-06-16")), want: []string{mayDoAll}},
	{name: "everything, by an account from a day that never comes", why: "a day hides nothing", change: observing(planned("2199-01-01")), want: []string{mayDoAll}},
	{name: "everything, by an account of somebody else until it is hers", why: "it is told of them", change: observing(planned("2026-06-16"), bens("", "")), want: nil},
	{name: "everything, by an account that somebody else had", why: "what is left of it is told of them", change: observing(planned("2026-06-16"), bens("", "2026-06-14")), want: nil},
	{name: "everything, by an account that is planned for two", why: "neither hides the other", change: observing(planned("2026-06-16"), bens("2026-06-16", "")), want: []string{mayDoAll}},
	{name: "everything, by a group from tomorrow on", why: "she is not in it yet", change: observing(planned("2026-06-16"), func(f *fixture, c *cluster) {
		f.ada.Spec.Accounts[1].Kind = api.SubjectGroup
		c.objects.ClusterRoleBindings[len(c.objects.ClusterRoleBindings)-1].Subjects[0].Kind = "Group"
	})},
	// D-13
	{name: "two duties in fact", why: "who may approve and provide may do both", change: observing(also("", binding, signing)), want: []string{beyondMinor, inFact}},
	{name: "one duty in fact", why: "one is no conflict", change: observing(also("", binding)), want: []string{beyondMinor}},
	{name: "a duty in fact and one of a role", why: "the two meet in one person", change: observing(also("", signing), statingDuty("ProvisionAccess", "Kubernetes")), want: []string{beyondMinor, inFact}},
	{name: "a duty in fact and one of a role elsewhere", why: "two scopes are no conflict", change: observing(also("", signing), statingDuty("ProvisionAccess", "payroll")), want: []string{beyondMinor}},
	{name: "two duties of roles", why: "what roles say is told by D-01 alone", change: observing(also("", binding, signing), statingDuty("ProvisionAccess", "kubernetes"), statingDuty("ApproveAccess", "kubernetes")), want: []string{beyondMinor, "D-01 DutiesConflict Minor"}},
	{name: "the auditor of oneself", why: "the manager of the ISMS may write its audits", change: observing(also("isms", managing, auditing)), want: []string{beyondMinor, inFactMinor}},
	{name: "deletes backups and verifies restores", why: "who may delete a copy can hide that it was none", change: observing(also("", deletingBackups), statingDuty("VerifyRestore", "kubernetes")), want: []string{beyondMinor, inFact}},
	{name: "has backups deleted and verifies restores", why: "a request deletes as well", change: observing(also("", rule([]string{"create"}, []string{"velero.io"}, []string{"deletebackuprequests"})), statingDuty("VerifyRestore", "kubernetes")), want: []string{beyondMinor, inFact}},
	{name: "makes backups and verifies restores", why: "one more copy hides nothing", change: observing(also("", rule([]string{"create"}, []string{"velero.io"}, []string{"backups"})), statingDuty("VerifyRestore", "kubernetes")), want: []string{beyondMinor}},
	{name: "deletes events", why: "they are no log, and the role edit of every cluster may do it", change: observing(also("prod", rule([]string{"deletecollection"}, []string{""}, []string{"events"})), statingDuty("BeLoggedAdministrator", "kubernetes")), want: []string{beyondMinor}},
	{name: "audits of another ISMS", why: "another namespace is another ISMS", change: observing(also("other", managing, auditing)), want: []string{beyondMinor}},
	{name: "duties, waived", why: "a waiver lowers by one step", change: observing(also("", binding, signing), waivedPair("ApproveAccess", "ProvisionAccess"), func(f *fixture, _ *cluster) {
		f.isms.Spec.Policy.Segregation.DutyConflicts = []api.DutyConflict{{First: "ApproveAccess", Second: "ProvisionAccess", Grade: "Major"}}
	}), want: []string{beyondMinor, inFact}},
	{name: "duties of no pair", why: "the policy may take a pair out", change: observing(also("", binding, signing), func(f *fixture, _ *cluster) {
		f.isms.Spec.Policy.Segregation.DutyConflicts = []api.DutyConflict{{First: "ApproveAccess", Second: "ProvisionAccess", DisabledBecause: "two steps by a tool"}}
	}), want: []string{beyondMinor}},
	{name: "duties graded low", why: "nothing is below an opportunity", change: observing(also("", binding, signing), func(f *fixture, _ *cluster) {
		f.isms.Spec.Policy.Segregation.DutyConflicts = []api.DutyConflict{{First: "ApproveAccess", Second: "ProvisionAccess", Grade: "Opportunity"}}
	}), want: []string{beyondMinor, "D-13 DutiesConflictInFact Opportunity spec.accounts"}},
	{name: "signs of the policy", why: "they stand in for those of the default", change: observing(also("", binding, signing), func(f *fixture, _ *cluster) {
		f.isms.Spec.Policy.Segregation.DutySigns = []api.DutySign{{Duty: "approve access", Verbs: []string{"update"}, Resources: []string{"requests"}}}
	}), want: []string{beyondMinor}},
	{name: "signs of a duty of one's own", why: "the policy names other duties", change: observing(also("prod", signing), func(f *fixture, _ *cluster) {
		f.isms.Spec.Policy.Segregation.DutySigns = []api.DutySign{
			{Duty: "Develop", Verbs: []string{"approve"}, APIGroups: []string{"certificates.k8s.io"}, Resources: []string{"signers"}},
			{Duty: "AdministerProduction", Verbs: []string{"update"}, APIGroups: []string{"apps"}, Resources: []string{"deployments"}, Namespaces: []string{"prod"}},
		}
	}), want: []string{beyondMinor, inFact}},
	{name: "signs in another namespace", why: "they are where the policy says", change: observing(also("prod", signing), func(f *fixture, _ *cluster) {
		f.isms.Spec.Policy.Segregation.DutySigns = []api.DutySign{
			{Duty: "Develop", Verbs: []string{"approve"}, APIGroups: []string{"certificates.k8s.io"}, Resources: []string{"signers"}},
			{Duty: "AdministerProduction", Verbs: []string{"update"}, APIGroups: []string{"apps"}, Resources: []string{"deployments"}, Namespaces: []string{"test"}},
		}
	}), want: []string{beyondMinor}},
}

// inGroup has ada state that she is in a group that is granted what her roles need; until may
// be "".
func inGroup(until string) func(*fixture, *cluster) {
	return func(f *fixture, c *cluster) {
		a := api.Account{Name: "devs", Kind: api.SubjectGroup, Subject: "devs"}
		if until != "" {
			a.Until = date(until)
		}
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, a)
		c.bind("", "devs", "reader", "Group/devs")
	}
}

// planned has an account of ada's that is bound to everything begin on a day.
func planned(from string) func(*fixture, *cluster) {
	return func(f *fixture, c *cluster) {
		a := account("later", "later")
		a.From = date(from)
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, a)
		c.role("all", everything)
		c.bind("", "all", "all", "User/later")
	}
}

// bens has ben state the account of planned as his, from and until a day; both may be "".
func bens(from, until string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) {
		a := account("mine", "later")
		if from != "" {
			a.From = date(from)
		}
		if until != "" {
			a.Until = date(until)
		}
		f.ben.Spec.Accounts = []api.Account{a}
	}
}

// statingDuty gives ada's role a duty.
func statingDuty(name, scope string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) { f.ism.Spec.Duties = append(f.ism.Spec.Duties, duty(name, scope)) }
}

// waivedPair is an exception from a conflict of ada's.
func waivedPair(first, second string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) {
		e := aWaiver()
		e.Spec.Conflict = &api.WaivedConflict{First: first, Second: second}
		f.add(e)
	}
}

func TestGrantedRights(t *testing.T) { testRows(t, "Person/ada", grantedRows) }

// leaverRows look at what is asked of rights alone: what else a leaver leaves behind has rows of
// its own.
var leaverRows = []struct {
	name, why, until string
	state            api.EngagementState
	want             string
}{
	{"leaves tomorrow", "she is here", "2026-06-16", "", ""},
	{"leaves today", "the last day counts", baseDay, "", ""},
	{"left yesterday", "and the day after does not", "2026-06-14", "", outlivesMajor + " since 2026-06-15"},
	{"left on a day that nobody knows", "whenever it was, it was before", "", api.StateLeft, outlivesMajor + " since "},
	{"engaged", "no end is known", "", api.StateEngaged, ""},
}

func TestRightsOfLeavers(t *testing.T) {
	for _, r := range leaverRows {
		var got string
		for _, f := range (row{change: observing(func(f *fixture, _ *cluster) {
			f.ada.Spec.State = r.state
			if r.until != "" {
				f.ada.Spec.EngagedUntil = date(r.until)
			}
		})}).judge(t, "Person/ada") {
			if f.Rule == "P8-14" || f.Rule == "P8-16" || f.Rule == "P8-17" || f.Rule == "D-12" || f.Rule == "D-13" {
				got += line(f) + " since " + f.Since.String()
			}
		}
		if got != r.want {
			t.Errorf("%s: %s: got %q, want %q", r.name, r.why, got, r.want)
		}
	}
}

// TestSharedAccountOfALeaver: who left may still be able to sign in with an account that somebody
// else had beside them; one that was handed on is that of whoever has it.
func TestSharedAccountOfALeaver(t *testing.T) {
	const unknown = "P8-14 AccessOutlivesEngagement Unknown spec.accounts[cluster]"
	for _, tc := range []struct{ why, state, until, from, engaged, want string }{
		{"since when it is theirs, nobody knows", "", "", "", "", unknown},
		{"both had it on her last day", "", "", "2026-06-14", "", unknown},
		{"it is theirs from the day after on", "", "", baseDay, "", ""},
		{"it is theirs from tomorrow on, and nobody's today", "", "", "2026-06-16", "", outlivesMajor},
		{"they came on her last day", "", "", "", "2026-06-14", unknown},
		{"they came the day after", "", "", "", baseDay, ""},
		{"its last day is on record", "", "2026-06-14", "", "", ""},
		{"when she left nobody knows", "Left", "", baseDay, "", unknown},
	} {
		got := ""
		for _, f := range (row{change: observing(func(f *fixture, _ *cluster) {
			mine := account("taken over", "ada@example.com")
			if tc.from != "" {
				mine.From = date(tc.from)
			}
			if tc.engaged != "" {
				f.ben.Spec.EngagedFrom = date(tc.engaged)
			}
			f.ben.Spec.Accounts = []api.Account{mine}
			if tc.until != "" {
				f.ada.Spec.Accounts[0].Until = date(tc.until)
			}
			if f.ada.Spec.State = api.EngagementState(tc.state); tc.state == "" {
				f.ada.Spec.EngagedUntil = date("2026-06-14")
			}
		})}).judge(t, "Person/ada") {
			if f.Rule == "P8-14" {
				got += line(f)
			}
		}
		if got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.why, got, tc.want)
		}
	}
}

// TestRightsOfALeaverByGroup: whether who left is still in a group nobody knows, unless somebody
// looked.
func TestRightsOfALeaverByGroup(t *testing.T) {
	for _, tc := range []struct {
		why, role string
		members   map[string][]string
		shared    bool
		want      string
	}{
		{"nobody looked", "reader", nil, false, "P8-14 AccessOutlivesEngagement Unknown spec.accounts[devs]"},
		{"she is not in it", "reader", map[string][]string{"devs": {"eve"}}, false, ""},
		{"she is in it", "reader", map[string][]string{"devs": {"ada@example.com"}}, true, outlivesMinor},
		{"nobody looked, and somebody else is in it still, which says nothing of her", "reader", nil, true, "P8-14 AccessOutlivesEngagement Unknown spec.accounts[devs]"},
		{"nobody looked, and the group is bound to no role: it grants nothing, and the group stays", "planned", nil, false, ""},
	} {
		got := ""
		for _, f := range (row{change: observing(inGroup(""), readsOnly, func(f *fixture, c *cluster) {
			f.ada.Spec.EngagedUntil = date("2026-06-14")
			c.seen.Members = tc.members
			if tc.shared {
				f.ben.Spec.Accounts = []api.Account{{Name: "devs", Kind: api.SubjectGroup, Subject: "devs"}}
			}
			for i := range c.objects.ClusterRoleBindings {
				switch b := &c.objects.ClusterRoleBindings[i]; b.Name {
				case "readers":
					b.Subjects = nil
				case "devs":
					b.RoleRef.Name = tc.role
				}
			}
		})}).judge(t, "Person/ada") {
			if f.Rule == "P8-14" {
				got += line(f)
			}
		}
		if got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.why, got, tc.want)
		}
	}
}

// TestMessagesOfRights looks at what the sentences must name.
func TestMessagesOfRights(t *testing.T) {
	for _, tc := range []struct {
		change  func(*fixture)
		on, say string
	}{
		{observing(ended("2026-06-14")), "Person/ada", `The account "cluster" of ada, which ended on 2026-06-14, is still granted the ClusterRole deployer in the namespace prod (RoleBinding prod/deployers) and the ClusterRole reader in the whole cluster (ClusterRoleBinding readers)`},
		{observing(bindsAll("User/eve", "User/mallory")), "ClauseAssessment/isms", "The cluster grants rights to 2 users whom no Person states as an account, by ClusterRoleBinding others"},
		{observing(seenOn("2026-06-07")), "ClauseAssessment/isms", "What the cluster grants is not known: somebody looked on 2026-06-07 last, and that counts for 7 days"},
		{observing(noRole("2026-06-14")), "Person/ada", "ada is still granted what the SecurityRole deploys needs, which they do not hold any more: the ClusterRole deployer in the namespace prod (RoleBinding prod/deployers)"},
		{observing(also("", signing), statingDuty("ProvisionAccess", "kubernetes"), func(f *fixture, _ *cluster) {
			f.ism.Spec.Access = append(f.ism.Spec.Access, needs(api.AccessClusterRole, "extra"))
		}), "Person/ada", "ada may in fact do ApproveAccess, by the ClusterRole extra in the whole cluster (ClusterRoleBinding extras), and ProvisionAccess, by the SecurityRole ism, which conflict (pair 2); no roles give them both"},
	} {
		got := row{change: tc.change}.judge(t, tc.on)
		if len(got) != 1 || got[0].Message != tc.say {
			t.Errorf("got %v, want %q", got, tc.say)
		}
	}
}
