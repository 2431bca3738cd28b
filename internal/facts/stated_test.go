package facts

import (
	"slices"
	"strings"
	"testing"
)

func TestStated(t *testing.T) {
	for _, row := range []struct {
		text string
		want bool
		why  string
	}{
		{"", false, "nothing"},
		{" \t\n", false, "nothing that is seen"},
		{"\u200b", false, "an invisible character is nothing"},
		{"\u2060\u00ad\ufeff", false, "several are no more"},
		{"\u3164\u115f", false, "letters that are blank are invisible too"},
		{"-", false, "no letter"},
		{"... 123 !", false, "no letter"},
		{"x", false, "one letter"},
		{"xXx x", false, "one letter, repeated"},
		{"х х", false, "of another alphabet"},
		{"n/a", false, "a placeholder"},
		{"N.A.", false, "the same in capitals and with points"},
		{"(tbd)", false, "in brackets"},
		{"T\u200bBD", false, "with an invisible character in it"},
		{"ＴＢＤ", false, "in letters of full width"},
		{"tbd, tbd", false, "a placeholder, repeated"},
		{"TODO: see above!", false, "two placeholders"},
		{"Siehe oben", false, "in German"},
		{"à définir", false, "in French"},
		{"a\u0300 de\u0301finir", false, "with accents as characters of their own"},
		{"не применимо", false, "in Russian"},
		{"未定", false, "in Japanese"},
		{"none", false, "an answer that gives no reason is none"},
		{"None of the risks needs it.", true, "a sentence that begins like a placeholder"},
		{"No tool is needed: the work is done by hand", true, "a reason"},
		{"Testing", true, "the name of a competency"},
		{"HR", true, "two letters can be a name"},
		{"IT", true, "as this is of a department"},
		{"Owner", true, "the title of a role: in a small firm the owner holds it"},
		{"Backup", true, "one word can say it"},
		{"備份", true, "of two characters"},
		{"See the risk assessment of 2026", true, "it says where"},
	} {
		if Stated(row.text) != row.want {
			t.Errorf("%q: want %v: %s", row.text, row.want, row.why)
		}
	}
	for _, p := range strings.Split(placeholderList, ",") {
		if Stated(p) || Stated(" "+strings.ToUpper(strings.TrimSpace(p))+". ") {
			t.Errorf("the placeholder %q says something", p)
		}
	}
}

func TestGiven(t *testing.T) {
	for text, want := range map[string]bool{"3": true, "2026.1": true, "3M": true, "": false, "-": false, "n/a": false, "\u200b": false, "v": true} {
		if Given(text) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}

func TestNormal(t *testing.T) {
	for _, row := range []struct{ a, b, why string }{
		{"Product", "product", "case"},
		{"the  product ", "the product", "spaces"},
		{"product\u200b", "product", "an invisible character"},
		{"pro\u00adduct", "product", "a soft hyphen"},
		{"the\u00a0product", "the product", "a space that does not break"},
		{"Ｐroduct", "product", "full width"},
		{"cafe\u0301", "café", "accents"},
		{"eﬃcient", "efficient", "ligatures"},
	} {
		if Normal(row.a) != Normal(row.b) {
			t.Errorf("%q and %q differ: %s", row.a, row.b, row.why)
		}
	}
	if Normal("product a") == Normal("product b") {
		t.Error("names that differ are the same")
	}
}

func TestLike(t *testing.T) {
	known := map[string]bool{"writecode": true, "reviewcode": true, "approveaccess": true, "develop": true}
	for _, row := range []struct{ name, want, why string }{
		{"writecodes", "writecode", "a letter more"},
		{"wrtiecode", "writecode", "two letters swapped"},
		{"writecodeofproduct", "writecode", "words more"},
		{"aproveacces", "approveaccess", "two letters missing"},
		{"drawdiagrams", "", "like none"},
		{"deploy", "", "three letters differ: it is another word"},
		{"x", "", "too short to be like anything"},
	} {
		got, ok := Like(row.name, known)
		if ok != (row.want != "") || got != row.want {
			t.Errorf("%s: got %q, %v, want %q: %s", row.name, got, ok, row.want, row.why)
		}
	}
}

func TestClausesIn(t *testing.T) {
	for _, row := range []struct {
		text, why string
		want      []string
	}{
		{"7.3", "a number", []string{"7.3"}},
		{"Clause 7.3", "with the word", []string{"7.3"}},
		{"§ 9.2 b", "with a letter", []string{"9.2"}},
		{"ISO/IEC 27001:2022, 6.1.3", "with the standard", []string{"6.1.3"}},
		{"ISO 27001 clause 10", "a whole clause", []string{"10"}},
		{"7\u200b.3", "with an invisible character", []string{"7.3"}},
		{"5.1, 5.3", "two", []string{"5.1", "5.3"}},
		{"4-7", "a span", []string{"4", "5", "6", "7"}},
		{"4 to 6", "a span in words", []string{"4", "5", "6"}},
		{"7.6", "7 has five parts", nil},
		{"7.5.3", "7.5 has three parts", []string{"7.5.3"}},
		{"7.5.4", "and no more", nil},
		{"3.1", "terms ask for nothing", nil},
		{"A.5.1", "a control of Annex A is no clause", nil},
		{"everything", "no number", nil},
	} {
		if got := ClausesIn(row.text); !slices.Equal(got, row.want) {
			t.Errorf("%q: got %q, want %q: %s", row.text, got, row.want, row.why)
		}
	}
}

// BenchmarkStated is asked of every text in every pass.
func BenchmarkStated(b *testing.B) {
	for b.Loop() {
		Stated("Servers and laptops get security updates within 14 days")
	}
}

// FuzzStated: what is found at a glance is what looking at the whole text finds, and
// neither case nor what nobody sees makes a difference.
func FuzzStated(f *testing.F) {
	for _, seed := range []string{"tb-d", "n/a n/a", "see above", "Tbd (later)", "x\u200bx", "@`A b", "siehe oben."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		stated := Stated(text)
		if plain(text) && stated != Stated(strings.ToUpper(text)) {
			t.Errorf("%q: case makes a difference", text)
		}
		if stated != Stated("\u200b"+text+" \u200b") {
			t.Errorf("%q: what nobody sees makes a difference", text)
		}
		if stated != Stated(Normal(text)) {
			t.Errorf("%q: its normal form differs", text)
		}
	})
}
