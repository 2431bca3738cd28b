package pack

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// commandsEntry has the command that verifies each signature of a pack.
const commandsEntry = report.SignedFolder + "COMMANDS.txt"

// sealed are the signatures of a pack, as ssh-keygen and openssl read them. They are of the
// records, and so of everything, whatever the scope.
type sealed struct {
	entries []entry
	// Signed counts the approvals and acts that carry a signature, of which Stamped a time stamp, and
	// Vouched the registrations of keys and authorities.
	Signed, Stamped, Vouched int
	// Keys are the files of allowed signers, and NoKeys says why there are none.
	Keys   []string
	NoKeys string
	// Authorities for time stamps that are vouched for: the SHA-256 of the certificate, and the name.
	Authorities []string
}

// sealed gathers what was signed, each signature beside it, and the keys. With pseudonyms it is
// nothing: what was signed has the names of people, and so have the keys.
func (c *Contents) sealed(j *Judgement) (*sealed, error) {
	s := &sealed{}
	if c.Pseudonyms {
		return s, nil
	}
	of := report.SignOffsOf(c.AsOf, j.Worlds, nil)
	for i := range of.All {
		if err := s.add(&of.All[i]); err != nil {
			return nil, err
		}
	}
	if s.Signed == 0 {
		return s, nil
	}
	for i := range of.Vouched {
		if err := s.put("the registration of "+of.Vouched[i].Name, of.Vouched[i].Files()); err != nil {
			return nil, err
		}
	}
	s.Vouched = len(of.Vouched)
	switch {
	case len(c.TrustRoots) == 0:
		s.NoKeys = "it was made without a trust root (`--trust-root`), so that no key is vouched for"
	case len(j.Set.Problems) > 0:
		s.NoKeys = "a part of the records could not be read (`" + c.Scope.Folder() + notJudgedEntry + "`), and may say that a key is revoked"
	default:
		if err := s.addKeys(c, j); err != nil {
			return nil, err
		}
	}
	s.entries = append(s.entries, entry{commandsEntry, s.commands(of)})
	return s, nil
}

// add takes up what was signed in one place.
func (s *sealed) add(a *report.SignOff) error {
	parts, err := a.Files()
	if err != nil {
		return fmt.Errorf("what was signed of %s: %w", shown(a.Record.String()), err)
	}
	if len(parts) > 0 {
		s.Signed++
	}
	if len(parts) > signatureParts {
		s.Stamped++
	}
	return s.put("what was signed of "+a.Record.String(), parts)
}

// put takes up the files of a signature.
func (s *sealed) put(what string, parts []report.SignedFile) error {
	for _, f := range parts {
		name := report.SignedFolder + f.Name
		if err := checkName(name); err != nil {
			return fmt.Errorf("%s cannot be in a pack: %w; rename it", shown(what), err)
		}
		s.entries = append(s.entries, entry{name, f.Content})
	}
	return nil
}

// signatureParts is how many files there are of a signature without a time stamp.
const signatureParts = 2

// addKeys takes up the keys that lead to the trust root, and the authorities that do.
func (s *sealed) addKeys(c *Contents, j *Judgement) error {
	registry := rules.Registry()
	for _, w := range j.Worlds {
		text, _ := report.AllowedSigners(c.AsOf, w)
		name := report.AllowedSignersFile(w.Namespace, len(j.Worlds) > 1)
		if err := checkName(name); err != nil {
			return fmt.Errorf("keys of the namespace %s cannot be in a pack: %w; rename it", shown(w.Namespace), err)
		}
		s.entries = append(s.entries, entry{name, text})
		s.Keys = append(s.Keys, name)
		s.addAuthorities(assess.LookWith(registry, w, c.AsOf))
	}
	slices.Sort(s.Authorities)
	s.Authorities = slices.Compact(s.Authorities)
	return nil
}

func (s *sealed) addAuthorities(c *assess.Context) {
	all := c.Policy.Signatures.TimestampAuthorities
	for i := range all {
		hash, err := signoff.CertificateHash(all[i].Certificate)
		if err == nil && facts.AuthorityCounts(c, &all[i]).Reason == "" {
			s.Authorities = append(s.Authorities, wording.Plain(hash+"  "+all[i].Name))
		}
	}
}

// commands are the commands that verify each signature and registration, or that say by which key
// it was made where nobody vouches for keys.
func (s *sealed) commands(of *report.SignOffs) []byte {
	var b bytes.Buffer
	write := func(command, keyless string) {
		if s.NoKeys != "" {
			command = keyless
		}
		if command != "" {
			fmt.Fprintln(&b, command)
		}
	}
	for i := range of.All {
		write(of.All[i].Command(), of.All[i].KeylessCommand())
	}
	for i := range of.Vouched {
		write(of.Vouched[i].Command(), of.Vouched[i].KeylessCommand())
	}
	return b.Bytes()
}

// KeysText names the files of keys in a sentence.
func (s *sealed) KeysText() string { return "`" + strings.Join(s.Keys, "`, `") + "`" }
