package report

import (
	"bytes"
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// AllowedSigners writes the keys of a namespace that lead to its trust roots as OpenSSH and Git
// read them, a file of allowed signers. Others are the keys that count on no day, with why.
func AllowedSigners(asOf api.Date, w *assess.World) (text []byte, others []facts.Signed) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Keys that lead to %s\n", strings.Join(w.TrustRoots(), ", "))
	counting, others := facts.KeyWindows(assess.LookWith(rules.Registry(), w, asOf))
	for i := range counting {
		b.WriteString(signerLine(&counting[i]))
	}
	return b.Bytes(), others
}

// AllowedSignersFile is what the file of allowed signers of a namespace is called. People of
// several namespaces can have one name, so that each has a file of its own there.
func AllowedSignersFile(namespace string, several bool) string {
	if several {
		return "allowed_signers." + namespace
	}
	return "allowed_signers"
}

// compactDay is a day as OpenSSH writes one.
func compactDay(d api.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// signerLine is a key as OpenSSH reads it. A day lasts from its first to its last second.
func signerLine(w *facts.KeyWindow) string {
	var namespaces []string
	if w.Key.MayApprove() {
		namespaces = append(namespaces, signoff.ApprovalNamespace, signoff.ActNamespace, "git")
	}
	if w.MayRegister {
		namespaces = append(namespaces, signoff.RegistrationNamespace, signoff.AuthorityNamespace)
	}
	options := fmt.Sprintf("namespaces=%q", strings.Join(namespaces, ","))
	if !w.From.IsZero() {
		options += fmt.Sprintf(",valid-after=%q", compactDay(w.From)+"000000Z")
	}
	if !w.Until.IsZero() {
		options += fmt.Sprintf(",valid-before=%q", compactDay(w.Until)+"235959Z")
	}
	return fmt.Sprintf("%s %s %s\n", w.Person.Name, options, w.Key.PublicKey)
}
