// Package reviewers says who may approve a change of a file by CODEOWNERS and the rules of a
// branch, held against the people of a register. It is a function of what was read: it asks
// no server, so that it says what the files say, and not what a server does.
package reviewers

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/hmarr/codeowners"
)

// Places are where CODEOWNERS is looked for, below the root of a repository: first those of
// GitHub in its order, then that which GitLab alone has.
var Places = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}

// CodeOwners are the rules of a CODEOWNERS file.
type CodeOwners struct {
	// Name of the file as the user knows it, Path its name below the root of the repository.
	Name, Path string
	rules      codeowners.Ruleset
}

// What an owner is written as. The library takes endings of e-mail addresses of up to six
// letters, and no groups below groups, which GitLab has.
var (
	mailOwner = regexp.MustCompile(`\A[^@\s]+@[^@\s]+\z`)
	teamOwner = regexp.MustCompile(`\A@[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+\z`)
	userOwner = regexp.MustCompile(`\A@[A-Za-z0-9_.-]+\z`)
)

// matcher takes owners of a form. GitHub and GitLab write a mark before names, and none before
// addresses.
func matcher(form *regexp.Regexp, kind string) codeowners.OwnerMatcher {
	return codeowners.OwnerMatchFunc(func(s string) (codeowners.Owner, error) {
		if !form.MatchString(s) {
			return codeowners.Owner{}, codeowners.ErrNoMatch
		}
		return codeowners.Owner{Value: strings.TrimPrefix(s, "@"), Type: kind}, nil
	})
}

// ParseCodeOwners reads a CODEOWNERS file. What cannot be read is an error with file and line: a
// server skips such a line, and nobody would be told of the files that it leaves to anybody.
func ParseCodeOwners(name, path string, content []byte) (*CodeOwners, error) {
	content, err := plainText(name, content)
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(string(content), "\n") {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "[") || strings.HasPrefix(line, "^["):
			return nil, fmt.Errorf("%s:%d: sections of GitLab are not read, because each of them asks for approvals of its own; a line has a pattern and its owners, as in: /evidence/ @acme/isms", name, i+1)
		case strings.HasPrefix(line, "!"):
			return nil, fmt.Errorf("%s:%d: a pattern that begins with ! is not read; leave out the owners of a pattern further below to take them away", name, i+1)
		}
	}
	rules, err := codeowners.ParseFile(bytes.NewReader(content), codeowners.WithOwnerMatchers([]codeowners.OwnerMatcher{
		matcher(mailOwner, codeowners.EmailOwner), matcher(teamOwner, codeowners.TeamOwner), matcher(userOwner, codeowners.UsernameOwner),
	}))
	if err != nil {
		where, what, ok := strings.Cut(strings.TrimPrefix(err.Error(), "line "), ": ")
		if !ok {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return nil, fmt.Errorf("%s:%s: %s; a line has a pattern and its owners, as in: /evidence/ @ada @acme/isms ada@acme.example", name, where, what)
	}
	return &CodeOwners{Name: name, Path: path, rules: rules}, nil
}

// plainText is the text of a file without the mark of the order of its bytes. Windows PowerShell
// writes UTF-16 where it redirects an output, of which no line could be read.
func plainText(name string, content []byte) ([]byte, error) {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) || bytes.IndexByte(content, 0) >= 0 {
		return nil, fmt.Errorf("%s:1: it is no text in UTF-8, but UTF-16 or no text at all; save it as UTF-8 (in Windows PowerShell: ... | Out-File -Encoding utf8 FILE)", name)
	}
	return bytes.TrimPrefix(content, []byte("\ufeff")), nil
}

// of returns the rule for a file, by its path below the root of the repository: the last one that
// matches; nil where none does.
func (c *CodeOwners) of(path string) (*codeowners.Rule, error) {
	if c == nil {
		return nil, nil
	}
	return c.rules.Match(path)
}
