package metrics

import (
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// answering is the label of who answers for a record: a role that the namespace has.
func answering(report *assess.Report, record api.Record) string {
	role := record.RecordCommon().Owner.Role()
	for i := range report.Results {
		if r, ok := report.Results[i].Record.(*api.SecurityRole); ok && r.Name == role {
			return role
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

// TestAggregateSeriesCarryTheRole: each role is told how many records it has to see to. A
// role that has none has no series, so that these do not grow with what a register owns.
func TestAggregateSeriesCarryTheRole(t *testing.T) {
	at := midnight("2026-01-01")
	owned := func(name, role, end string) api.Record {
		return tool(name, end, func(s *api.ToolLicenseSpec) { s.Owner, s.Term.NoticePeriodDays = roleActor(role), new(int32(10)) })
	}
	records := []api.Record{
		&api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "supplier-manager"}},
		&api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "system-administrator"}},
		owned("lapsed", "supplier-manager", "2025-12-31"),
		owned("lapsed-too", "supplier-manager", "2025-12-30"),
		owned("lapsing", "supplier-manager", "2026-01-01"),
		owned("far", "system-administrator", "2027-01-01"),
		owned("nobodys", "chief-of-everything", "2026-01-31"),
	}
	reports := judge(SeriesAggregate, at, at, records)
	for _, c := range []struct{ metric, want, why string }{
		{"isms_records_lapsed", `{kind="ToolLicense",role=""} 0 {kind="ToolLicense",role="supplier-manager"} 2`, "0 where no role answers, none for a role without"},
		{"isms_records_lapsing", `{days="30",kind="ToolLicense",role=""} 0 {days="30",kind="ToolLicense",role="supplier-manager"} 1 ` +
			`{days="60",kind="ToolLicense",role=""} 1 {days="60",kind="ToolLicense",role="supplier-manager"} 1 ` +
			`{days="90",kind="ToolLicense",role=""} 1 {days="90",kind="ToolLicense",role="supplier-manager"} 1`, "a role that the namespace does not have is none"},
		{"isms_records_next_lapse_timestamp_seconds", fmt.Sprintf(`{kind="ToolLicense"} %d`, midnight("2026-01-02").Unix()), "the earliest of all roles"},
		{"isms_records", `{conforming="False",kind="SecurityRole"} 2 {conforming="False",kind="ToolLicense"} 5 `, "no role, since no alert asks for one"},
	} {
		if have := only(t, reports, c.metric); !strings.HasPrefix(have, c.want) {
			t.Errorf("%s is %s, want %s: %s", c.metric, have, c.want, c.why)
		}
	}
}
