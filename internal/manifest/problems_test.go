package manifest_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/test/oddfiles"
)

var update = flag.Bool("update", false, "rewrite testdata/problems.txt")

// head begins a record of which only spec.displayName and below is left to say.
const head = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\nspec:\n"

// good is a record that is judged whatever is wrong beside it.
const good = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: good\nspec:\n  displayName: Good\n"

func tool(spec string) string {
	return "apiVersion: isms-operator.io/v1alpha1\nkind: ToolLicense\nmetadata:\n  name: backup\nspec:\n  product: Backup\n" + spec
}

func competency(spec string) string {
	return "apiVersion: isms-operator.io/v1alpha1\nkind: CompetencyRecord\nmetadata:\n  name: awareness\nspec:\n  competency: Awareness\n" + spec
}

// badInput is what people get wrong, each with what it must not be taken for. What is
// said of it is in testdata/problems.txt.
var badInput = []struct{ name, input string }{
	{"truncated YAML", head + "  displayName: \"Ada"},
	{"truncated mapping", head + "  owner"},
	{"tab as indentation", head + "\tdisplayName: Ada\n"},
	{"wrong indentation", head + "  displayName: Ada\n   sourcing: Internal\n"},
	{"second document by indentation", "  apiVersion: isms-operator.io/v1alpha1\n  kind: Person\nmetadata:\n  name: ada\n"},
	{"key given twice", head + "  displayName: Ada\n  displayName: Grace\n"},
	{"key given twice in JSON", `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"ada"},"spec":{"displayName":"a","displayName":"b"}}`},
	{"broken JSON", `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person",`},
	{"alias to nothing", head + "  displayName: *name\n"},
	{"alias bomb", "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + bomb()},
	{"deep nesting", head + "  displayName: " + strings.Repeat("[", 20_000) + "\n"},
	{"NUL byte", strings.Repeat(" ", 2000) + "\n" + head + "  displayName: A\x00da\n"},
	{"binary file", "\x7fELF\x02\x01\x00\x00\x00"},
	{"UTF-16 without a mark", oddfiles.UTF16(good, true, false)},
	{"Latin-1", head + "  displayName: Zo\xeb\n"},
	{"control character", head + "  displayName: \"A\x01da\"\n"},
	{"text", "This is no manifest.\n"},
	{"list of records", "- apiVersion: isms-operator.io/v1alpha1\n  kind: Person\n"},
	{"List in a List", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - " + strings.ReplaceAll(strings.TrimSuffix(good, "\n"), "\n", "\n    ") + "\n"},
	{"items that are nothing", "apiVersion: v1\nkind: List\nitems:\n"},
	{"record in what is no list", "apiVersion: v1\nkind: ConfigMapList\nitems:\n- " + strings.ReplaceAll(strings.TrimSuffix(good, "\n"), "\n", "\n  ") + "\n"},
	{"null in a List", "apiVersion: v1\nkind: List\nitems:\n- null\n"},
	{"List without items", "apiVersion: v1\nkind: List\nmetadata: {}\n"},
	{"behind the end of a document", head + "  displayName: Ada\n...\n" + good},
	{"end of no document", "# exported\n...\n" + good},
	{"behind a flow mapping", "{apiVersion: isms-operator.io/v1alpha1, kind: Person, metadata: {name: ada}, spec: {}}\n" + good},
	{"behind a stream of JSON", `{"apiVersion":"v1","kind":"List","items":[]} {"apiVersion":"v1","kind":"List","items":[]}` + "\n---\n" + good},
	{"hidden behind a separator", "# exported\n--- # next\r" + strings.ReplaceAll(good, "\n", "\r")},
	{"below a document without kind", "resources: [a.yaml]\n---\n" + good},
	{"all of it a comment", "# not yet\n# " + strings.ReplaceAll(good, "\n", "\n# ") + "\n"},
	{"keys that are one in JSON", strings.Replace(good, "  name: good\n", "  name: good\n  labels: {1: a, '1': b}\n", 1)},
	{"the same number twice as key", strings.Replace(good, "  name: good\n", "  name: good\n  labels: {1: a, 0x1: b}\n", 1)},
	{"items that are no list", "apiVersion: v1\nkind: List\nitems: none\n"},
	{"separator with text", good + "--- # fine\n" + head + "  displayName: Ada\n---and more\n"},
	{"entry of a List without kind", "apiVersion: v1\nkind: List\nitems:\n- metadata:\n    name: ada\n  spec: {}\n"},
	{"record in a list of another kind", "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- apiVersion: isms-operator.io/v1alpha1\n  kind: Person\n  metadata:\n    name: ada\n  spec:\n    sourcing: Intern\n"},
	{"unknown kind", strings.Replace(good, "Person", "ToolLicence", 1)},
	{"unknown kind, near to none", strings.Replace(good, "Person", "Gadget", 1)},
	{"unknown version", strings.Replace(good, "v1alpha1", "v1", 1)},
	{"no version", strings.Replace(good, "isms-operator.io/v1alpha1", "isms-operator.io", 1)},
	{"no group", strings.Replace(good, "isms-operator.io/", "", 1)},
	{"misspelt group", strings.Replace(good, "isms-operator.io", "isms-operators.io", 1)},
	{"no apiVersion", strings.Replace(good, "apiVersion", "apiversion", 1)},
	{"no kind", strings.Replace(good, "kind", "knd", 1)},
	{"no name", strings.Replace(good, "  name: good\n", "  labels: {}\n", 1)},
	{"no metadata", "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nspec: {}\n"},
	{"no spec", "apiVersion: isms-operator.io/v1alpha1\nkind: ToolLicense\nmetadata:\n  name: backup\n"},
	{"name in capitals", strings.Replace(good, "name: good", "name: Good", 1)},
	{"namespace with a dot", strings.Replace(good, "name: good", "name: good\n  namespace: a.b", 1)},
	{"number as namespace", strings.Replace(good, "name: good", "name: good\n  namespace: 5", 1)},
	{"label without value in quotes", strings.Replace(good, "name: good", "name: good\n  labels:\n    level: 3", 1)},
	{"label with a space", strings.Replace(good, "name: good", "name: good\n  labels:\n    level: \"a b\"", 1)},
	{"unknown field", head + "  displayname: Ada\n"},
	{"unknown field of metadata", strings.Replace(good, "name: good", "name: good\n  label: x", 1)},
	{"unknown field in a list", head + "  displayName: Ada\n  evidence:\n  - name: a\n    uri: b\n    sha: c\n"},
	{"field of an earlier shape", "apiVersion: isms-operator.io/v1alpha1\nkind: ClauseAssessment\nmetadata:\n  name: isms\nspec:\n  organisation: ACME\n  organization: ACME\n  policy:\n    auditIntervalMonths: 12\n"},
	{"actor of an earlier shape", "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityBudget\nmetadata:\n  name: b\nspec:\n  requestedBy:\n    name: ada\n"},
	{"yes as a string", head + "  displayName: yes\n"},
	{"1.10 as a string", tool("  version: 1.10\n")},
	{"digits as a digest", head + "  displayName: Ada\n  evidence:\n  - name: a\n    uri: b\n    sha256: 1234567890\n"},
	{"number in quotes", tool("  seats:\n    purchased: \"5\"\n    assigned: 1\n")},
	{"number with a fraction", tool("  seats:\n    purchased: 1.5\n    assigned: 1\n")},
	{"number out of range", tool("  seats:\n    purchased: -1\n    assigned: 1\n")},
	{"required field absent", tool("  seats:\n    purchased: 1\n")},
	{"value that is none of the allowed", tool("  criticality: high\n")},
	{"object where a list belongs", tool("  controls:\n    A.8.13: yes\n")},
	{"pattern", tool("  controls: [A.8.13, A.9.1]\n")},
	{"entry twice", tool("  controls: [A.8.13, A.8.13]\n")},
	{"key of a list twice", head + "  displayName: Ada\n  evidence:\n  - {name: a, uri: b}\n  - {name: a, uri: c}\n"},
	{"too long", head + "  displayName: " + strings.Repeat("a", 300) + "\n"},
	{"empty", tool("  owner:\n    roleRef:\n      name: \"\"\n")},
	{"day that does not exist", tool("  term:\n    end: 2026-02-29\n")},
	{"day in another form", tool("  term:\n    end: \"31.10.2026\"\n")},
	{"end before start", tool("  term:\n    start: \"2026-02-02\"\n    end: \"2026-02-01\"\n")},
	{"two owners", tool("  owner:\n    roleRef: {name: a}\n    personRef: {name: b}\n")},
	{"competency of nobody", competency("")},
	{"competency of one and of a group", competency("  personRef: {name: ada}\n  coverage: {of: 42, done: 28}\n")},
	{"more done than there are", competency("  coverage: {of: 28, done: 42}\n")},
	{"count that was attained", competency("  achievedOn: \"2026-03-25\"\n  coverage: {of: 42, done: 28}\n")},
	{"user in a namespace", head + "  accounts:\n  - {name: a, kind: User, namespace: prod, subject: ada}\n"},
	{"service account in no namespace", head + "  accounts:\n  - {name: a, kind: ServiceAccount, subject: ada}\n"},
	{"account that ends before it begins", head + "  accounts:\n  - {name: a, kind: User, subject: ada, from: \"2026-02-02\", until: \"2026-02-01\"}\n"},
	{"role of no namespace", "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityRole\nmetadata:\n  name: ops\nspec:\n  title: Ops\n  access:\n  - {kind: Role, name: deployer}\n"},
	{"scope of nothing", "apiVersion: isms-operator.io/v1alpha1\nkind: ClauseAssessment\nmetadata:\n  name: isms\nspec:\n  organization: ACME\n  observedScope: {}\n"},
	{"scope that leaves out the cluster alone", "apiVersion: isms-operator.io/v1alpha1\nkind: ClauseAssessment\nmetadata:\n  name: isms\nspec:\n  organization: ACME\n  observedScope: {clusterWide: Excluded}\n"},
	{"the same record twice", good + "---\n" + good},
	{"several errors", tool("  criticality: high\n  produkt: x\n  term:\n    end: 5\n")},
}

// TestProblems compares what is said of bad input with the golden file, which a
// reviewer can read, and demands that the record beside it is judged.
func TestProblems(t *testing.T) {
	const golden = "testdata/problems.txt"
	var have strings.Builder
	for _, row := range badInput {
		dir := t.TempDir()
		write(t, dir+"/bad.yaml", row.input)
		write(t, dir+"/good.yaml", strings.ReplaceAll(good, "good", "beside"))
		set := mustLoad(t, manifest.Options{}, dir)
		fmt.Fprintf(&have, "# %s\n%s\n", row.name, strings.ReplaceAll(say(set), dir+"/", ""))
		if len(set.Problems) == 0 {
			t.Errorf("%s: no problem", row.name)
		}
		if !slices.Contains(names(set), "default/beside") {
			t.Errorf("%s: the record beside it was not judged", row.name)
		}
	}
	if *update {
		write(t, golden, have.String())
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if have.String() != string(want) {
		t.Errorf("the problems differ from %s; review them, then run with -update\n%s", golden, have.String())
	}
}

// say writes the problems of a set, one paragraph each.
func say(set *manifest.Set) string {
	var b strings.Builder
	for _, p := range set.Problems {
		fmt.Fprintf(&b, "%s:%d:%d", p.File, p.Line, p.Column)
		if p.Record != nil {
			fmt.Fprintf(&b, " %s %s/%s", p.Record.Kind, p.Record.Namespace, p.Record.Name)
		}
		if p.Field != "" {
			fmt.Fprintf(&b, " %s", p.Field)
		}
		fmt.Fprintf(&b, "\n  %s.\n  -> %s.\n", p.Message, p.Remedy)
	}
	return b.String()
}

// names are the records of a set, as namespace/name.
func names(set *manifest.Set) (all []string) {
	for _, n := range set.Namespaces {
		for _, r := range n.Records {
			all = append(all, n.Name+"/"+r.GetName())
		}
	}
	slices.Sort(all)
	return all
}

// bomb is nine more lines, each ten times the one before.
func bomb() string {
	var b strings.Builder
	for c := 'b'; c <= 'j'; c++ {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat("*"+string(c-1)+",", 10), ","))
	}
	return b.String()
}
