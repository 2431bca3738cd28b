package expositions

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// boundaries are licences whose days come a day before the middle, on it, and a day after.
// Each but the pair has a role of its own, called as it is, so that an alert which counts
// tells of one as well as an alert which names.
func boundaries() []api.Record {
	var all []api.Record
	add := func(name, role string, end int, change func(*api.ToolLicenseSpec)) {
		r := &api.ToolLicense{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: api.ToolLicenseSpec{
			Product: "Scanner", Criticality: api.CriticalityLow,
			Term: &api.Term{Start: api.MustDate("2025-07-01"), End: Middle.AddDays(end)},
		}}
		r.Spec.Owner = &api.Actor{RoleRef: &api.Reference{Name: role}}
		if change != nil {
			change(&r.Spec)
		}
		all = append(all, r)
	}
	role := func(name string) { all = append(all, &api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: name}}) }
	notice := func(s *api.ToolLicenseSpec) { s.Term.NoticePeriodDays = new(int32(30)) }
	decided := func(s *api.ToolLicenseSpec) {
		notice(s)
		s.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalTerminate, DecidedOn: Middle}
	}
	retired := func(s *api.ToolLicenseSpec) { s.RetiredOn = Middle.AddDays(-1) }
	// Over is the day after the last one, so the last is one earlier than what happens.
	for _, shift := range []int{-1, 0, 1} {
		for _, c := range []struct {
			name   string
			end    int
			change func(*api.ToolLicenseSpec)
		}{
			{"lapses", -1, nil},      // its last day was yesterday
			{"lapses-soon", 29, nil}, // its last day is over in 30 days
			{"notice", 59, notice},   // its last day to give notice is over in 30 days
			{"retired", -1, retired}, // it was out of use on its last day
			{"decided", 59, decided}, // on the middle somebody decides
		} {
			name := fmt.Sprintf("%s-%s", c.name, map[int]string{-1: "before", 0: "on", 1: "after"}[shift])
			role(name)
			add(name, name, c.end+shift, c.change)
		}
	}
	role("pair")
	add("pair-a", "pair", -1, nil)
	add("pair-b", "pair", -1, nil)
	add("nobodys", "a-role-that-is-not-there", -1, nil)
	return append(all, &api.CompetencyRecord{ObjectMeta: metav1.ObjectMeta{Name: "ada-auditing"}, Spec: api.CompetencyRecordSpec{
		Common:   api.Common{Owner: &api.Actor{RoleRef: &api.Reference{Name: "pair"}}},
		Validity: &api.Validity{ValidUntil: Middle.AddDays(29)},
	}})
}

// borealis is the sample organisation, which conforms; of which one record cannot be read on
// the middle, and which has the gaps the day after.
func (r *registers) borealis(today api.Date) *assess.World {
	switch {
	case today.Before(Middle):
		return assess.NewWorld("borealis", r.sample)
	case today.After(Middle):
		return assess.NewWorld("borealis", r.gaps)
	}
	unread := slices.IndexFunc(r.sample, func(r api.Record) bool { _, is := r.(*api.ToolLicense); return is })
	w := assess.NewWorld("borealis", slices.Delete(slices.Clone(r.sample), unread, unread+1))
	w.AddUnread([]assess.Unread{{Record: r.sample[unread], Faults: []assess.Fault{{Field: "spec", Message: "it cannot be read"}}}})
	return w
}

// cygnus has a review alone, and the next is due before the middle.
func cygnus() *assess.World {
	return assess.NewWorld("cygnus", []api.Record{&api.ManagementReview{
		ObjectMeta: metav1.ObjectMeta{Name: "spring"},
		Spec:       api.ManagementReviewSpec{HeldOn: Middle.AddDays(-90), NextReviewOn: Middle.AddDays(-1)},
	}})
}

// draco has somebody whose engagement is over at the middle, and a cluster that goes on letting
// them do everything.
func draco(today api.Date) *assess.World {
	isms := &api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "isms"}, Spec: api.ClauseAssessmentSpec{
		ObservedScope: &api.ObservedScope{ClusterWide: api.ClusterWideIncluded},
	}}
	leaver := &api.Person{ObjectMeta: metav1.ObjectMeta{Name: "lea"}, Spec: api.PersonSpec{
		EngagedFrom: api.MustDate("2020-01-01"), EngagedUntil: Middle.AddDays(-1),
		Accounts: []api.Account{{Name: "cluster", Kind: api.SubjectUser, Subject: "lea"}},
	}}
	w := assess.NewWorld("draco", []api.Record{isms, leaver})
	w.Observe(assess.Observation{Access: &assess.Access{
		SeenAt: today.Time(), Live: true, Source: assess.SourceCluster, ClusterWide: true, AllNamespaces: true,
		Rights: access.New(access.Objects{
			ClusterRoles: []rbacv1.ClusterRole{{
				ObjectMeta: metav1.ObjectMeta{Name: "admin"},
				Rules:      []rbacv1.PolicyRule{{Verbs: []string{"*"}, APIGroups: []string{"*"}, Resources: []string{"*"}}},
			}},
			ClusterRoleBindings: []rbacv1.ClusterRoleBinding{{
				ObjectMeta: metav1.ObjectMeta{Name: "admins"}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: "admin"},
				Subjects: []rbacv1.Subject{{Kind: rbacv1.UserKind, Name: "lea"}},
			}},
		}),
	}})
	return w
}

// registers are the records that the namespaces are made of.
type registers struct{ sample, gaps, acme []api.Record }

// load reads the sample organisation, and its gaps, some of which are edits of its records.
func load(root string) (*registers, error) {
	sample, err := scenarios.LoadFolder(filepath.Join(root, "config/samples"))
	if err != nil {
		return nil, err
	}
	gaps, err := scenarios.LoadFolder(filepath.Join(root, "config/samples/gaps"))
	if err != nil {
		return nil, err
	}
	whole := slices.DeleteFunc(slices.Clone(sample), func(r api.Record) bool {
		return slices.ContainsFunc(gaps, func(gap api.Record) bool {
			return gap.GetName() == r.GetName() && reflect.TypeOf(gap) == reflect.TypeOf(r)
		})
	})
	whole = append(whole, gaps...)
	return &registers{sample: sample, gaps: whole, acme: slices.Concat(whole, boundaries())}, nil
}
