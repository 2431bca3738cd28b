package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

var someDigest, otherDigest = strings.Repeat("a", 64), strings.Repeat("b", 64)

const (
	evidenceMissing = "X-11 EvidenceMissing Minor spec.evidence[contract].uri"
	evidenceChanged = "X-11 EvidenceChanged Minor spec.evidence[contract].sha256"
)

// evidenceRows are asked of a record of every kind: its digest of the contract, and
// what was seen of it, if anybody looked.
var evidenceRows = []struct {
	name, why, digest string
	seen              *assess.Document
	want              []string
}{
	{"not looked for", "the operator sees no files", someDigest, nil, nil},
	{"as it was filed", "the digest agrees", someDigest, &assess.Document{Exists: true, SHA256: someDigest}, nil},
	{"without digest", "nothing was said that could differ", "", &assess.Document{Exists: true, SHA256: someDigest}, nil},
	{"missing", "what is not there proves nothing", someDigest, &assess.Document{}, []string{evidenceMissing}},
	{"missing without digest", "to be there is the least", "", &assess.Document{}, []string{evidenceMissing}},
	{"changed", "another document is not the one on file", someDigest, &assess.Document{Exists: true, SHA256: otherDigest}, []string{evidenceChanged}},
	{"unreadable", "what cannot be verified is no pass", someDigest, &assess.Document{Exists: true}, []string{evidenceChanged}},
}

func TestEvidenceOfEveryKind(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		for _, r := range evidenceRows {
			t.Run(kind.Name+"/"+r.name, func(t *testing.T) {
				f := newFixture()
				subject := f.firstOf(kind)
				subject.RecordCommon().Evidence = []api.Evidence{{Name: "contract", URI: "docs/contract.pdf", SHA256: r.digest}}
				if r.seen != nil {
					seen := *r.seen
					seen.Field, seen.URI, seen.Stated = "spec.evidence[contract]", "docs/contract.pdf", r.digest
					f.documents = map[assess.Ref][]assess.Document{{Kind: kind.Name, Name: subject.GetName()}: {seen}}
				}
				got := slices.DeleteFunc(judged(f, subject, baseDay), func(s string) bool { return !strings.HasPrefix(s, "X-11") })
				if !slices.Equal(got, r.want) {
					t.Errorf("%s: got %q, want %q", r.why, got, r.want)
				}
			})
		}
	}
}
