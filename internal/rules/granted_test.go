package rules_test

import (
	"regexp"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
)

const (
	notObserved  = "P8-18 AccessNotObserved Unknown spec.observedScope"
	noAccounts   = "P8-18 AccountsNotStated Unknown spec.observedScope"
	noNeeds      = "P8-18 AccessNeedsNotStated Unknown spec.observedScope"
	strangers    = "P8-15 AccessWithoutPerson Minor spec.observedScope"
	strangeGroup = "P8-15 AccessWithoutPerson Unknown spec.observedScope"
	programs     = "P8-15 AccessWithoutPerson Observation spec.observedScope"
)

// observedRows are about what is asked of the ISMS as a whole.
var observedRows = []row{
	// A register that is right, and a cluster that is new.
	{name: "rights as the register has them", why: "a register that is right has no finding", change: observing()},
	{name: "nothing asked for", why: "without a scope nothing about rights is judged", change: observing(func(f *fixture, _ *cluster) { f.isms.Spec.ObservedScope = nil }, bindsAll("User/eve"))},
	{name: "fresh cluster", why: "what Kubernetes binds for itself is nobody's", change: observing(func(f *fixture, c *cluster) {
		*c = *fresh()
		f.ada.Spec.Accounts, f.ism.Spec.Access = nil, nil
	})},
	// P8-18: looked at all?
	{name: "nobody looked", why: "missing is never a pass", change: func(f *fixture) {
		observing()(f)
		f.access = nil
	}, want: []string{notObserved}},
	{name: "nothing came back", why: "nor is a look that saw nothing", change: observing(func(_ *fixture, c *cluster) { c.objects.ClusterRoles = nil }), want: []string{notObserved}},
	{name: "no cluster role", why: "a cluster without any is none, and bindings to them grant nothing that is seen", change: observing(func(f *fixture, c *cluster) {
		c.objects.ClusterRoles, f.ism.Spec.Access = []rbacv1.ClusterRole{}, nil
	}), want: []string{notObserved}},
	{name: "seen 6 days ago", why: "an observation counts for 7 days", change: observing(seenOn("2026-06-09"))},
	{name: "seen 7 days ago", why: "the last day counts", change: observing(seenOn("2026-06-08"))},
	{name: "seen 8 days ago", why: "and the day after does not", change: observing(seenOn("2026-06-07")), want: []string{notObserved}},
	{name: "seen 8 days ago, 8 allowed", why: "the policy says for how long", change: observing(seenOn("2026-06-07"), func(f *fixture, _ *cluster) { f.isms.Spec.Policy.Allocation.ObservationMaxAgeDays = ptr[int32](8) }), want: []string{weakenedAge}},
	{name: "looks all the time", why: "what is looked at again with each judgement does not grow old", change: observing(seenOn("2026-06-07"), func(_ *fixture, c *cluster) { c.seen.Live = true })},
	{name: "seen long ago, and a stranger", why: "that nobody looked again makes nothing better", change: observing(seenOn("2026-06-07"), bindsAll("User/eve")), want: []string{notObserved, strangers}},
	{name: "seen tomorrow", why: "what is seen later says nothing of the day", change: observing(seenOn("2026-06-16"), bindsAll("User/eve")), want: []string{notObserved}},
	{name: "seen on no day", why: "nor does what was seen at any time", change: observing(func(_ *fixture, c *cluster) { c.seen.SeenAt = timeless }), want: []string{notObserved}},
	{name: "only namespaces looked at", why: "the whole cluster was asked for", change: observing(func(_ *fixture, c *cluster) { c.seen.ClusterWide = false }), want: []string{notObserved}},
	{name: "some namespaces looked at", why: "all of them were", change: observing(func(_ *fixture, c *cluster) { c.seen.AllNamespaces, c.seen.Namespaces = false, []string{"prod"} }), want: []string{notObserved}},
	{name: "a namespace looked at", why: "only one was asked for", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}}
		c.seen.AllNamespaces, c.seen.Namespaces = false, []string{"prod"}
	})},
	{name: "another namespace looked at", why: "what was not looked at is unknown", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}}
		c.seen.AllNamespaces, c.seen.Namespaces = false, []string{"test"}
	}), want: []string{notObserved}},
	{name: "cluster roles not read", why: "what a binding grants is unknown without its role", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}, ClusterWide: api.ClusterWideExcluded}
		c.seen.ClusterWide = false
		c.bind("prod", "guests", "unread", "User/eve")
	}), want: []string{notObserved}},
	{name: "needed cluster roles not read", why: "what goes beyond a need is unknown without it", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}, ClusterWide: api.ClusterWideExcluded}
		c.seen.ClusterWide = false
		f.ism.Spec.Access = append(f.ism.Spec.Access, needs(api.AccessClusterRole, "unread", "prod"))
	}), want: []string{notObserved}},
	{name: "needed elsewhere, not looked at", why: "what is needed elsewhere covers nothing here", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}, ClusterWide: api.ClusterWideExcluded}
		c.seen.ClusterWide, c.seen.AllNamespaces, c.seen.Namespaces = false, false, []string{"prod"}
		f.ism.Spec.Access = append(f.ism.Spec.Access, needs(api.AccessRole, "local", "test"))
	})},
	{name: "no such cluster role", why: "a binding of what does not exist grants nothing", change: observing(func(_ *fixture, c *cluster) { c.bind("prod", "guests", "unread", "User/eve") })},
	{name: "not readable", why: "what could not be read is told", change: observing(func(_ *fixture, c *cluster) { c.seen.Unobservable = []string{"the API server refused roles in prod"} }), want: []string{notObserved}},
	// P8-18: anything to compare with?
	{name: "no accounts", why: "where nobody states one it is told once, and not of each", change: observing(bindsAll("User/eve", "Group/devs"), func(f *fixture, _ *cluster) { f.ada.Spec.Accounts = nil }), want: []string{noAccounts}},
	{name: "accounts elsewhere", why: "an account of another system is none in the cluster", change: observing(func(f *fixture, _ *cluster) { f.ada.Spec.Accounts[0].System = "github" }), want: []string{noAccounts}},
	{name: "no needs", why: "nothing can go beyond a need that nobody states", change: observing(func(f *fixture, _ *cluster) { f.ism.Spec.Access = nil }), want: []string{noNeeds}},
	// P8-15
	{name: "strangers", why: "they are told once, whoever they are", change: observing(bindsAll("User/eve", "User/mallory")), want: []string{strangers}},
	{name: "a stranger to another ISMS", why: "who is on record there is no stranger", change: observing(bindsAll("User/eve"), func(_ *fixture, c *cluster) {
		c.seen.Elsewhere = map[access.Subject]bool{{Kind: access.User, Name: "eve"}: true}
	})},
	{name: "in another case", why: "a cluster tells cases apart", change: observing(bindsAll("User/Ada@example.com")), want: []string{strangers}},
	{name: "whoever left", why: "an account that ended is known whose it was", change: observing(bindsAll("User/ben"), func(f *fixture, _ *cluster) {
		f.ben.Spec.Accounts = []api.Account{account("cluster", "ben")}
		f.ben.Spec.Accounts[0].Until = date("2026-06-14")
	})},
	{name: "in another namespace", why: "what is not asked for is not judged", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}}
		c.bind("test", "guests", "reader", "User/eve")
	})},
	{name: "in the whole cluster", why: "what holds everywhere holds in the namespace", change: observing(bindsAll("User/eve"), func(f *fixture, _ *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}}
	}), want: []string{strangers}},
	{name: "in the whole cluster, left out", why: "somebody else may answer for the cluster", change: observing(bindsAll("User/eve"), func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}, ClusterWide: api.ClusterWideExcluded}
		c.seen.ClusterWide = false
	})},
	{name: "whole cluster not looked at", why: "what holds everywhere holds in the namespace, and nobody looked", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}}
		c.seen.ClusterWide = false
	}), want: []string{notObserved}},
	{name: "namespace of the cluster's own", why: "kube-system is not of the ISMS unless it is named", change: observing(func(f *fixture, _ *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{ClusterWide: api.ClusterWideIncluded, Namespaces: []string{"prod", "kube-system"}}
	}), want: []string{strangers}},
	{name: "service accounts", why: "a program is nobody, and somebody answers for it", change: observing(bindsAll("ServiceAccount/prod/app", "ServiceAccount/prod/job")), want: []string{programs}},
	{name: "a user called system:", why: "a name makes nobody a part of the cluster", change: observing(bindsAll("User/system:evil")), want: []string{strangers}},
	{name: "a group called system:", why: "nor a group, of which nobody looked who is in it", change: observing(bindsAll("Group/system:evil")), want: []string{strangeGroup}},
	{name: "nodes granted more", why: "nor do nodes get more than Kubernetes gives them", change: observing(bindsAll("Group/system:nodes")), want: []string{strangeGroup}},
	{name: "service account of kube-system", why: "one that somebody bound there is a program as any other", change: observing(bindsAll("ServiceAccount/kube-system/backdoor")), want: []string{programs}},
	{name: "kube-proxy granted more", why: "nor is a part of the cluster what it is not bound to", change: observing(bindsAll("ServiceAccount/kube-system/kube-proxy")), want: []string{programs}},
	{name: "labelled as made by Kubernetes", why: "whoever may bind may label", change: observing(func(_ *fixture, c *cluster) {
		c.bind("", "others", "cluster-admin", "User/system:evil")
		c.objects.ClusterRoleBindings[len(c.objects.ClusterRoleBindings)-1].Labels = made
	}), want: []string{strangers}},
	{name: "system:masters bound by somebody", why: "only what Kubernetes binds itself is its own", change: observing(bindsAll("Group/system:masters")), want: []string{strangeGroup}},
	{name: "administrators of kubeadm", why: "they are people, and nobody looked who is in the group", change: observing(func(_ *fixture, c *cluster) {
		c.bind("", "kubeadm:cluster-admins", "cluster-admin", "Group/kubeadm:cluster-admins")
	}), want: []string{strangeGroup}},
	{name: "a user called system: whom somebody states", why: "who answers for it states it", change: observing(bindsAll("User/system:evil"), func(f *fixture, _ *cluster) {
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, account("second", "system:evil"))
	})},
	{name: "unread role bound to kube-system", why: "what a binding grants is unknown without its role, whoever has it", change: observing(func(f *fixture, c *cluster) {
		f.isms.Spec.ObservedScope = &api.ObservedScope{Namespaces: []string{"prod"}, ClusterWide: api.ClusterWideExcluded}
		c.seen.ClusterWide = false
		c.bind("prod", "guests", "unread", "ServiceAccount/kube-system/backdoor")
	}), want: []string{notObserved}},
	{name: "service account of somebody", why: "who answers for it states it", change: observing(bindsAll("User/system:serviceaccount:prod:app"), func(f *fixture, _ *cluster) {
		f.ben.Spec.Accounts = []api.Account{{Name: "app", Kind: api.SubjectServiceAccount, Namespace: "prod", Subject: "app"}}
		f.audit.Spec.Access = []api.RoleAccess{needs(api.AccessClusterRole, "reader")}
	})},
	{name: "group", why: "nobody looked who is in it", change: observing(bindsAll("Group/devs")), want: []string{strangeGroup}},
	{name: "group that somebody states", why: "who is in it states so", change: observing(bindsAll("Group/devs"), func(f *fixture, _ *cluster) {
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, api.Account{Name: "devs", Kind: api.SubjectGroup, Subject: "devs"})
	})},
	{name: "group that somebody left today", why: "the last day counts", change: observing(bindsAll("Group/devs"), stated(baseDay, ""))},
	{name: "group that somebody left yesterday", why: "nobody is on record who is in it", change: observing(bindsAll("Group/devs"), stated("2026-06-14", "")), want: []string{strangeGroup}},
	{name: "group that somebody joins today", why: "the first day counts", change: observing(bindsAll("Group/devs"), stated("", baseDay))},
	{name: "group that somebody joins tomorrow", why: "nobody is on record who is in it today", change: observing(bindsAll("Group/devs"), stated("", "2026-06-16")), want: []string{strangeGroup}},
	{name: "group that who left still states", why: "P8-14 tells it of them, once", change: observing(bindsAll("Group/devs"), func(f *fixture, _ *cluster) {
		f.ext.Spec.Accounts = []api.Account{{Name: "devs", Kind: api.SubjectGroup, Subject: "devs"}}
		f.ext.Spec.EngagedUntil = date("2026-06-14")
	})},
	{name: "group that somebody states, and a stranger is in it", why: "that one is on record says nothing of the other", change: observing(bindsAll("Group/devs"), stated("", ""), func(_ *fixture, c *cluster) {
		c.seen.Members = map[string][]string{"devs": {"ada@example.com", "eve"}}
	}), want: []string{strangers}},
	{name: "group that another ISMS states, and a stranger is in it", why: "nor does that", change: observing(bindsAll("Group/devs"), func(_ *fixture, c *cluster) {
		c.seen.Elsewhere = map[access.Subject]bool{{Kind: access.Group, Name: "devs"}: true}
		c.seen.Members = map[string][]string{"devs": {"eve"}}
	}), want: []string{strangers}},
	{name: "group that another ISMS states", why: "who is on record there is no stranger", change: observing(bindsAll("Group/devs"), func(_ *fixture, c *cluster) {
		c.seen.Elsewhere = map[access.Subject]bool{{Kind: access.Group, Name: "devs"}: true}
	})},
	{name: "group of known people", why: "its members are on record", change: observing(bindsAll("Group/devs"), func(_ *fixture, c *cluster) { c.seen.Members = map[string][]string{"devs": {"ada@example.com"}} })},
	{name: "group of a stranger", why: "and this one is not", change: observing(bindsAll("Group/devs"), func(_ *fixture, c *cluster) { c.seen.Members = map[string][]string{"devs": {"eve"}} }), want: []string{strangers}},
	{name: "empty group", why: "it grants nobody anything", change: observing(bindsAll("Group/devs"), func(_ *fixture, c *cluster) { c.seen.Members = map[string][]string{"devs": nil} })},
	{name: "another group was looked at", why: "that says nothing of this one", change: observing(bindsAll("Group/devs"), func(_ *fixture, c *cluster) { c.seen.Members = map[string][]string{"ops": nil} }), want: []string{strangeGroup}},
	{name: "everybody", why: "whoever logs in is nobody in particular", change: observing(bindsAll("Group/system:authenticated")), want: []string{strangers}},
	{name: "everybody, whom somebody states", why: "nobody is all who log in", change: observing(bindsAll("Group/system:authenticated"), func(f *fixture, _ *cluster) {
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, api.Account{Name: "all", Kind: api.SubjectGroup, Subject: "system:authenticated"})
	}), want: []string{strangers}},
	{name: "each sort", why: "sorts are told apart", change: observing(bindsAll("Group/system:authenticated", "User/eve", "Group/devs", "ServiceAccount/prod/app")), want: []string{strangers, strangers, strangeGroup, programs}},
}

