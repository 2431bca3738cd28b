package assess

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func TestPolicyText(t *testing.T) {
	less := func(field, floor, because string) Deviation {
		return Deviation{Field: field, Value: "24", Default: "12", Floor: floor, Because: because}
	}
	many := make([]Deviation, MaxDeviations+2)
	for i := range many {
		many[i] = less("a."+string(rune('a'+i)), "", "We are few")
	}
	many[6].Floor = "12"
	for _, tc := range []struct {
		why  string
		all  []Deviation
		want string
	}{
		{"nothing is said of a policy that asks for the default", nil, ""},
		{"a reason is missed", []Deviation{less("a.b", "", "")},
			"The policy asks for less than the default in 1 field (0 beyond the floor): a.b: 24 instead of 12, no reason given"},
		{"a floor is told", []Deviation{less("a.b", "12", "We are few"), less("a.c", "", "We are few")},
			"The policy asks for less than the default in 2 fields (1 beyond the floor): a.b: 24 instead of 12, beyond the floor 12, because \"We are few\"; a.c: 24 instead of 12, because \"We are few\""},
		{"a field with two deviations is one", []Deviation{less("a.b", "", ""), less("a.b", "12", ""), less("a.b", "12", "")},
			"The policy asks for less than the default in 1 field (1 beyond the floor): a.b: 24 instead of 12, beyond the floor 12, no reason given; a.b: 24 instead of 12, beyond the floor 12, no reason given; a.b: 24 instead of 12, no reason given"},
		{"a long reason is cut", []Deviation{less("a.b", "", strings.Repeat("ä", 1024))},
			"The policy asks for less than the default in 1 field (0 beyond the floor): a.b: 24 instead of 12, because \"" + strings.Repeat("ä", 119) + "…\""},
		{"those beyond the floor come first, and the rest is counted", many,
			"The policy asks for less than the default in 7 fields (1 beyond the floor): a.g: 24 instead of 12, beyond the floor 12, because \"We are few\"; a.a: 24 instead of 12, because \"We are few\"; a.b: 24 instead of 12, because \"We are few\"; a.c: 24 instead of 12, because \"We are few\"; a.d: 24 instead of 12, because \"We are few\"; and 2 more"},
	} {
		if got := PolicyLine(tc.all); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.why, got, tc.want)
		}
	}
}

// TestIntroducedOfThePolicy: beside a base, a field that asks for even less is introduced,
// whatever was open on it before; one that asks for more again is not.
func TestIntroducedOfThePolicy(t *testing.T) {
	judged := func(value string, extent map[string]int, grade api.Grade) *Report {
		r := &Report{}
		if extent == nil {
			return r
		}
		r.Policy = []Deviation{{Field: "a.b", Value: value, Extent: extent}}
		r.Rollup.Findings = []Finding{
			{Rule: "A-01", Grade: api.GradeMinor, Field: "spec.other", Message: "of " + value},
			{Rule: "X-14", Grade: grade, Field: "spec.policy.a.b", Message: "weak by " + value},
		}
		return r
	}
	by := func(n int) map[string]int { return map[string]int{"": n} }
	without := func(names ...string) map[string]int {
		all := map[string]int{}
		for _, name := range names {
			all[name] = 1
		}
		return all
	}
	for _, tc := range []struct {
		why         string
		was, is     map[string]int
		before, now api.Grade
		want        string // rules
	}{
		{"it was sound", nil, by(12), "", api.GradeMinor, "A-01 X-14"},
		{"it is as it was", by(12), by(12), api.GradeMinor, api.GradeMinor, ""},
		{"weaker", by(12), by(24), api.GradeMinor, api.GradeMinor, "X-14"},
		{"stronger", by(24), by(12), api.GradeMinor, api.GradeMinor, ""},
		{"weaker, and beyond the floor now", by(12), by(24), api.GradeObservation, api.GradeMinor, "X-14"},
		{"stronger, and within the floor now", by(24), by(12), api.GradeMinor, api.GradeObservation, ""},
		{"sound", by(12), nil, api.GradeMinor, "", ""},
		{"more entries left out", without("People"), without("People", "Tools"), api.GradeMinor, api.GradeMinor, "X-14"},
		{"fewer entries left out", without("People", "Tools"), without("Tools"), api.GradeMinor, api.GradeMinor, ""},
		{"another entry left out", without("People"), without("Tools"), api.GradeMinor, api.GradeMinor, "X-14"},
	} {
		var got []string
		for _, f := range Introduced(judged("before", tc.was, tc.before), judged("now", tc.is, tc.now)) {
			got = append(got, f.Rule)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: introduced %v, want %s", tc.why, got, tc.want)
		}
	}
	if r := judged("now", by(1), api.GradeMinor); !slices.IsSortedFunc(Introduced(judged("before", by(0), api.GradeMajor), r), compareFindings) {
		t.Error("what is introduced is not sorted")
	}
}

// TestPolicyInTheConditions: the summary tells that the policy deviates, and no point does.
func TestPolicyInTheConditions(t *testing.T) {
	r := &Report{Policy: []Deviation{{Field: "a.b", Floor: "12"}}}
	for _, p := range Points() {
		r.Rollup.Points = append(r.Rollup.Points, PointResult{Point: p})
	}
	const text = "; The policy asks for less than the default in 1 field (1 beyond the floor)"
	for _, c := range r.Conditions() {
		if told := strings.HasSuffix(c.Message, text); told != (c.Type == api.ConditionConforming) {
			t.Errorf("%s: %s", c.Type, c.Message)
		}
	}
	r.Policy = nil
	for _, c := range r.Conditions() {
		if strings.Contains(c.Message, "policy") {
			t.Errorf("without a deviation, %s says: %s", c.Type, c.Message)
		}
	}
}
