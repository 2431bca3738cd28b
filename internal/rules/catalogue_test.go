package rules_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// extensions are rules beyond the catalogue, each with the reason for it.
var extensions = map[string]string{
	"P1-14":  "Clause 6.1.3 f: what remains of a great risk is accepted too",
	"P1-15":  "a need that comes from no risk and no objective is a wish",
	"P1-16":  "a person is no tool",
	"P1-17":  "Clause 9.3.2 f: who leads hears of what others bear in their name",
	"P1-19":  "a risk that contradicts itself or the statement is not known",
	"P3-09":  "a register that contradicts itself on what is in use does not tell it",
	"P10-07": "Clause 10.2: a correction that leaves the cause, or has no effect, corrects nothing",
	"P1-18":  "Clause 6.1.3: a plan that nobody follows up treats nothing",
	"P2-18":  "Clause 7.2 a: what a role takes is determined, and not read off its holder",
	"P2-19":  "Clauses 7.2 and 7.3: they hold for top management, too",
	"P5-10":  "Clause 9.3.2 d: a decision on resources rests on how the ISMS performs",
	"P5-11":  "much that is overdue at one person is one lack of time",
	"P6-13":  "Clause 5.1 c: to run what nobody mends is for top management to decide",
	"P2-20":  "missing is unknown: what is neither attained nor planned nor lapsed",
	"P6-14":  "an exception from a lapse that there is not waives nothing, and its owner believes it does",
	"P6-15":  "an exception that outlives its lapse is a way around a rule, kept at hand",
	"P6-16":  "exceptions in a row are a rule",
	"P7-16":  "Control A.5.22: a report that nobody reads is no assurance",
	"P7-17":  "a report that counts on what its user does not do assures of nothing",
	"P8-12":  "Control A.5.2: assignments are looked at, and not only made",
	"L-09":   "a text of a template says nothing of who left it",
	"L-08":   "Clause 9.1: what is done only for the audit is not done",
	"P4-11":  "Clause 7.1: money that nobody asked for pays for nothing",
	"P4-10":  "money that is never spent was never provided",
	"P6-11":  "software of which nobody knows how long it is mended is a lapse to come",
	"P6-12":  "Clause 7.1: what is in use is maintained",
	"P7-13":  "a result that its own numbers contradict proves nothing",
	"P7-14":  "what much rests on is not of little weight",
	"P7-15":  "Control A.5.22: nobody reviews themselves",
	"P9-15":  "Clause 9.2.2 a: the programme covers the ISMS, and not what is easy",
	"S-14":   "a statement of plans is no ISMS",
	"S-15":   "what is inherited comes from somebody",
	"S-16":   "what carried a control and is gone carries it no more",
	"S-17":   "a person is no technology",
	"S-18":   "one sentence for all controls justifies none",
	"S-19":   "without a control nothing is treated",
	"D-11":   "whoever comes to hold such a role has the conflict",
	"L-06":   "ISO/IEC 17021-1: no certificate runs for longer than a cycle",
	"L-07":   "Establishment is a phase, and no state",
	"X-04":   "a reference that dangles must be shown wherever it is",
	"X-05":   "a date of something done that lies ahead is a slip or a pretence",
	"X-06":   "a record may set an interval for its own review",
	"X-07":   "an approval is bound to what was approved",
	"X-19":   "Clause 7.5.3: an approval of nobody knows what approves nothing that could be shown",
	"X-20":   "Clause 7.5.3: where signatures are asked for, one is worth whose key it is by",
	"X-08":   "two assessments leave open whose policy holds",
	"X-09":   "the end of an engagement is seen before it comes",
	"P1-11":  "a risk that was not assessed or treated is no answer, and other rules hang on its rating and treatment",
	"P1-12":  "Clause 6.2 k asks when an objective is reached; its day has to count",
	"P1-13":  "section 3 of the catalogue: the chain from a need to its resource must not break unseen",
	"P6-09":  "maintenance that failed would pass unseen until the interval is over",
	"P7-12":  "an empty register of services is no answer",
	"D-07":   "section 5 of the catalogue: the independence of audit is never waivable, so an attempt must show",
	"P9-13":  "section 2 of the catalogue limits the time between internal audits",
	"P9-14":  "section 2 of the catalogue: corrective actions are due on the day that is set",
	"P5-09":  "one absence must not stop the functions that an ISMS must have",
	"P8-10":  "Clause 7.5.2 c: who assigns responsibilities has approved how",
	"X-11":   "evidence that is gone or was exchanged proves nothing",
	"X-12":   "a control that does not exist must be told wherever it is named, and count for nothing",
	"X-16":   "a placeholder is no statement, wherever a record must say something",
	"X-17":   "clauses are compared by number, and a text without one would be compared with nothing",
	"X-18":   "an act in the name of somebody who had left is nobody's",
	"D-09":   "a slip in the name of a duty would hide a conflict",
	"X-13":   "who approved must be known: an actor may be a role or words, and neither is somebody by itself",
	"X-15":   "Clauses 5.1 and 5.3: a signature is worth what its signatory may sign",
	"D-10":   "one human under two names could do both sides of a conflict",
	"P8-11":  "a deputy who acts for somebody who is away is in sight, and no vacancy",
	"X-14":   "a verdict is worth what it was judged by, so a policy that asks for less must show",
	"X-10":   "Clause 4.3: without a scope nobody knows which resources are needed",
	"P6-10":  "an empty register of what is in use is no answer",
	"D-08":   "roles that state no duty leave open whether duties conflict",
	"G-01":   "section 1 of the catalogue: minors that share a reason add up",
	"G-03":   "a record that is there and cannot be read is neither absent nor a pass",
	"G-04":   "records that nobody could look for are neither absent nor a pass",
	"G-05":   "a point must not conform by what could not be read",
	"G-06":   "what is observed in many places is a lapse of the whole",
	"P2-17":  "section 6 of soundness: a role that nobody described is a role that nobody can be held to",
	"G-02":   "section 1 of the catalogue: a minor that stays open grows",
	"P2-21":  "missing is unknown: a number without a day, or beside another, says little",
	"P8-13":  "Control A.5.2: who is many is led by one",
	"P8-14":  "Control A.5.18: rights of who has left are taken away",
	"P8-15":  "Control A.5.16: whoever has rights is somebody on record",
	"P8-16":  "Control A.8.2: what no role needs is too much",
	"P8-17":  "Clause 7.1: who has a task is given what it takes",
	"P8-18":  "missing is unknown: what nobody looked at, and what there is nothing to hold against",
	"P6-17":  "what vendors announce is known, and a record that says another day was not looked up",
	"P6-18":  "the register says what is in use, and the cluster what runs",
	"P6-19":  "a certificate that nobody renews ends what it proves",
	"P6-20":  "what was approved is what is to run",
	"P8-19":  "a slip in the name of what a role needs would hide what goes beyond it",
	"D-12":   "rights to everything hold every duty and its counterpart",
	"D-13":   "Control A.5.3: duties are held by rights, and not by what is written of them alone",
}

