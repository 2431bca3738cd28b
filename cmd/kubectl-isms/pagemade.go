package main

import (
	"context"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// makePage makes the page of what was read. Of the source the days, the past, the command and
// whether names are replaced are given.
func (s *source) makePage(ctx context.Context, in *inputs, from page.Source) (*page.Page, error) {
	bar := s.env.progress()
	defer bar.done()
	from.Worlds, from.Problems, from.Foreign, from.Locate = in.worlds, in.problems, in.foreign, in.locate
	from.Version, from.Revision = version, s.revision(ctx)
	return page.Build(ctx, from, func(namespace string, day api.Date) {
		bar.say("namespace %s: %s, up to %s", namespace, day, from.Until)
	})
}

// made says how a page was made.
type made struct {
	// since is where its history begins; the zero day without one.
	since, on, until api.Date
	targets          []string
	// names are those of people where pseudonyms stand for them; nil otherwise.
	names *pseudonym.Names
}

// command is the call that makes a report again, with the days written out and what it is
// written to.
func (s *source) command(m made) string {
	words := append(strings.Fields(displayName(s.env.name)), "report")
	if s.recursive {
		words = append(words, "-R")
	}
	named := func(name string) string { // a file or namespace may be called as a person is
		if m.names != nil {
			return m.names.Text(name)
		}
		return name
	}
	for _, f := range s.files {
		words = append(words, "-f", named(f))
	}
	if n := s.kube.namespace(); n != "" {
		words = append(words, "-n", named(n))
	}
	if s.allNamespaces {
		words = append(words, "-A")
	}
	if s.observeVersions != "" {
		words = append(words, "--observe-versions", s.observeVersions)
	}
	if s.observe != "" {
		words = append(words, "--observe-workloads", s.observe)
	}
	for _, name := range s.seen.lifecycles {
		words = append(words, "--"+lifecyclesFlag, named(name))
	}
	if s.seen.file != "" {
		words = append(words, "--"+observationsFlag, named(s.seen.file))
	}
	if m.names != nil {
		words = append(words, "--"+pseudonymsFlag, "KEYFILE")
	}
	if !m.since.IsZero() {
		words = append(words, "--history="+m.since.String())
	}
	words = append(words, "--as-of", m.on.String(), "--until", m.until.String())
	for _, target := range m.targets {
		words = append(words, "-o", named(target))
	}
	for i, word := range words {
		words[i] = wording.ShellWord(word)
	}
	return strings.Join(words, " ")
}

// revision is the commit that the files are of, and whether they were changed since; "" where
// they are of none, or of several.
func (s *source) revision(ctx context.Context) string {
	commit, since := "", ""
	for _, f := range s.files {
		root, name, err := inRepository(ctx, "report", f, false)
		if f == "-" || err != nil {
			return ""
		}
		head, err := git(ctx, root, "rev-parse", "--verify", "HEAD")
		if err != nil || (commit != "" && commit != head) {
			return ""
		}
		changed, err := git(ctx, root, "status", "--porcelain", "--", name)
		if err != nil {
			return ""
		}
		if commit = head; changed != "" {
			since = ", and changes since"
		}
	}
	return strings.TrimSpace(commit) + since
}
