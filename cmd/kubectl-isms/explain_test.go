package main

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	base := []string{"assess", "-f", samples}
	for _, tc := range []struct {
		name, why string
		args      []string
		code      int
		says, not string
	}{
		{"none", "nobody who does not ask is told more", nil, exitOK, "P9 ", "rests on"},
		{"all", "without a value every point is explained", []string{"--explain"}, exitOK, "the verdict on L rests on", ""},
		{"word", "a value may stand behind the flag, as in the help", []string{"--explain", "P9"}, exitOK, "the verdict on P9 rests on", "the verdict on P1 rests on"},
		{"value", "or beside it, as for every flag", []string{"--explain=P9"}, exitOK, "the verdict on P9 rests on", "the verdict on P1 rests on"},
		{"case", "an ID is found however it is written", []string{"--explain", "p10"}, exitOK, "the verdict on P10 rests on", "the verdict on P1 rests on"},
		{"condition", "a point is found by its condition as well", []string{"--explain", "ResourcesReviewed"}, exitOK, "the verdict on P9 rests on", ""},
		{"unknown", "a point that there is not is told with those that there are", []string{"--explain", "P11"}, exitUnusable, `--explain "P11" is not one of P1, P2, P3`, ""},
		{"two", "one point is explained, or all", []string{"--explain", "P9", "P10"}, exitUnusable, `unexpected argument "P9"`, ""},
		{"file", "a word without the flag is still no file", []string{"P9"}, exitUnusable, `unexpected argument "P9"`, ""},
		{"format", "a format that would not show it says where it is", []string{"--explain", "-o", "sarif"}, exitUnusable, "json and yaml always have it", ""},
		{"both", "one of several formats may be the table", []string{"--explain=P9", "-o", "table", "-o", "sarif=" + t.TempDir() + "/x"}, exitOK, "the verdict on P9 rests on", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := isms(t, append(base[:3:3], tc.args...)...)
			if text := p.out + p.err; p.code != tc.code || !strings.Contains(text, tc.says) || tc.not != "" && strings.Contains(text, tc.not) {
				t.Errorf("%s; exit code %d, want %d and %q\n%s", tc.why, p.code, tc.code, tc.says, text)
			}
		})
	}
}

func TestExplainIsCompleted(t *testing.T) {
	for _, args := range [][]string{{"--explain=P"}, {"--explain", "P"}} {
		p := isms(t, append([]string{"__complete", "assess"}, args...)...).must(t, exitOK)
		if !strings.Contains(p.out, "P10\n") || !strings.Contains(p.out, ":4\n") {
			t.Errorf("%v is completed by\n%s", args, p.out)
		}
	}
	if p := isms(t, "__complete", "assess", "P"); strings.Contains(p.out, "P10") {
		t.Errorf("points are offered where none is asked for\n%s", p.out)
	}
}
