//go:build prometheus

package prometheus

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// reminders copies the configuration that is shipped into the folder, and changes where it
// sends to and how long it waits, and nothing else.
func reminders(t *testing.T, dir string, to *receivers) {
	t.Helper()
	config := shipped(t, "alertmanager.yaml")
	for was, is := range map[string]string{
		"smtp_smarthost: mail.example.com:587":   "smtp_smarthost: " + to.mail,
		"smtp_require_tls: true":                 "smtp_require_tls: false",
		"https://slack.com/api/chat.postMessage": to.chat,
		"/etc/alertmanager/chat-token":           "chat-token",
		"group_wait: 5m ":                        "group_wait: 1s ",
		"group_interval: 1h\n":                   "group_interval: 1s\n",
	} {
		if strings.Count(config, was) != 1 {
			t.Fatalf("config/prometheus/alertmanager.yaml has %q %d times", was, strings.Count(config, was))
		}
		config = strings.Replace(config, was, is, 1)
	}
	write(t, filepath.Join(dir, "alertmanager.yaml"), config)
	write(t, filepath.Join(dir, "alertmanager.tmpl"), shipped(t, "alertmanager.tmpl"))
	write(t, filepath.Join(dir, "chat-token"), "chat-token")
}

func shipped(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../config/prometheus/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// register is one of two roles and a person, who answer for what ends on the days.
const register = `
apiVersion: v1
kind: Namespace
metadata: {name: borealis}
---
apiVersion: isms-operator.io/v1alpha1
kind: SecurityRole
metadata: {name: supplier-manager, namespace: borealis}
spec: {title: Supplier manager}
---
apiVersion: isms-operator.io/v1alpha1
kind: SecurityRole
metadata: {name: system-administrator, namespace: borealis}
spec: {title: System administrator}
---
apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: ada-ochoa, namespace: borealis}
spec: {owner: {roleRef: {name: supplier-manager}}}
`

const owned = `
---
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: %s, namespace: borealis}
spec: {product: Tool, criticality: Low, owner: {%s: {name: %s}}, term: {start: "2020-01-01", end: %q%s}}
`

// testReminders has each role told of its own deadlines, and of nobody else's.
func (e *environment) testReminders(t *testing.T, now time.Time) {
	day := func(days int) string { return api.DateOf(now.AddDate(0, 0, days)).String() }
	e.kubectl(t, register+
		fmt.Sprintf(owned, "plotter", "roleRef", "supplier-manager", day(10), "")+
		fmt.Sprintf(owned, "scanner", "roleRef", "supplier-manager", day(12), "")+
		fmt.Sprintf(owned, "editor", "roleRef", "supplier-manager", day(-5), "")+
		fmt.Sprintf(owned, "backup", "roleRef", "system-administrator", day(14), "")+
		fmt.Sprintf(owned, "monitor", "roleRef", "system-administrator", day(50), ", noticePeriodDays: 30")+
		fmt.Sprintf(owned, "ledger", "personRef", "ada-ochoa", day(10), "")+
		fmt.Sprintf(owned, "payslip", "roleRef", "ada-ochoa", day(10), ""), // which is no role
		"apply", "-f", "-")

	lapsing := func(name string, days int) string {
		return item("ToolLicense "+name+" in namespace borealis lapses after "+day(days)+".", "Renew it and record the new day, or record when it goes out of use.", "IsmsRecordLapsing")
	}
	lapsed := item("ToolLicense editor in namespace borealis lapsed after "+day(-5)+" and is still relied on.", "Renew it and record the new day, or record since when nobody relies on it.", "IsmsRecordLapsed")
	notice := item("The last day to give notice for ToolLicense monitor in namespace borealis is "+day(20)+", and nothing is decided.", "Decide whether to renew or to give notice, and record the decision.", "IsmsNoticeDeadlinePassing")
	for _, role := range []struct {
		name   string
		digest [][]string // the items of each message: what is urgent apart from what comes
		others []string
	}{
		{"supplier-manager", [][]string{{lapsed}, {lapsing("plotter", 10), lapsing("scanner", 12)}}, []string{"backup", "monitor", "ledger", "payslip"}},
		{"system-administrator", [][]string{{notice}, {lapsing("backup", 14)}}, []string{"plotter", "scanner", "editor", "ledger", "payslip"}},
	} {
		for _, items := range role.digest {
			title := fmt.Sprintf("ISMS borealis: deadlines of %s (%d)", role.name, len(items))
			all := "All there is to do: kubectl isms worklist -n borealis --owner " + role.name
			eventually(t, "mail to "+role.name, e.told(role.name+"@isms.example.com", title, why(role.name)+"\n\n"+strings.Join(items, "\n")+"\n"+all))
			eventually(t, "chat to "+role.name, e.told("#isms-"+role.name, title, chat(items)+strings.Replace(all, "kubectl", "`kubectl", 1)+"`"))
		}
		for _, m := range append(e.to(role.name+"@isms.example.com"), e.to("#isms-"+role.name)...) {
			for _, other := range role.others {
				if strings.Contains(fmt.Sprint(m), other) {
					t.Errorf("%s is told of %s, for which others answer: %+v", role.name, other, m)
				}
			}
		}
	}
	showsMessage(t, why("supplier-manager")+"\n\n"+lapsing("plotter", 10)+"\n"+lapsing("scanner", 12))
	nobody := "No role is known that answers for this in namespace borealis.\n\n" + lapsing("ledger", 10) + "\n" + lapsing("payslip", 10) + "\nAll there is to do: kubectl isms worklist -n borealis"
	eventually(t, "mail about what no role answers for", e.told("isms-officer@isms.example.com", "ISMS borealis: IsmsRecordLapsing (2)", nobody))
	e.namesNobody(t)
}

func why(role string) string {
	return "Deadlines of the role " + role + " in namespace borealis:"
}

func item(what, action, runbook string) string {
	return fmt.Sprintf("- %s\n  To do: %s\n  How: https://github.com/isms-operator/isms-operator/blob/main/docs/runbooks/%s.md\n", what, action, runbook)
}

// showsMessage says whether docs/reminders.md shows the message, of a namespace and days of its own.
func showsMessage(t *testing.T, message string) {
	t.Helper()
	page, err := os.ReadFile("../../docs/reminders.md")
	if err != nil {
		t.Fatal(err)
	}
	days := regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	message = strings.ReplaceAll(message, "namespace borealis", "namespace isms")
	if !strings.Contains(days.ReplaceAllString(string(page), "DAY"), days.ReplaceAllString(message, "DAY")) {
		t.Errorf("docs/reminders.md does not show\n%s", message)
	}
}

// chat is how items of a mail stand in a channel.
func chat(items []string) string {
	return strings.NewReplacer("- ", "• ", "\n  To do:", "", "\n  How:", "").Replace(strings.Join(items, ""))
}

// told says whether somebody was sent just this.
func (s *stack) told(who, subject, text string) func() error {
	return func() error {
		all := s.to(who)
		for _, m := range all {
			if m.subject == subject && strings.TrimSpace(m.text) == text {
				return nil
			}
		}
		return fmt.Errorf("nothing with the subject %q and the text\n%s\namong the messages to %s: %+v", subject, text, who, all)
	}
}

// namesNobody looks for the people of the registers in all that was sent.
func (e *environment) namesNobody(t *testing.T) {
	t.Helper()
	names := strings.Fields(e.kubectl(t, "", "get", "people", "-A", "-o", "jsonpath={.items[*].metadata.name}"))
	if len(names) < 5 {
		t.Fatalf("only the people %q", names)
	}
	for _, m := range e.all() {
		for _, name := range names {
			if strings.Contains(fmt.Sprint(m), name) {
				t.Errorf("%s is named: %+v", name, m)
			}
		}
	}
}

// post hands alerts to Alertmanager once it answers.
func (s *stack) post(t *testing.T, alerts string) {
	t.Helper()
	eventually(t, "alerts are taken", func() error {
		answer, err := http.Post("http://"+s.alertmanager+"/api/v2/alerts", "application/json", strings.NewReader("["+alerts+"]"))
		if err != nil {
			return err
		}
		defer func() { _ = answer.Body.Close() }()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("Alertmanager answers %s", answer.Status)
		}
		return nil
	})
}

