package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/pack"
	"github.com/isms-operator/isms-operator/internal/wording"
)

type verifyOptions struct {
	env        *env
	repository string
	hidden     pseudonyms
}

func newVerify(e *env) *cobra.Command {
	o := &verifyOptions{env: e, hidden: pseudonyms{env: e}}
	c := &cobra.Command{
		Use:   "verify PACK",
		Short: "Check a pack for an auditor: its files, its statement, and what the records in it say",
		Long: `Check a pack that "report -o zip" made: that every file is as it was, that the
statement names all of them and nothing else, and that the records in it, judged
again on its day, give the report in it. With --repository the whole pack is made
again from the revision that it names, and compared; one with pseudonyms takes the key
file that it was made with for that.

A pack holds how to check it without this program as well, in VERIFY.md.

Exit codes: 0 if all is equal, 1 if something is not, 2 for bad usage, and for what
is no pack, was changed as an archive, or names an unknown revision.`,
		Example: examples(e, `# A pack alone
%[1]s verify pack.zip

# A pack against a clone of the repository
%[1]s verify pack.zip --repository ~/isms`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one pack, as in verify pack.zip")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"zip"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args[0]) },
	}
	c.Flags().StringVar(&o.repository, "repository", "", "Clone of the repository to make the pack again from")
	must(c.MarkFlagDirname("repository"))
	o.hidden.addTo(c, "Key file that a pack with pseudonyms was made with, to make it again")
	return c
}

func (o *verifyOptions) run(ctx context.Context, name string) error {
	if err := o.hidden.open(false); err != nil {
		return err
	}
	data, err := readPack(name)
	if err != nil {
		return err
	}
	opened, err := pack.Open(data)
	if err != nil {
		return fmt.Errorf("%s cannot be used: %w", name, err)
	}
	if o.repository != "" && opened.Pseudonyms && !o.hidden.asked() {
		return usagef("the pack has pseudonyms; to make it again, name the key file that it was made with, as in --pseudonyms KEYFILE, or check it without --repository")
	}
	opened.Page = packPage
	bar := o.env.progress()
	defer bar.done()
	bar.say("judging again")
	checks, err := opened.Check(ctx)
	if err != nil {
		return fmt.Errorf("%s cannot be used: %w", name, err)
	}
	if o.repository != "" {
		bar.say("making it again")
		check, err := o.again(ctx, opened)
		if err != nil {
			return err
		}
		checks = append(checks, check)
	}
	bar.done()
	return o.tell(opened, checks)
}

// readPack reads a file that may be a pack, and no more of it than one has.
func readPack(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, pack.MaxPack+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// again makes the pack again from the repository.
func (o *verifyOptions) again(ctx context.Context, opened *pack.Opened) (check pack.Check, err error) {
	root, _, err := inRepository(ctx, "--repository", o.repository, false)
	if err != nil {
		return check, err
	}
	tree, err := openRevision(ctx, "the pack names revision ", opened.Revision, root)
	if err != nil {
		return check, err
	}
	defer tree.close()
	contents, err := gatherPack(ctx, tree, opened.Predicate, &o.hidden)
	if err != nil {
		return check, err
	}
	return opened.Against(ctx, contents)
}

// tell says what was checked, and is the exit code.
func (o *verifyOptions) tell(opened *pack.Opened, checks []pack.Check) error {
	out, equal := o.env.out, true
	fmt.Fprintf(out, "The records of revision %s on %s, made by version %s\n", opened.Revision, opened.AsOf, wording.Plain(opened.Version))
	if opened.Scope != nil {
		fmt.Fprintf(out, "Its lists and documents are of %s alone; its verdict and records are of everything\n", opened.Scope)
	}
	if opened.Pseudonyms {
		fmt.Fprintln(out, "Names of people are pseudonyms, and documents are not in it")
	}
	fmt.Fprintln(out)
	for _, c := range checks {
		mark := "equal    "
		if c.Total > 0 {
			mark, equal = "NOT EQUAL", false
		}
		fmt.Fprintf(out, "  %s  %s\n", mark, wording.Plain(c.What))
		for _, d := range c.Differences {
			fmt.Fprintf(out, "             - %s\n", wording.Plain(d))
		}
		if more := c.Total - len(c.Differences); more > 0 {
			fmt.Fprintf(out, "             - and %d more\n", more)
		}
	}
	if equal {
		return nil
	}
	if mine := theBuild().Version; mine != opened.Version {
		fmt.Fprintf(out, "\nThis is version %s, whose rules may be others; check again with version %s.\n", mine, wording.Plain(opened.Version))
	}
	return status(exitFindings)
}
