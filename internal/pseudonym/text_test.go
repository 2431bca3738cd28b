package pseudonym

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

var testKey = bytes.Repeat([]byte{7}, KeySize)

func namesOf(t *testing.T, people ...Person) *Names {
	t.Helper()
	n, err := New(testKey, people)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var issuedForm = regexp.MustCompile(`(person|name|mail|stated)-[0-9a-f]{10}`)

// TestText: in what is expected, each pseudonym stands as its sort.
func TestText(t *testing.T) {
	n := namesOf(t, Person{"anna-keller", "Anna Keller"}, Person{"jm", "Jörg Müller"}, Person{"ben.ortiz", ""}, Person{"tan", "山田太郎"},
		Person{"op1", "Security Officer"}, Person{"mcdonald", "Al McDonald"})
	for _, c := range []struct{ why, text, want string }{
		{"a reference", "anna-keller", "person"},
		{"what she is called", "Anna Keller", "person"},
		{"in capitals, in a sentence", "Signed by ANNA KELLER.", "Signed by person."},
		{"the other way round", "Keller, Anna", "person"},
		{"with dots, as in a name of a file", "minutes/anna.keller_2026.pdf", "minutes/person_2026.pdf"},
		{"written as one", "minutes/AnnaKeller.pdf", "minutes/person.pdf"},
		{"in a name of a record", "lead-auditor-anna-keller", "lead-auditor-person"},
		{"her family name alone", "Ask Keller", "Ask name"},
		{"as a genitive", "Kellers Vertrag", "name Vertrag"},
		{"part of another word", "annals of the Kellerei", "annals of the Kellerei"},
		{"without the umlauts", "Mueller, then Muller and Joerg", "name, then name and name"},
		{"an umlaut of two characters", "Mu\u0308ller", "name"},
		{"with something between that nobody sees", "An\u200bna Keller", "person"},
		{"an address of the web that hides it", "https://x.example/J%C3%B6rg%20M%C3%BCller.pdf", "https://x.example/person.pdf"},
		{"an address of the web that hides nothing", "https://x.example/a%20b.pdf", "https://x.example/a%20b.pdf"},
		{"a mailbox", "Mail a.nobody@example.org now", "Mail mail@example.org now"},
		{"no mailbox", "oci://registry.example/image@sha256:ab", "oci://registry.example/image@sha256:ab"},
		{"a script without spaces", "議長は山田太郎です", "議長はpersonです"},
		{"a name with a digit", "OP1 did, and op10 did not", "person did, and op10 did not"},
		{"words that kinds are called by", "The security budget", "The security budget"},
		{"but what somebody is called", "the Security Officer", "the person"},
		{"a capital within", "McDonald", "person"},
		{"a name of one word, in a text", "mcdonald's", "person's"},
		{"a placeholder", "TBD", "TBD"},
		{"nothing", "", ""},
		{"another text", "Prüfung: ½ der Ｌizenzen", "Prüfung: ½ der Ｌizenzen"},
		{"too far apart", "Anna and Keller", "name and name"},
	} {
		if have := issuedForm.ReplaceAllString(n.Text(c.text), "$1"); have != c.want {
			t.Errorf("%s: %q became %q, want %q", c.why, c.text, have, c.want)
		}
	}
	if n.Text("anna-keller") != n.Text("Keller, Anna") || n.Text("anna-keller") == n.Text("mcdonald") {
		t.Error("one person has two pseudonyms, or two have one")
	}
	if have := issuedForm.ReplaceAllString(n.Field("spec.evidence[of Anna Keller].sha256"), "$1"); have != "spec.evidence[of person].sha256" {
		t.Error(have)
	}
}

// TestPseudonyms: they are those of the key, and of nothing else.
func TestPseudonyms(t *testing.T) {
	anna := Person{"anna-keller", "Anna Keller"}
	alone, among := namesOf(t, anna), namesOf(t, Person{"ben", "Ben Ortiz"}, anna, anna)
	if alone.Text(anna.Name) != among.Text(anna.Name) {
		t.Error("a pseudonym hangs on who else there is")
	}
	other, err := New(bytes.Repeat([]byte{8}, KeySize), []Person{anna})
	if err != nil || other.Text(anna.Name) == alone.Text(anna.Name) {
		t.Errorf("another key gives the same: %v", err)
	}
	if _, err := New(testKey[1:], nil); err == nil {
		t.Error("a short key is taken")
	}
	// Two who are called the same stay the same to whoever reads, and neither is the other.
	twins := namesOf(t, Person{"anna-1", "Anna Keller"}, Person{"anna-2", "Anna  KELLER"}, Person{"carl", "Carl"})
	if a, b := twins.displayName("Anna Keller"), twins.displayName("Anna  KELLER"); a != b || !strings.HasPrefix(a, "name-") {
		t.Error(a, b)
	}
	if twins.displayName("Carl") != twins.Text("carl") {
		t.Error("somebody is called otherwise than they are named")
	}
	for _, c := range []struct{ why, text, want string }{
		{"nobody", "TBD", "TBD"},
		{"nobody who could answer", "IT", "IT"},
		{"somebody of whom a record is", "Carl", "person"},
		{"somebody of whom none is", "Max Unknown", "stated"},
		{"a department, for all that is known", "Finance", "stated"},
	} {
		if have, _, _ := strings.Cut(twins.stated(c.text), "-"); have != c.want {
			t.Errorf("%s: %s", c.why, have)
		}
	}
	if a := twins.Author("carl"); a != twins.Text("carl") || !strings.HasPrefix(twins.Author("Someone Else"), "author-") {
		t.Error(a)
	}
}

// TestCollision: two names of one pseudonym are told, whenever it is found.
func TestCollision(t *testing.T) {
	n := namesOf(t, Person{"anna", ""})
	taken := n.Text("anna")
	n.issued[taken] = Entry{taken, sortPerson, "ben"}
	n.issue(sortPerson, "anna")
	if err := n.Err(); err == nil || !strings.Contains(err.Error(), taken) || strings.Contains(err.Error(), "ben") {
		t.Error(err)
	}
}

// FuzzText: whatever the text, no name is left in it, and replacing twice changes nothing
// more than once.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"Anna Keller", "KELLER%20anna", "a@b.c Keller", "AnnaKeller\xff", "keller-\u200banna", "%41nna%20Keller", "annaKELLER"} {
		f.Add(seed)
	}
	n, err := New(testKey, []Person{{"anna-keller", "Anna Keller"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := n.Text(text)
		for _, w := range wordsOf(plainText(once)) {
			if w.lower == "keller" || w.lower == "anna" {
				t.Errorf("%q became %q", text, once)
			}
		}
		if twice := n.Text(once); twice != once && !strings.Contains(once, "%") && !strings.Contains(once, "@") {
			t.Errorf("%q became %q, and then %q", text, once, twice)
		}
	})
}