// TestAChatIsNotFlooded: a register full of lapses is told of in full by mail alone.
func TestAChatIsNotFlooded(t *testing.T) {
	s := &stack{receivers: startReceivers(t), alertmanager: freeAddress(t)}
	s.startAlertmanager(t, t.TempDir())
	var alerts []string
	for i := range 22 {
		alerts = append(alerts, fmt.Sprintf(`{"labels": {"alertname": "IsmsRecordLapsed", "namespace": "n", "role": "ciso", "name": "r%02d"}, "annotations": {"description": "Record %02d lapsed."}}`, i, i))
	}
	s.post(t, strings.Join(alerts, ","))
	eventually(t, "mail and chat", func() error {
		if n := len(s.all()); n != 2 {
			return fmt.Errorf("%d messages, want 2: %+v", n, s.all())
		}
		return nil
	})
	mail, chat := s.to("ciso@isms.example.com")[0], s.to("#isms-ciso")[0]
	if n := strings.Count(mail.text, "lapsed."); n != 22 {
		t.Errorf("the mail has %d of 22 records:\n%s", n, mail.text)
	}
	if n := strings.Count(chat.text, "lapsed."); n != 20 || !strings.Contains(chat.text, "These are 20 of 22.") || !strings.HasSuffix(chat.subject, "(22)") {
		t.Errorf("the chat has %d records, want 20 and how many there are: %s\n%s", n, chat.subject, chat.text)
	}
}

