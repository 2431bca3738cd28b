package status

import (
	"encoding/json"
	"strings"
	"testing"

	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// general is Parse by the decoder for all JSON.
func general(text []byte) *Status {
	s := &Status{}
	if utiljson.Unmarshal(text, s) != nil {
		return nil
	}
	return s
}

// ordinary is a status as the operator writes it, as JSON.
func ordinary(t testing.TB) string {
	t.Helper()
	text, err := json.Marshal(filled().RecordStatus)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestOrdinaryStatusIsReadQuickly: what the operator writes of most kinds takes the quick way,
// whatever fields a status has. A field that is added fails here until that way knows it.
func TestOrdinaryStatusIsReadQuickly(t *testing.T) {
	text := ordinary(t)
	without, err := json.Marshal(&Status{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{withoutRecord(text), string(without), "{}", `{"findings":[],"conditions":[]}`} {
		s := plain([]byte(text))
		if s == nil {
			t.Fatalf("%s is left to the general decoder", text)
		}
		if !equal(s, general([]byte(text))) {
			t.Errorf("%s is read as another", text)
		}
	}
}

// withoutRecord leaves out what only a ClauseAssessment says of a finding.
func withoutRecord(text string) string {
	for {
		before, after, found := strings.Cut(text, `"record":{`)
		if !found {
			return text
		}
		_, after, _ = strings.Cut(after, `},`)
		text = before + after
	}
}

// FuzzParse: the quick way reads what the general decoder reads, or leaves it to that.
func FuzzParse(f *testing.F) {
	text := withoutRecord(ordinary(f))
	f.Add(text)
	for _, change := range [][2]string{
		{`"findings":[`, `"findings":[],"findings":[`},
		{`"counts":{`, `"counts":null,"counts":{`},
		{`"text 1"`, `"text \u0031\n\ud83d\ude00"`},
		{`"text 1"`, `null`},
		{`"text 1"`, `"t\xff"`},
		{`"observedGeneration":1`, `"observedGeneration":1.0`},
		{`"observedGeneration":1`, `"ObservedGeneration":1`},
		{`"major":1`, `"major":4294967296`},
		{`"major":1`, `"major":"1"`},
		{`"conditions":[`, `"verdict":"Conforming","conditions":[`},
		{`2026-01-01T00:00:00Z`, `2026-01-01T00:00:00.5+02:00`},
		{`2026-01-01T00:00:00Z`, `soon`},
		{`{`, `{"more":[{"deep":{}}],`},
		{`}`, ``},
		{`]`, `]]`},
	} {
		f.Add(strings.Replace(text, change[0], change[1], 1))
	}
	f.Fuzz(func(t *testing.T, text string) {
		quick := plain([]byte(text))
		if quick == nil {
			return
		}
		if slow := general([]byte(text)); slow == nil || !equal(quick, slow) {
			t.Errorf("%q is read as %+v, and by the general decoder as %+v", text, quick, slow)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte(withoutRecord(ordinary(b)))
	for name, parse := range map[string]func([]byte) *Status{"plain": plain, "general": general} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				parse(text)
			}
		})
	}
}