// stated has ada state that she is in the group devs until and from a day; both may be "".
func stated(until, from string) func(*fixture, *cluster) {
	return func(f *fixture, _ *cluster) {
		a := api.Account{Name: "devs", Kind: api.SubjectGroup, Subject: "devs"}
		if until != "" {
			a.Until = date(until)
		}
		if from != "" {
			a.From = date(from)
		}
		f.ada.Spec.Accounts = append(f.ada.Spec.Accounts, a)
	}
}

const weakenedAge = "X-14 PolicyWeakened Observation spec.policy.allocation.observationMaxAgeDays"

func TestObservedRights(t *testing.T) { testRows(t, "ClauseAssessment/isms", observedRows) }

// accessNeedRows are about what a role needs.
var accessNeedRows = []row{
	{name: "need that is there", why: "the cluster has the role", change: observing()},
	{name: "need that is not there", why: "what a role needs is unknown then", change: observing(func(f *fixture, _ *cluster) { f.ism.Spec.Access[0].Name = "raeder" }), want: []string{"P8-19 AccessNeedNotFound Unknown spec.access"}},
	{name: "need in no such namespace", why: "a Role is in a namespace", change: observing(func(f *fixture, c *cluster) {
		c.roleIn("prod", "local", reading)
		f.ism.Spec.Access = append(f.ism.Spec.Access, needs(api.AccessRole, "local", "prod", "test"))
	}), want: []string{"P8-19 AccessNeedNotFound Unknown spec.access"}},
	{name: "need where nobody looked", why: "that it is not seen is not that it is absent", change: observing(func(f *fixture, c *cluster) {
		c.seen.AllNamespaces, c.seen.Namespaces = false, []string{"prod"}
		f.ism.Spec.Access = append(f.ism.Spec.Access, needs(api.AccessRole, "local", "test"))
	})},
	{name: "need while nobody looked", why: "nobody knows what the cluster has", change: func(f *fixture) {
		observing(func(f *fixture, _ *cluster) { f.ism.Spec.Access[0].Name = "raeder" })(f)
		f.access = nil
	}},
}

func TestAccessNeeds(t *testing.T) { testRows(t, "SecurityRole/ism", accessNeedRows) }

// TestNoSubjectIsNamed: names of subjects stand on records of people. What is found is in the
// status of the assessment too, which more may read.
func TestNoSubjectIsNamed(t *testing.T) {
	named := regexp.MustCompile(`\b(ada@example\.com|eve|mallory|devs|app|job)\b`)
	for subject, rows := range grantedTables {
		for _, r := range rows {
			for _, f := range r.judge(t, subject) {
				if named.MatchString(f.Message) {
					t.Errorf("%s: %s names a subject: %s", r.name, line(f), f.Message)
				}
			}
		}
	}
}

var grantedTables = map[string][]row{
	"ClauseAssessment/isms": observedRows, "SecurityRole/ism": accessNeedRows, "Person/ada": grantedRows,
}
