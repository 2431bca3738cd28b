package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// writeStatement writes what is to be signed, and how. A file that says something else stays.
func writeStatement(e *env, name string, statement []byte, namespace string) error {
	if there, err := os.ReadFile(name); err == nil && !bytes.Equal(there, statement) {
		return usagef("--request: %s is there, and says something else: name another file, or remove it", name)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usagef("--request: %w", err)
	}
	if err := replaceFile(name, statement); err != nil {
		return err
	}
	_, err := fmt.Fprintf(e.out, "What is to be signed is in %s. Read it, and sign it by\n  ssh-keygen -Y sign -n %s -f KEY %s\nThen attach %s\n", name, namespace, wording.ShellWord(name), wording.ShellWord(name+report.SignatureEnd))
	return err
}

// signed is a statement, and the signature that was made of it.
type signed struct {
	name      string
	statement []byte
	signature string
}

// readSigned reads a signature, and what was signed beside it.
func readSigned(name string) (*signed, error) {
	of, ok := strings.CutSuffix(name, report.SignatureEnd)
	if !ok {
		return nil, usagef("--attach: %s does not end with %s: name the file that ssh-keygen wrote beside what was signed", name, report.SignatureEnd)
	}
	signature, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("--attach: %w", err)
	}
	statement, err := os.ReadFile(of)
	if err != nil {
		return nil, usagef("--attach: what was signed has to lie beside the signature: %w", err)
	}
	return &signed{of, statement, strings.TrimSpace(string(signature)) + "\n"}, nil
}

// check fails where the signature is not of the statement.
func (s *signed) check(namespace string) error {
	v := signoff.Verify(s.statement, namespace, s.signature)
	switch {
	case errors.Is(v.Err, signoff.ErrNamespace):
		return fmt.Errorf("the signature of %s was made for another namespace than %s: sign it with -n %s", s.name, namespace, namespace)
	case errors.Is(v.Err, signoff.ErrOther):
		return fmt.Errorf("the signature is not of what %s says", s.name)
	case v.Err != nil:
		return fmt.Errorf("the signature of %s: %w", s.name, v.Err)
	}
	return nil
}