// TestRemindersAreInert sends Alertmanager what the operator does not: anybody may who
// reaches it.
func TestRemindersAreInert(t *testing.T) {
	s := &stack{receivers: startReceivers(t), alertmanager: freeAddress(t)}
	s.startAlertmanager(t, t.TempDir())
	s.post(t, `
			{"labels": {"alertname": "IsmsRecordLapsing", "namespace": "n", "role": "ciso", "severity": "info"},
			 "annotations": {"description": "<img src=x onerror=alert(1)> <!channel> & <https://example.net|the page>", "runbook_url": "javascript:alert(1)"}},
			{"labels": {"alertname": "IsmsTwo", "role": "eve@example.net, ciso"}, "annotations": {"description": "to a mailbox"}},
			{"labels": {"alertname": "IsmsThree", "role": "`+strings.Repeat("a", 65)+`"}, "annotations": {"description": "to nobody's"}}`)
	eventually(t, "what is no role goes where no role is known", func() error {
		if officer := s.to("isms-officer@isms.example.com"); len(officer) != 2 {
			return fmt.Errorf("%d messages, want 2: %+v", len(officer), s.all())
		}
		if n := len(s.all()); n != 4 {
			return fmt.Errorf("%d messages, want 4: 2 to the officer, 1 mail and 1 chat to ciso: %+v", n, s.all())
		}
		return nil
	})
	html, said := s.to("ciso@isms.example.com")[0].html, s.to("#isms-ciso")[0].text
	for _, c := range []struct{ where, text, has, hasNot string }{
		{"mail", html, "&lt;img src=x onerror=alert(1)&gt; &lt;!channel&gt; &amp;", "<img"},
		{"mail", html, `href="#ZgotmplZ"`, "javascript:"},
		{"chat", said, "&lt;!channel&gt; &amp; &lt;https://example.net|the page&gt;", "<"},
	} {
		if !strings.Contains(c.text, c.has) || strings.Contains(c.text, c.hasNot) {
			t.Errorf("the %s has no %q, or %q:\n%s", c.where, c.has, c.hasNot, c.text)
		}
	}
}
