package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/pack"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// packOptions steer the auditor's pack.
type packOptions struct {
	revision string
	since    date
	// points and kinds that the pack is of; of everything where none are named.
	points, kinds []string
}

// addTo adds the flags of the pack to a command.
func (o *packOptions) addTo(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&o.revision, "revision", "", "Revision of the repository that the files are in, of which zip is made; HEAD where absent")
	flags.Var(&o.since, "since", "First day of the changes of records that zip lists, as 2025-10-31; a year before the day where absent")
	flags.StringSliceVar(&o.points, "point", nil, "Points whose records zip has lists and documents of, as P2,P7; all where neither points nor kinds are named")
	flags.StringSliceVar(&o.kinds, "kind", nil, "Kinds that zip has lists and documents of, beside those of --point, as ToolLicense")
	values := filterValues()
	complete(c, "point", values["point"])
	complete(c, "kind", values["kind"])
}

// make makes the pack of the files of a source, on a day, and counts what of them could not
// be judged.
func (o *packOptions) make(ctx context.Context, s *source, hidden *pseudonyms, on api.Date, language string) ([]byte, int, error) {
	switch {
	case len(s.files) == 0:
		return nil, 0, usagef("-o zip is made of files at a revision of a Git repository; name them with -f")
	case slices.Contains(s.files, "-"):
		return nil, 0, usagef("-o zip is made of files at a revision of a Git repository; standard input has no revision")
	case !o.since.IsZero() && o.since.After(on):
		return nil, 0, usagef("--since %s is after the day that is judged, %s", o.since.Date, on)
	}
	scope, err := o.scope()
	if err != nil {
		return nil, 0, err
	}
	tree, err := o.open(ctx, s)
	if err != nil {
		return nil, 0, err
	}
	defer tree.close()
	p := pack.Predicate{
		AsOf: on, Since: o.since.or(on.AddMonths(-12)), Revision: tree.commit, Paths: tree.names, Recursive: s.recursive,
		Version: theBuild().Version, Namespace: orDefault(s.kube.namespace()), Language: language, Scope: scope, Pseudonyms: hidden.asked(),
		TrustRoots: s.seen.trust,
	}
	if err := tree.addBeside(ctx, &s.seen, &p); err != nil {
		return nil, 0, err
	}
	bar := s.env.progress()
	defer bar.done()
	bar.say("reading revision %.12s", tree.commit)
	contents, err := gatherPack(ctx, tree, p, hidden)
	if err != nil {
		return nil, 0, err
	}
	bar.say("judging")
	var b bytes.Buffer
	notJudged, err := contents.Write(ctx, &b)
	return b.Bytes(), notJudged, err
}

// addBeside names what is judged beside the records by its names in the repository.
func (r *gitRevision) addBeside(ctx context.Context, seen *observations, p *pack.Predicate) error {
	if seen.file != "" {
		names, err := r.beside(ctx, "--"+observationsFlag, []string{seen.file})
		if err != nil {
			return err
		}
		p.Observations = names[0]
	}
	if len(seen.lifecycles) == 0 {
		return nil
	}
	names, err := r.beside(ctx, "--"+lifecyclesFlag, seen.lifecycles)
	slices.Sort(names) // the order in which they were named does not matter
	p.Lifecycles = slices.Compact(names)
	return err
}

// beside are the names that files of a flag have in the repository, of which the revision has all.
func (r *gitRevision) beside(ctx context.Context, flag string, files []string) ([]string, error) {
	root, names, err := inOneRepository(ctx, flag, files, false)
	if err != nil {
		return nil, err
	}
	if root != r.repository || len(r.has(names)) < len(names) {
		return nil, usagef("%s: revision %.12s of the repository does not have %s; a pack holds what it was judged by: commit it beside the records", flag, r.commit, strings.Join(files, ", "))
	}
	return names, nil
}

// scope is what the pack is of.
func (o *packOptions) scope() (*pack.Scope, error) {
	for flag, have := range map[string][]string{"point": o.points, "kind": o.kinds} {
		allowed := filterValues()[flag]
		for _, value := range have {
			if !slices.ContainsFunc(allowed, func(a string) bool { return strings.EqualFold(a, value) }) {
				return nil, oneOf("--"+flag, value, allowed)
			}
		}
	}
	return pack.NewScope(o.points, o.kinds)
}

