// Package pseudonym replaces the names of people in records by pseudonyms: for a page that
// others may see, and a pack that leaves the house.
//
// It is one transformation of what was read, before anything is judged or written of it. So
// references stay what they are, the verdict does not change, and no format has to know of
// it. A pseudonym is an HMAC of the name: the same key gives the same one, today and in a
// year, and nobody without the key can try names out.
package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// KeySize is how many bytes a key has.
const KeySize = 32

// digits is how many hexadecimal digits a pseudonym has: few enough to be read, and enough
// that two of ten thousand people share one in one register of twenty thousand.
const digits = 10

// Sorts of what is replaced, with which its pseudonyms begin.
const (
	sortPerson     = "person"
	sortName       = "name" // a part of a name, or one that several people have
	sortStated     = "stated"
	sortAuthor     = "author"
	sortCredential = "credential"
	sortMail       = "mail"
	sortAccount    = "account"
)

// Person is somebody whose names are replaced.
type Person struct {
	// Name is the metadata.name of the record.
	Name string
	// DisplayName is what they are called; "" where nobody says.
	DisplayName string
}

// Entry says what a pseudonym stands for.
type Entry struct{ Pseudonym, Sort, Name string }

// Names are the names of people, and what stands for each. It may be used by several
// goroutines.
type Names struct {
	key []byte
	// kinds of records by their names.
	kinds map[string]*assess.Kind
	// exact are the names of records of people, as references have them.
	exact map[string]string
	// called are the people who are called something, and roles what a role is called, by what
	// makes names comparable.
	called map[string]map[string]bool
	roles  map[string]string
	// patterns are what is looked for in texts, by its first word, the longest first.
	patterns map[string][]pattern
	// unspaced are names in scripts that do not part words.
	unspaced []Entry

	mu     sync.Mutex
	issued map[string]Entry
	err    error
}

// New returns the names of people. Two of which a pseudonym would be the same are an error.
// What a role is called names nobody, and words that name a role go on to do so.
func New(key []byte, people []Person, roles ...string) (*Names, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("the key has %d bytes, and %d are needed", len(key), KeySize)
	}
	n := &Names{key: key, kinds: kinds(), exact: map[string]string{}, called: map[string]map[string]bool{}, roles: map[string]string{}, issued: map[string]Entry{}}
	for _, p := range people {
		n.exact[p.Name] = n.issue(sortPerson, p.Name)
		for _, name := range []string{p.Name, p.DisplayName} {
			if name = facts.NameKey(name); n.called[name] == nil {
				n.called[name] = map[string]bool{}
			}
			n.called[name][p.Name] = true
		}
	}
	for _, name := range roles {
		if key := facts.NameKey(name); key != "" {
			n.roles[key] = name
		}
	}
	n.patterns, n.unspaced = n.look(people)
	return n, n.Err()
}

// issue returns the pseudonym of something.
func (n *Names) issue(sort, name string) string {
	mac := hmac.New(sha256.New, n.key)
	mac.Write([]byte(sort + "\x00" + name))
	pseudonym := sort + "-" + hex.EncodeToString(mac.Sum(nil))[:digits]
	n.mu.Lock()
	defer n.mu.Unlock()
	if known, taken := n.issued[pseudonym]; taken && known.Name != name && n.err == nil {
		n.err = fmt.Errorf("two names would get the pseudonym %s; use another key", pseudonym)
	}
	n.issued[pseudonym] = Entry{pseudonym, sort, name}
	return pseudonym
}

// Err says that two names got one pseudonym so far; nil where none did.
func (n *Names) Err() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.err
}

// Issued are the pseudonyms that were given so far, in their order, with what each stands
// for.
func (n *Names) Issued() []Entry {
	n.mu.Lock()
	defer n.mu.Unlock()
	all := make([]Entry, 0, len(n.issued))
	for _, pseudonym := range slices.Sorted(maps.Keys(n.issued)) {
		all = append(all, n.issued[pseudonym])
	}
	return all
}

// Author is what stands for the author of a commit: the person of that name, or somebody
// whom the records do not know.
func (n *Names) Author(name string) string {
	if person, ok := n.whole(name); ok {
		return person
	}
	return n.issue(sortAuthor, facts.Normal(name))
}

// stated is what stands for the words of a source that named somebody. They may be a name
// that no record has, so all of them are replaced; but what names nobody says so.
func (n *Names) stated(text string) string {
	key := facts.NameKey(text)
	if role, known := n.roles[key]; known {
		return n.Text(role)
	}
	if facts.NamesNobody(text) {
		return text
	}
	if key != "" && len(n.called[key]) > 0 {
		return n.displayName(text)
	}
	if person, ok := n.whole(text); ok {
		return person
	}
	return n.issue(sortStated, facts.Normal(text))
}

// displayName is what stands for what a person is called: their pseudonym, or, where others
// are called that too, what stands for it with all of them.
func (n *Names) displayName(text string) string {
	if !facts.Stated(text) {
		return text
	}
	if people := n.called[facts.NameKey(text)]; len(people) == 1 {
		for p := range people {
			return n.exact[p]
		}
	}
	return n.issue(sortName, facts.Normal(text))
}

// credential is what stands for the ID of a credential.
func (n *Names) credential(text string) string {
	if !facts.Given(text) {
		return text
	}
	return n.issue(sortCredential, text)
}

// kinds are the kinds of records by their names.
func kinds() map[string]*assess.Kind {
	registry := rules.Registry()
	all := make(map[string]*assess.Kind, len(registry.Kinds))
	for i := range registry.Kinds {
		all[registry.Kinds[i].Name] = &registry.Kinds[i]
	}
	return all
}
