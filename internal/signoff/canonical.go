// Package signoff says what an approval is bound to and what is signed, and whether a
// signature is of it. It is a function of its arguments; whose key signed, and whether it
// counted on the day, facts say.
package signoff

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gowebpki/jcs"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Subject is a record as approvals name it: without the namespace that it is in and the
// version of the API that it is written in, which change without a decision.
type Subject struct {
	Group string `json:"group"`
	Kind  string `json:"kind"`
	// ISMS is the identifier of the ISMS; "" where it has none.
	ISMS string `json:"isms,omitempty"`
	Name string `json:"name"`
}

// SubjectOf is the subject of a record of this API group.
func SubjectOf(kind, isms, name string) Subject {
	return Subject{Group: api.GroupName, Kind: kind, ISMS: isms, Name: name}
}

// Prefixes of content hashes by their version.
const (
	prefix2 = "v2:sha256:"
	prefix1 = "sha256:"
)

// Version is the version of a content hash: 2, 1, or 0 for none.
func Version(hash string) int {
	switch {
	case strings.HasPrefix(hash, prefix2):
		return 2
	case strings.HasPrefix(hash, prefix1):
		return 1
	}
	return 0
}

// Hash is the content hash, version 2: the SHA-256 of the canonical JSON of what names the
// record and of its content, which is its spec without approvals and without what may change
// after them.
func Hash(s Subject, content any) string {
	text, err := Content(s, content)
	if err != nil {
		return "" // no spec of the API fails to marshal; an empty hash never matches
	}
	return sum(text)
}

func sum(text []byte) string {
	of := sha256.Sum256(text)
	return prefix2 + hex.EncodeToString(of[:])
}

// Content is what Hash hashes. Its spec is as the API's types write it, so that days are
// days however a file wrote them, less what is empty.
func Content(s Subject, content any) ([]byte, error) {
	return Canonical(struct {
		Subject
		Spec any `json:"spec"`
	}{s, content})
}

// Holds reports whether a content hash of any version is of what a record says now. One of
// version 2 that was made before the ISMS had an identifier still holds.
func Holds(hash string, s Subject, content any) bool {
	return new(Hashes).Holds(hash, s, func() any { return content })
}

// Canonical is a value as canonical JSON (RFC 8785), without the fields that are empty: null,
// "", [] and {}. Entries of lists stay, so that none takes the place of another.
func Canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if mayHaveEmpty(text) {
		if text, err = withoutEmpty(text); err != nil {
			return nil, err
		}
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return nil, fmt.Errorf("no canonical JSON: %w", err)
	}
	return canonical, nil
}

// mayHaveEmpty reports whether JSON as Go writes it may have a field that is empty. Most of what
// is approved has none, since the types of the API leave empty fields out. A string can look
// like one, which costs time alone.
func mayHaveEmpty(text []byte) bool {
	for _, field := range []string{":null", `:""`, ":[]", ":{}"} {
		if bytes.Contains(text, []byte(field)) {
			return true
		}
	}
	return false
}

// withoutEmpty is JSON without the fields that are empty.
func withoutEmpty(text []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	return json.Marshal(pruned(tree))
}

// pruned is a tree without empty fields.
func pruned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if value = pruned(value); empty(value) {
				delete(v, key)
			} else {
				v[key] = value
			}
		}
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
	}
	return v
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