// catalogueRow is a row of a rule table; its first cell is the ID.
var catalogueRow = regexp.MustCompile(`(?m)^\| ((?:P\d{1,2}|[SDLX])-\d{2}) \|`)

// catalogue reads the IDs of the rule catalogue, which is kept beside the module.
func catalogue(t *testing.T) []string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(root) == root {
			t.Fatal("no go.mod above the test")
		}
		root = filepath.Dir(root)
	}
	path := filepath.Join(root, "..", "shared", "domain", "rules.md")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("NOT TESTED: THE RULE CATALOGUE %s IS ABSENT, so nothing compares the rules with it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, match := range catalogueRow.FindAllStringSubmatch(string(text), -1) {
		ids = append(ids, match[1])
	}
	return ids
}

// asked returns the IDs of all rules that are asked.
func asked() map[string]bool {
	ids := map[string]bool{}
	for _, kind := range rules.Registry().Kinds {
		for _, rule := range kind.Rules {
			ids[rule.ID] = true
		}
	}
	for _, doc := range assess.RollupDocs() {
		ids[doc.ID] = true
	}
	return ids
}

func TestCatalogueIsCovered(t *testing.T) {
	ids := catalogue(t)
	if len(ids) < 100 {
		t.Fatalf("the catalogue has %d rules; it had more than 100, so it is not read rightly", len(ids))
	}
	here := asked()
	for i, id := range ids {
		switch {
		case slices.Contains(ids[:i], id):
			t.Errorf("%s is in the catalogue twice", id)
		case !here[id]:
			t.Errorf("%s is in the catalogue and not asked", id)
		}
	}
	for id := range here {
		if reason := extensions[id]; slices.Contains(ids, id) == (reason != "") {
			t.Errorf("%s: in the catalogue %v, reason for an extension %q", id, slices.Contains(ids, id), reason)
		}
	}
	for id := range extensions {
		if !here[id] {
			t.Errorf("%s is an extension that is not asked", id)
		}
	}
}

