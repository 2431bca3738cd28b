package main

import (
	"context"
	"iter"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/page"
)

// makePage makes the page of what was read, from a day to another. Past are the days before,
// where they are asked for, and command is the call that makes it again.
func (s *source) makePage(ctx context.Context, in *inputs, on, until api.Date, past iter.Seq2[*history.Day, error], command string) (*page.Page, error) {
	bar := s.env.progress()
	defer bar.done()
	return page.Build(ctx, page.Source{
		Worlds: in.worlds, On: on, Until: until, Past: past, Problems: in.problems, Foreign: in.foreign, Locate: in.locate,
		Version: version, Revision: s.revision(ctx), Command: command,
	}, func(namespace string, day api.Date) {
		bar.say("namespace %s: %s, up to %s", namespace, day, until)
	})
}

// command is the call that makes a report again, with the days written out and what it is
// written to. Since is where its history begins; the zero day without one.
func (s *source) command(since, on, until api.Date, targets []string) string {
	words := append(strings.Fields(displayName(s.env.name)), "report")
	if s.recursive {
		words = append(words, "-R")
	}
	for _, f := range s.files {
		words = append(words, "-f", f)
	}
	if n := s.kube.namespace(); n != "" {
		words = append(words, "-n", n)
	}
	if s.allNamespaces {
		words = append(words, "-A")
	}
	if s.observe != "" {
		words = append(words, "--observe-workloads", s.observe)
	}
	if !since.IsZero() {
		words = append(words, "--history="+since.String())
	}
	words = append(words, "--as-of", on.String(), "--until", until.String())
	for _, target := range targets {
		words = append(words, "-o", target)
	}
	for i, word := range words {
		words[i] = shellWord(word)
	}
	return strings.Join(words, " ")
}

// shellWord is a word as a shell reads it.
func shellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./=:,@", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
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
