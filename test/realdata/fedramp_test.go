package realdata

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// groups counts authorisations by what their end says on a day.
type groups struct{ none, malformed, lapsed, soon, current int }

// warnDays before an end in which it is soon.
const warnDays = 30

// add counts an end; form is how the source or the manifest writes a day. It
// shares nothing with the code that it checks: comparing days as text and one
// sum of days is all there is to it.
func (g *groups) add(end, today string, form *regexp.Regexp) {
	start, _ := time.Parse("2006-01-02", today)
	horizon := start.Add(warnDays * 24 * time.Hour).Format("2006-01-02")
	match := form.FindStringSubmatch(end)
	switch {
	case end == "":
		g.none++
	case match == nil:
		g.malformed++
	case match[1] < today: // an end is the last day that counts
		g.lapsed++
	case match[1] <= horizon:
		g.soon++
	default:
		g.current++
	}
}

var (
	sourceDay   = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d\.\d{3}Z$`)
	manifestDay = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)$`)
)

func TestFedRAMPCounts(t *testing.T) {
	dir := needSource(t)
	objects, err := FedRAMP(dir)
	if err != nil {
		t.Fatal(err)
	}
	rows := sourceRows(t, dir)
	for _, c := range []struct {
		today, why string
		want       groups
	}{
		{"2025-01-30", "the day on which the data was published", groups{none: 276, malformed: 5, lapsed: 51, soon: 14, current: 288}},
		{"2025-01-31", "two ended on the day before", groups{none: 276, malformed: 5, lapsed: 53, soon: 12, current: 288}},
		{"2026-01-30", "a year in which nobody renewed", groups{none: 276, malformed: 5, lapsed: 158, soon: 13, current: 182}},
	} {
		var source, manifests groups
		for _, row := range rows {
			source.add(row["exp_date"], c.today, sourceDay)
		}
		for _, o := range objects {
			end, _, _ := unstructured.NestedString(o.Object, "spec", "term", "end")
			manifests.add(end, c.today, manifestDay)
		}
		if source != c.want {
			t.Errorf("%s (%s): the source has %+v, want %+v", c.today, c.why, source, c.want)
		}
		if manifests != c.want {
			t.Errorf("%s (%s): the manifests have %+v, want %+v", c.today, c.why, manifests, c.want)
		}
	}
}

// sourceRows reads all rows in the order of the tables.
func sourceRows(t *testing.T, dir string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, fedRAMPName, "sample.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Data struct{ AtoMapping, ReuseMapping []map[string]string }
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return append(file.Data.AtoMapping, file.Data.ReuseMapping...)
}

// TestFedRAMPKeepsWhatRowsSay compares every manifest with its row.
func TestFedRAMPKeepsWhatRowsSay(t *testing.T) {
	dir := needSource(t)
	objects, err := FedRAMP(dir)
	if err != nil {
		t.Fatal(err)
	}
	rows := sourceRows(t, dir)
	if len(rows) != len(objects) {
		t.Fatalf("%d rows became %d records", len(rows), len(objects))
	}
	criticality := map[string]int{}
	kept := map[string]string{}
	ancient := 0
	for i, row := range rows {
		spec := objects[i].Object["spec"].(map[string]any)
		term := spec["term"].(map[string]any)
		start, end := text(term["start"]), text(term["end"])
		if sourceDay.MatchString(row["ato_date"]) && start != row["ato_date"][:10] {
			t.Errorf("%s starts on %q, signed on %q", objects[i].GetName(), start, row["ato_date"])
		}
		if manifestDay.MatchString(end) && start > end {
			t.Errorf("%s ends on %s, before its start on %s: the API server rejects it", objects[i].GetName(), end, start)
		}
		if end != "" && !manifestDay.MatchString(end) {
			kept[objects[i].GetName()] = end
		}
		if start < "2000" {
			ancient++
		}
		criticality[text(spec["criticality"])]++
	}
	if !maps.Equal(kept, malformed) {
		t.Errorf("malformed ends: %q, want %q", kept, malformed)
	}
	if ancient != 2 {
		t.Errorf("%d rows were signed before 2000, want the 2 of the year 0202", ancient)
	}
	if want := map[string]int{"High": 217, "Medium": 399, "Low": 18}; !maps.Equal(criticality, want) {
		t.Errorf("criticality: %v, want %v", criticality, want)
	}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

func TestDay(t *testing.T) {
	for _, c := range []struct{ value, want, why string }{
		{"2025-05-31T20:00:00.000Z", "2025-05-31", "the UTC day is also the day in Washington"},
		{"0202-03-24T04:56:02.000Z", "0202-03-24", "a slip of the keyboard, but a day that exists"},
		{"2024-02-29T20:00:00.000Z", "2024-02-29", "a leap day"},
		{"2025-02-29T20:00:00.000Z", "2025-02-29T20:00:00.000Z", "a day that does not exist is not moved to one that does"},
		{"+020256-02-28T20:00:00.000Z", "+020256-02-28T20:00:00.000Z", "no year of four digits"},
		{"5//31/2026", "5//31/2026", "malformed stays malformed"},
		{"6/152026", "6/152026", "malformed stays malformed"},
		{"2/29/2027", "2/29/2027", "neither the form nor the day exists"},
		{"", "", "absent stays absent"},
	} {
		if got := day(c.value); got != c.want {
			t.Errorf("day(%q) = %q, want %q: %s", c.value, got, c.want, c.why)
		}
	}
}

func TestAuthorisationSpec(t *testing.T) {
	products := map[string]product{
		"F1": {ID: "F1", Provider: "Acme", Offering: "Cloud", ImpactLevel: "LI-SaaS"},
		"F2": {ID: "F2", Provider: "Acme", Offering: "Vault", ImpactLevel: "20x"},
		"F3": {ID: "F3", Provider: "Acme"},
	}
	signed := map[string]any{"start": "2024-04-11"}
	for _, c := range []struct {
		why  string
		row  authorisation
		want map[string]any
	}{
		{
			"spaces around an ID or a name say nothing",
			authorisation{ID: " F1", Parent: "Navy", Sub: " War College", ATODate: "2024-04-11T20:00:00.000Z"},
			map[string]any{"supplier": "Acme", "service": "Cloud", "criticality": "Low", "owner": map[string]any{"statedAs": "Navy / War College"}, "term": signed},
		},
		{
			"of an unknown product the ID is all that is known",
			authorisation{ID: "F9", Parent: "Navy"},
			map[string]any{"supplier": "F9", "owner": map[string]any{"statedAs": "Navy"}},
		},
		{
			"an impact level without counterpart is no criticality",
			authorisation{ID: "F2"},
			map[string]any{"supplier": "Acme", "service": "Vault"},
		},
		{
			"what the product does not say stays absent, what the row misspells stays misspelt",
			authorisation{ID: "F3", ATODate: "2024-04-11T20:00:00.000Z", ExpDate: "5//31/2026"},
			map[string]any{"supplier": "Acme", "term": map[string]any{"start": "2024-04-11", "end": "5//31/2026"}},
		},
	} {
		m := mapping{products: products, used: map[string]bool{}}
		if got := m.spec(c.row); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.why, got, c.want)
		}
	}
}

func TestNewColumnIsAnError(t *testing.T) {
	m := mapping{used: map[string]bool{}}
	if err := m.rows("ReuseMapping", "reuse", []json.RawMessage{[]byte(`{"id":"F1","revoked_on":"2025-01-01"}`)}); err == nil {
		t.Error("a column that nobody has looked at would go by unseen")
	}
}