func TestDocsAreComplete(t *testing.T) {
	reason, sentence := regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`), regexp.MustCompile(`^[^.].*[^.]$`)
	check := func(doc assess.Doc, where string) {
		if doc.ID == "" || doc.Clause == "" || !slices.Contains(assess.Aspects(), doc.Aspect) ||
			len(doc.Reasons) == 0 || len(doc.Grades) == 0 {
			t.Errorf("%s: the doc of rule %q is not complete: %+v", where, doc.ID, doc)
		}
		for _, text := range []string{doc.Requires, doc.Fires, doc.Remedy} {
			if !sentence.MatchString(text) {
				t.Errorf("%s: %s: %q is not a sentence without full stop", where, doc.ID, text)
			}
		}
		for _, r := range doc.Reasons {
			if !reason.MatchString(r) {
				t.Errorf("%s: %s: %q is not one word", where, doc.ID, r)
			}
		}
		ranks := []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor}
		for i, g := range doc.Grades {
			if !slices.Contains(ranks, g) || (i > 0 && slices.Index(ranks, g) <= slices.Index(ranks, doc.Grades[i-1])) {
				t.Errorf("%s: %s: grades %v are not known ones, lowest first", where, doc.ID, doc.Grades)
			}
		}
		if doc.Point.ID != "" && !slices.Contains(assess.Points(), doc.Point) {
			t.Errorf("%s: %s: unknown point", where, doc.ID)
		}
	}
	for _, kind := range rules.Registry().Kinds {
		aspects := map[assess.Aspect]bool{}
		for _, rule := range kind.Rules {
			check(rule.Doc, kind.Name)
			aspects[rule.Aspect] = true
		}
		for _, aspect := range assess.Aspects() {
			if !aspects[aspect] {
				t.Errorf("%s: no rule answers %s", kind.Name, aspect)
			}
		}
	}
	for _, doc := range assess.RollupDocs() {
		check(doc, "roll-up")
	}
}

// unruled are fields of the policy that no rule reads, each with what does.
var unruled = map[string]string{
	"records.retentionMonths": "status.retainUntil of a record, on which the admission policy acts",
}

func TestPolicyFieldsAreDocumented(t *testing.T) {
	fields := map[string]bool{}
	policy := reflect.TypeFor[api.Policy]()
	for group := range policy.Fields() {
		if group.Type.Kind() != reflect.Struct {
			continue // the reasons for what is set in the groups
		}
		for field := range group.Type.Fields() {
			fields[jsonName(group)+"."+jsonName(field)] = false
		}
	}
	docs := assess.RollupDocs()
	for _, kind := range rules.Registry().Kinds {
		for _, rule := range kind.Rules {
			docs = append(docs, rule.Doc)
		}
	}
	for _, doc := range docs {
		for _, name := range doc.Policy {
			if _, ok := fields[name]; !ok {
				t.Errorf("%s names the policy field %q, which does not exist", doc.ID, name)
			}
			fields[name] = true
		}
	}
	for name, used := range fields {
		if !used && unruled[name] == "" {
			t.Errorf("no rule names the policy field %s", name)
		}
	}
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}
