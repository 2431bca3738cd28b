package metrics

import (
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// answering is the label of who answers for a record: a role that the namespace has.
func answering(reports *Reports, record api.Record) string {
	role := record.RecordCommon().Owner.Role()
	for _, j := range reports.all() {
		for i := range j.report.Results {
			if r, ok := j.report.Results[i].Record.(*api.SecurityRole); ok && r.Name == role {
				return role
			}
		}
	}
	return ""
}

func roleActor(name string) *api.Actor { return &api.Actor{RoleRef: &api.Reference{Name: name}} }

func TestSeriesCarryTheRoleThatAnswers(t *testing.T) {
	at := midnight("2026-01-01")
	neighbours := []api.Record{
		&api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "supplier-manager"}, Spec: api.SecurityRoleSpec{Title: "Head of suppliers", Aliases: []string{"buyer"}}},
		&api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "buyer"}},
		&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada-ochoa"}},
	}
	for _, c := range []struct {
		why   string
		owner *api.Actor
		want  string
	}{
		{"a role", roleActor("supplier-manager"), "supplier-manager"},
		{"a person, who is never named", api.PersonActor("ada-ochoa"), ""},
		{"words of the source", &api.Actor{StatedAs: "ada@example.com"}, ""},
		{"the title of a role, in words", &api.Actor{StatedAs: " head of SUPPLIERS"}, "supplier-manager"},
		{"the name of a person, in words", &api.Actor{StatedAs: "Ada Ochoa"}, ""},
		{"the title of two roles", &api.Actor{StatedAs: "Buyer"}, ""},
		{"nobody", nil, ""},
		{"a person whom the record calls a role", roleActor("ada-ochoa"), ""},
		{"a role that the namespace does not have", roleActor("chief-of-everything"), ""},
		{"mailboxes that the record calls a role, which an address would be made of", roleActor("eve@example.net, supplier-manager"), ""},
	} {
		licence := tool("scanner", "2026-06-30", func(s *api.ToolLicenseSpec) {
			s.Owner, s.Term.NoticePeriodDays = c.owner, new(int32(30))
		})
		reports := judge(SeriesRecord, at, at, append([]api.Record{licence}, neighbours...))
		for _, metric := range []string{"isms_record_conforming", "isms_record_current", "isms_record_valid_until_timestamp_seconds", "isms_record_notice_deadline_timestamp_seconds"} {
			want := fmt.Sprintf(`{kind="ToolLicense",name="scanner",role=%q}`, c.want)
			if have := only(t, reports, metric); !strings.Contains(have, want) {
				t.Errorf("%s is %q, want %q in it: %s", metric, have, want, c.why)
			}
		}
	}
}

// TestRecordsAboutPeopleHaveNoRoleEither: who answers for them would tell of whom they are.
func TestRecordsAboutPeopleHaveNoRoleEither(t *testing.T) {
	at := midnight("2026-01-01")
	common := api.Common{Owner: roleActor("people-manager")}
	records := []api.Record{
		&api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "people-manager"}},
		&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada-ochoa"}, Spec: api.PersonSpec{Common: common}},
		&api.CompetencyRecord{ObjectMeta: metav1.ObjectMeta{Name: "ada-ochoa-auditing"}, Spec: api.CompetencyRecordSpec{Common: common}},
	}
	for _, l := range lines(scrape(t, judge(SeriesRecord, at, at, records)), func(string) bool { return true }) {
		if strings.Contains(l, "ada-ochoa") || strings.Contains(l, `role="people-manager"`) {
			t.Errorf("%s is of a person", l)
		}
	}
}

// TestAggregateSeriesHaveNoRole: a number of records has no owner; its alerts fall back.
func TestAggregateSeriesHaveNoRole(t *testing.T) {
	at := midnight("2026-01-01")
	licence := tool("scanner", "2026-01-10", func(s *api.ToolLicenseSpec) { s.Owner = roleActor("supplier-manager") })
	role := &api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "supplier-manager"}}
	for _, l := range lines(scrape(t, judge(SeriesAggregate, at, at, []api.Record{licence, role})), func(string) bool { return true }) {
		if strings.Contains(l, "supplier-manager") || strings.Contains(l, "role=") {
			t.Errorf("%s names a role", l)
		}
	}
}
