package main

import (
	"context"
	"strings"
)

// command is the call that makes the report again, with the days written out.
func (o *reportOptions) command(d *dossier) string {
	words := append(strings.Fields(displayName(o.source.env.name)), "report")
	if o.recursive {
		words = append(words, "-R")
	}
	named := func(name string) string { // a file or namespace may be called as a person is
		if d.names != nil {
			return d.names.Text(name)
		}
		return name
	}
	for _, f := range o.files {
		words = append(words, "-f", named(f))
	}
	if n := o.kube.namespace(); n != "" {
		words = append(words, "-n", named(n))
	}
	if o.allNamespaces {
		words = append(words, "-A")
	}
	if o.observe != "" {
		words = append(words, "--observe-workloads", o.observe)
	}
	if o.hidden.asked() {
		words = append(words, "--"+pseudonymsFlag, "KEYFILE")
	}
	words = append(words, "--as-of", d.on.String(), "--until", d.until.String())
	for _, target := range o.targets {
		words = append(words, "-o", named(target))
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
func (o *reportOptions) revision(ctx context.Context) string {
	commit, since := "", ""
	for _, f := range o.files {
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
