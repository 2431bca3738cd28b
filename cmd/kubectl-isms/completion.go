package main

import (
	"github.com/spf13/cobra"
)

// complete offers fixed values for a flag.
func complete(c *cobra.Command, flag string, values []string) {
	must(c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)))
}

// completeSource offers values for the flags of a source.
func completeSource(c *cobra.Command) {
	must(c.MarkFlagFilename("filename", "yaml", "yml", "json"))
}

// must is for what only a mistake in this program can make fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
