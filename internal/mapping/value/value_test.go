package value

import (
	"slices"
	"strings"
	"testing"
)

func formats(t testing.TB, names ...string) []Format {
	t.Helper()
	var all []Format
	for _, n := range names {
		f, err := NewFormat(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ text, format, want, why string }{
		{"2026-10-31", "default", "2026-10-31", "ISO"},
		{"2025-02-29", "default", "", "a day that does not exist is not moved to one that does"},
		{"2024-02-29", "default", "2024-02-29", "a leap day"},
		{"09/12/2025", "default", "", "two days, and nobody says which"},
		{"09/12/2025", "%d/%m/%Y", "2025-12-09", "declared, so it is one day"},
		{"09/12/2025", "%m/%d/%Y", "2025-09-12", "declared the other way"},
		{"31.4.2026", "%d.%m.%Y", "", "April has 30 days"},
		{"1.6.2026", "%d.%m.%Y", "2026-06-01", "no zero in front"},
		{"1.6.26", "%d.%m.%Y", "", "the year has two digits, and four are declared"},
		{"1.6.26", "%d.%m.%y", "2026-06-01", "two are declared"},
		{"1 Juni 2026", "%d %B %Y", "2026-06-01", "a month in German"},
		{"1 août 2026", "%d %B %Y", "2026-08-01", "a month in French"},
		{"2024-01-15 14:20", "%Y-%m-%d %H:%M", "2024-01-15", "the time of day is read over"},
		{"2025-05-31T20:00:00.000Z", "datetime", "2025-05-31", "the UTC day"},
		{"2025-05-31T20:00:00-05:00", "datetime", "2025-06-01", "the UTC day of another zone"},
		{"+020256-02-28T20:00:00.000Z", "datetime", "", "no year of four digits"},
		{"Q3 2026", "quarter", "2026-09-30", "the last day"},
		{"2026-Q1", "quarter", "2026-03-31", "the last day"},
		{"T4 2026", "quarter", "2026-12-31", "French"},
		{"2. Quartal 2026", "quarter", "2026-06-30", "German"},
		{"Q5 2026", "quarter", "", "there are four"},
		{"Q3 26", "quarter", "", "a century is not guessed"},
		{"Q3 2026", "default", "", "a quarter is a day only where declared"},
		{"February 2024", "month", "2024-02-29", "the last day, of a leap year"},
		{"13/2026", "month", "", "there are twelve"},
		{"46000", "default", "", "a number of days since 1900 is no day in a text"},
	} {
		got, ok := Date(c.text, formats(t, c.format))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Date(%q, %s) = %q, %v, want %q: %s", c.text, c.format, got, ok, c.want, c.why)
		}
	}
}

func TestFormatsAreChecked(t *testing.T) {
	for format, want := range map[string]string{
		"any": "would guess", "%d.%m": "needs a day, a month and a year", "%x": "allowed are", "%d.%m.%Y %": "ends in", "%d %d %m %Y": "each once",
	} {
		if _, err := NewFormat(format); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", format, err, want)
		}
	}
}

func TestNumber(t *testing.T) {
	german := Numbers{DecimalChar: ",", GroupChar: "."}
	for _, c := range []struct {
		text string
		n    Numbers
		want string
		why  string
	}{
		{"1.10", Numbers{}, "1.10", "no digit is lost"},
		{"1,10", Numbers{}, "", "a comma is not declared"},
		{"1.250,50", german, "1250.50", "declared"},
		{"1.25", german, "", "a point that parts no thousands: a version, or a number of somebody else"},
		{"1.250", german, "1250", "a point that parts thousands"},
		{"12.50.100", german, "", "a group of two digits"},
		{"5 %", Numbers{}, "", "a unit"},
		{"1e5", Numbers{}, "", "no digits"},
	} {
		got, ok := c.n.Number(c.text)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("Number(%q) = %q, %v, want %q: %s", c.text, got, ok, c.want, c.why)
		}
	}
	for text, want := range map[string]int64{"12": 12, "12.00": 12, "-3": -3} {
		if got, ok := (Numbers{}).Integer(text); !ok || got != want {
			t.Errorf("Integer(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"12.5", "12.", "", "twelve", "99999999999999999999"} {
		if got, ok := (Numbers{}).Integer(text); ok {
			t.Errorf("Integer(%q) = %d, want none", text, got)
		}
	}
}

func TestControls(t *testing.T) {
	for text, want := range map[string]string{
		"A.5.15": "A.5.15", "5.15": "A.5.15", "a 8.1": "A.8.1", "A.5.15-18": "A.5.15 A.5.16 A.5.17 A.5.18", "A.5.15 – A.5.17": "A.5.15 A.5.16 A.5.17",
		"8.1 bis 8.2": "A.8.1 A.8.2", "A.5.15-A.8.2": "", "A.5.18-15": "", "A.5.99": "", "A.9.2.1": "", "Firewall": "",
	} {
		got, err := Controls(text)
		if strings.Join(got, " ") != want || (err == nil) != (want != "") {
			t.Errorf("Controls(%q) = %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for words, want := range map[string]string{
		"Größe Müller & Söhne": "groesse-mueller-soehne", "Tomáš Šedovič": "tomas-sedovic", "0xPoe": "0xpoe", "  Infra (IaaS) ": "infra-iaas",
		"Propriété d'actif": "propriete-d-actif", "": "", "—": "", "GROSSE": "grosse", "Mu\u0308ller": "mueller",
	} {
		if got := Slug(words); got != want {
			t.Errorf("Slug(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range [][2]string{{"Owner *", "owner"}, {"Asset\n  name:", "asset name"}, {"Nom de l’actif", "nom de l'actif"}, {"É tat", "é tat"}} {
		if got := Fold(c[0]); got != c[1] {
			t.Errorf("Fold(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestSplit(t *testing.T) {
	if got := Split("a; b,, c\n d", []string{";", ",", "\n"}); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("got %q", got)
	}
}

// FuzzDate holds that what is read as a day exists, and that no form is read that is not declared.
func FuzzDate(f *testing.F) {
	all := formats(f, "default", "datetime", "quarter", "month", "%d.%m.%Y", "%m/%d/%y", "%d %B %Y")
	for _, seed := range []string{"2026-02-30", "31.12.2026", "12/31/26", "Q1 2026", "1 mai 2026", "0000-00-00", "9999-12-31T23:59:59-12:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, ok := Date(text, all)
		if !ok {
			return
		}
		if _, exists := Date(day, all[:1]); !exists {
			t.Errorf("%q became %q, which is no day", text, day)
		}
		if declared, ok := Date(text, all[:1]); ok && declared != text {
			t.Errorf("%q became %q", text, declared)
		}
	})
}
