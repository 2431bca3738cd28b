package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// completionFile is what kubectl asks for completions of this plugin; it must be on
// the PATH (k8s.io/kubectl, pkg/cmd/plugin/plugin_completion.go).
const completionFile = "kubectl_complete-isms"

const completionScript = `#!/bin/sh
# Completes "kubectl isms". kubectl runs it if it is executable and on the PATH.
exec kubectl-isms __complete "$@" 2>/dev/null
`

// addCompletion adds kubectl's way of completion beside those of shells.
func addCompletion(root *cobra.Command, e *env) {
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	must(err)
	completion.Short = "Print a completion script for kubectl or for a shell"
	completion.Long = `Print what completes the plugin: for "kubectl isms" the script of the command
"kubectl", and for "kubectl-isms" called by itself that of your shell.`
	var install bool
	kubectl := &cobra.Command{
		Use:   "kubectl",
		Short: `Print the script that completes "kubectl isms", or install it beside the plugin`,
		Long: `Print the script that kubectl runs to complete "kubectl isms", or install it beside
the plugin. Its name must be ` + completionFile + `, and it must be executable and on the
PATH. The completion of kubectl itself must be set up in your shell.`,
		Example: examples(e, `# Install it beside the plugin
%[1]s completion kubectl --install

# Or put it where you like
%[1]s completion kubectl > ~/bin/`+completionFile+` && chmod +x ~/bin/`+completionFile),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !install {
				_, err := fmt.Fprint(e.out, completionScript)
				return err
			}
			self, err := os.Executable()
			if err != nil {
				return err
			}
			name := filepath.Join(filepath.Dir(self), completionFile)
			if err := os.WriteFile(name, []byte(completionScript), 0o755); err != nil {
				return err
			}
			fmt.Fprintln(e.out, "installed", name)
			return nil
		},
	}
	kubectl.Flags().BoolVar(&install, "install", false, "Write the script beside the plugin instead of printing it")
	completion.AddCommand(kubectl)
}

// offered completes with names of what the files hold.
func (s *source) offered(keep func(*gather.Namespace) []string) cobra.CompletionFunc {
	return func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		set, err := s.load(c.Context(), manifest.Options{SkipEvidence: true})
		if len(s.files) == 0 || err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var all []string
		for i := range set.Namespaces {
			all = append(all, keep(&set.Namespaces[i])...)
		}
		slices.Sort(all)
		return slices.Compact(all), cobra.ShellCompDirectiveNoFileComp
	}
}

// completePeople offers the people of the files for flags.
func (s *source) completePeople(c *cobra.Command, flags ...string) {
	for _, flag := range flags {
		must(c.RegisterFlagCompletionFunc(flag, s.offered(func(n *gather.Namespace) (all []string) {
			for _, r := range n.Records {
				if kindOf(r) == "Person" {
					all = append(all, r.GetName())
				}
			}
			return all
		})))
	}
}

// completeOwners offers the roles and people of the files for --owner.
func (s *source) completeOwners(c *cobra.Command) {
	must(c.RegisterFlagCompletionFunc("owner", s.offered(func(n *gather.Namespace) (all []string) {
		for _, r := range n.Records {
			if kind := kindOf(r); kind == "SecurityRole" || kind == "Person" {
				all = append(all, r.GetName())
			}
		}
		return all
	})))
}

// completeRecords offers the records of the files for --record.
func (s *source) completeRecords(c *cobra.Command) {
	must(c.RegisterFlagCompletionFunc("record", s.offered(func(n *gather.Namespace) (all []string) {
		for _, r := range n.Records {
			all = append(all, kindOf(r)+"/"+r.GetName())
		}
		return all
	})))
}

// completeApprove offers the records of the files that carry an approval, and their
// people.
func completeApprove(c *cobra.Command, o *approveOptions) {
	must(c.MarkFlagFilename("filename", "yaml", "yml"))
	c.ValidArgsFunction = o.offered(func(n *gather.Namespace) (all []string) {
		for _, r := range n.Records {
			if a, ok := asApprovable(r); ok {
				all = append(all, a.String())
			}
		}
		return all
	})
	o.completePeople(c, "by")
}
