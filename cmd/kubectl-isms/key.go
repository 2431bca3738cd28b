package main

import (
	"slices"

	"github.com/spf13/cobra"
)

func newKey(e *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "key",
		Short: "Enter and revoke the keys by which people sign",
		Long: `Enter and revoke keys in spec.signingKeys of a Person, in the file. A key counts for
signatures of approvals once somebody who is trusted has signed its registration, or
where it is the trust root itself (--trust-root of the operator and of "assess").`,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newKeyAdd(e), newKeyRevoke(e))
	return c
}

// personOptions say which Person is edited, and where.
type personOptions struct {
	source
	dryRun bool
}

func (o *personOptions) addTo(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with the Person and the ClauseAssessment")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Look in the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of the Person, where several have one of that name")
	flags.BoolVar(&o.dryRun, "dry-run", false, "Show what would be written, and write nothing")
	must(c.MarkFlagFilename("filename", "yaml", "yml"))
}

// check refuses what cannot be written to.
func (o *personOptions) check() error {
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files with the Person and the ClauseAssessment")
	case slices.Contains(o.files, "-"):
		return usagef("standard input cannot be written to: name files and folders")
	}
	return nil
}
