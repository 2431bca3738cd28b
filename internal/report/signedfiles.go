package report

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// SignedFolder is the folder in which commands look for what was signed.
const SignedFolder = "signed/"

// Ends of names of files beside what was signed: the signature, as ssh-keygen names it; the
// signature as a time stamp is of it; and the token of that, as openssl reads them.
const (
	SignatureEnd = ".sig"
	blobEnd      = ".sshsig"
	tokenEnd     = ".tsr"
)

// Carried reports whether it carries a signature that can be verified here.
func (s *SignOff) Carried() bool { return s.Signature() != "" && s.Signature() != signoff.Hidden }

// FileName is the name of a file for what was signed; the signature is beside it, with ".sig".
func (s *SignOff) FileName() string { return s.file + ".json" }

// maxFileName is how many bytes a name has without its ends: a file system takes 255 with them.
const maxFileName = 200

// fileName is a name of a file for it, without its end. The name of an approval, or of an entry, is
// any text, and must lead nowhere.
func (s *SignOff) fileName(several bool) string {
	of := s.ActText()
	if s.Act == nil {
		of = s.Approval.Name
	}
	name := fileNameOf(s.Record.Kind, s.Record.Name, of)
	if several {
		name = s.Namespace + "." + name
	}
	return shortened(name)
}

// fileNameOf is a name of a file, without its end, of what is called in a record as it is given.
func fileNameOf(kind, record, of string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, of)
	if name != of { // two that differ in such a letter stay two
		name += fmt.Sprintf("-%x", of)
	}
	parts := []string{kind, record, name}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ".")
}

// shortened is a name of a file that a file system takes.
func shortened(name string) string {
	if len(name) <= maxFileName {
		return name
	}
	return fmt.Sprintf("%s-%x", name[:maxFileName-33], sha256.Sum256([]byte(name)))[:maxFileName]
}

// Command verifies the signature by hand, of what "approvals --extract signed" writes and with
// the keys that "allowed-signers" writes, as an auditor's pack has them; "" where it carries none.
func (s *SignOff) Command() string {
	if !s.Carried() {
		return ""
	}
	who := s.Signed.Signer
	if who == "" {
		who = s.By().Name()
	}
	return verifyCommand(s.keys, who, s.namespace(), s.On(), s.FileName())
}

// KeylessCommand says by hand which key made the signature, and that it is of the statement, and
// not whose the key is; "" where it carries none.
func (s *SignOff) KeylessCommand() string {
	if !s.Carried() {
		return ""
	}
	return keylessCommand(s.namespace(), s.FileName())
}

// namespace is that of the signature.
func (s *SignOff) namespace() string {
	if s.Act != nil {
		return signoff.ActNamespace
	}
	return signoff.ApprovalNamespace
}

// SignedFile is a file for who verifies a signature by hand.
type SignedFile struct {
	Name    string
	Content []byte
}

// Files are what was signed, and the signature beside it, as ssh-keygen has them; with a time
// stamp its token, and what that is of, as openssl has them. Nil where it carries no signature.
func (s *SignOff) Files() ([]SignedFile, error) {
	if !s.Carried() {
		return nil, nil
	}
	statement, err := signedText(s.isms, &s.SignOff)
	if err != nil {
		return nil, err
	}
	name := s.FileName()
	all := []SignedFile{{name, statement}, {name + SignatureEnd, []byte(signoff.Armored(s.Signature()))}}
	if s.Act != nil {
		return all, nil
	}
	token, noToken := signoff.Token(s.Approval.Timestamp)
	blob, noBlob := signoff.Blob(s.Approval.Signature)
	if noToken != nil || noBlob != nil { // of what cannot be read there is nothing to write
		return all, nil
	}
	return append(all, SignedFile{name + blobEnd, blob}, SignedFile{name + tokenEnd, token}), nil
}

// signedText is what the signature of an approval or act is over: of an act that has been ended
// since, what it was before where the signature is of that.
func signedText(isms string, s *facts.SignOff) ([]byte, error) {
	if s.Act == nil {
		return signoff.Approval(signoff.SubjectOf(s.Record.Kind, isms, s.Record.Name), s.Approval)
	}
	all, err := facts.ActMessages(isms, s.Record, s.Act, s.Act.By)
	for _, text := range all {
		if signoff.Verify(text, signoff.ActNamespace, s.Act.Signature).Err == nil {
			return text, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
