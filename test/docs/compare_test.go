package docs

import (
	"testing"
	"time"
)

// What counts as the same must be little, or the pages could say anything.
func TestCompare(t *testing.T) {
	pageDay := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	today := time.Date(2027, 3, 7, 0, 0, 0, 0, time.UTC) // 100 days later
	for name, test := range map[string]struct {
		page, printed string
		same          bool
	}{
		"equal":                          {"a\nb\n", "a\nb\n", true},
		"a word":                         {"Conforming", "Unknown", false},
		"a number":                       {"5 findings", "6 findings", false},
		"a line more":                    {"a", "a\nb", false},
		"a line less":                    {"a\nb", "a", false},
		"an age, and the width it takes": {"NAME   AGE\nx      5s", "NAME   AGE\nx      2m10s", true},
		"the time of an event":           {"LAST SEEN   TYPE\n2s          Warning", "LAST SEEN   TYPE\n15s         Warning", true},
		"an instant":                     {"AT\n2026-11-27T23:04:42Z", "AT\n2027-03-07T01:00:00Z", true},
		"a time of day":                  {"at 05:17:00", "at 06:17:00", false},
		"a duration in a sentence":       {"lapses in 30d at most", "lapses in 60d at most", false},
		"a threshold at the end":         {"for: 5m", "for: 10m", false},
		"the same day":                   {"valid until 2026-12-31", "valid until 2026-12-31", true},
		"a day as far from today":        {"ends 2026-12-07", "ends 2027-03-17", true},
		"three days off, for the months": {"ends 2026-12-07", "ends 2027-03-20", true},
		"four days off":                  {"ends 2026-12-07", "ends 2027-03-21", false},
		"a day instead of none":          {"ends 2026-12-07", "ends never", false},
		"a hash of content": {
			"sha256:" + sum("a"), "sha256:" + sum("b"), true,
		},
		"a hash instead of none": {"sha256:" + sum("a"), "none", false},
		"the time in Helm's words": {
			"LAST DEPLOYED: Fri Nov 27 22:26:15 2026", "LAST DEPLOYED: Sun Mar  7 01:02:03 2027", true,
		},
	} {
		if diff := Compare(test.page, test.printed, pageDay, today); (diff == "") != test.same {
			t.Errorf("%s: same %t, want %t: %s", name, diff == "", test.same, diff)
		}
	}
}

// sum is a hash in form.
func sum(digit string) string {
	s := ""
	for range 64 {
		s += digit
	}
	return s
}

func TestCommandsOfAConsoleBlock(t *testing.T) {
	source := "Text, printed on 2026-11-27.\n\n```console\n$ first\none\n\ntwo\n$ cat > f <<END\n> content\n>\n> END\n$ last\n```\n"
	page := ParsePage("p.md", []byte(source))
	blocks := page.Blocks()
	if len(blocks) != 1 || blocks[0].Line != 4 || blocks[0].Language != "console" {
		t.Fatalf("blocks %+v", blocks)
	}
	commands, err := blocks[0].Commands()
	if err != nil {
		t.Fatal(err)
	}
	want := []Command{
		{4, "first", "one\n\ntwo\n"},
		{8, "cat > f <<END\ncontent\n\nEND", ""},
		{12, "last", ""},
	}
	if len(commands) != len(want) {
		t.Fatalf("got %+v", commands)
	}
	for i := range want {
		if commands[i] != want[i] {
			t.Errorf("got %+v, want %+v", commands[i], want[i])
		}
	}
	if again := string(page.rewrite(blocks, []string{Console(commands)}, "2026-11-27")); again != source {
		t.Errorf("written again it reads\n%s", again)
	}
}

func TestAConsoleBlockBeginsWithAPrompt(t *testing.T) {
	blocks := ParsePage("p.md", []byte("```console\noutput\n```\n")).Blocks()
	if _, err := blocks[0].Commands(); err == nil {
		t.Error("accepted")
	}
}