// gatherPack reads what a pack is made of from a revision.
func gatherPack(ctx context.Context, tree *gitRevision, p pack.Predicate, hidden *pseudonyms) (*pack.Contents, error) {
	p.Command = packCommand(&p)
	contents, err := pack.Gather(ctx, tree, p)
	if err != nil {
		return nil, err
	}
	contents.Page = packPage
	if contents.Changes, err = tree.changes(ctx, p); err != nil || !p.Pseudonyms {
		return contents, err
	}
	names, err := contents.Hide(ctx, hidden.key)
	if pack.NotHidden(err) {
		return nil, usagef("--pseudonyms: %w", err)
	}
	if err != nil {
		return nil, err
	}
	return contents, hidden.note(names)
}

// open opens the revision, and says what of the files is not in it.
func (o *packOptions) open(ctx context.Context, s *source) (*gitRevision, error) {
	revision := o.revision
	if revision == "" {
		revision = "HEAD"
	}
	tree, names, err := openGit(ctx, "--revision ", revision, s.files)
	if err != nil {
		return nil, fmt.Errorf("-o zip is made of a revision: %w", err)
	}
	if len(names) < len(s.files) {
		tree.close()
		return nil, usagef("--revision %s has not all of the files of -f: %s", revision, strings.Join(s.files, ", "))
	}
	slices.Sort(names)
	tree.names = slices.Compact(names)
	changed, err := git(ctx, tree.repository, append([]string{"status", "--porcelain", "-z", "--"}, literal(tree.names)...)...)
	if err != nil {
		tree.close()
		return nil, err
	}
	if changed != "" {
		fmt.Fprintf(s.env.err, "warning: the pack is made of revision %.12s; changes that are not committed are not in it\n", tree.commit)
	}
	return tree, nil
}

// literal has git take names of files for nothing else.
func literal(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = ":(top,glob)" + name
	}
	return all
}

// orDefault is a namespace, or the one of records that name none.
func orDefault(namespace string) string {
	if namespace == "" {
		return "default"
	}
	return namespace
}

// packCommand is the command that makes a pack again, at the root of the repository.
func packCommand(p *pack.Predicate) string {
	words := []string{"kubectl", "isms", "report"}
	if p.Recursive {
		words = append(words, "-R")
	}
	for _, name := range p.Paths {
		words = append(words, "-f", wording.ShellWord(name))
	}
	words = append(words, "-n", wording.ShellWord(p.Namespace), "--revision", p.Revision, "--as-of", p.AsOf.String(), "--since", p.Since.String(), "--lang", wording.ShellWord(p.Language))
	if p.Scope != nil && len(p.Scope.Points) > 0 {
		words = append(words, "--point", strings.Join(p.Scope.Points, ","))
	}
	if p.Scope != nil && len(p.Scope.Kinds) > 0 {
		words = append(words, "--kind", strings.Join(p.Scope.Kinds, ","))
	}
	if p.Observations != "" {
		words = append(words, "--"+observationsFlag, wording.ShellWord(p.Observations))
	}
	for _, name := range p.Lifecycles {
		words = append(words, "--"+lifecyclesFlag, wording.ShellWord(name))
	}
	if len(p.TrustRoots) > 0 {
		words = append(words, "--"+trustRootFlag, wording.ShellWord(strings.Join(p.TrustRoots, ",")))
	}
	if p.Pseudonyms {
		words = append(words, "--"+pseudonymsFlag, "KEYFILE")
	}
	return strings.Join(append(words, "-o", "zip=pack.zip"), " ")
}

// packPage writes the page of a pack.
func packPage(ctx context.Context, w io.Writer, c *pack.Contents, j *pack.Judgement) error {
	p, err := page.Build(ctx, page.Source{
		Worlds: j.Worlds, On: c.AsOf, Until: aYearAfter(j.Worlds, c.AsOf), Problems: j.Set.Problems, Foreign: j.Set.Foreign, Locate: j.Set.Locate,
		Version: c.Version, Revision: c.Revision, Command: c.Command, Scope: c.Scope.String(), Pseudonyms: c.Pseudonyms,
	}, nil)
	if err != nil {
		return err
	}
	return p.Write(w, c.Language)
}
