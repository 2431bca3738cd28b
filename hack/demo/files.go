package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	pluginPath = ".local/bin/kubectl-isms"
	// sampleDir keeps the records and the page of the sample organisation, for a look at
	// them after the demo.
	sampleDir = ".local/sample"
)

// fromFiles shows the verdict from files, and the page, before anything is built that takes
// minutes: whoever has no more time has seen what it is about.
func fromFiles(ctx context.Context) error {
	progress("building the plugin")
	if err := build(ctx, pluginPath, "./cmd/kubectl-isms"); err != nil {
		return err
	}
	objects, err := readManifests("config/samples", shift())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(sampleDir, 0o755); err != nil {
		return err
	}
	if err := writeManifests(filepath.Join(sampleDir, "organisation.yaml"), objects); err != nil {
		return err
	}
	heading("The verdict from files, without a cluster")
	fmt.Printf("The samples were written for %s. Every date in them is moved by %d days, so that they are about today, %s.\n\n",
		sampleDay, shift(), today())
	if err := showPlugin(ctx, "assess", "-n", namespace, "-f", sampleDir, "--summary"); err != nil {
		return err
	}
	page := filepath.Join(sampleDir, "isms.html")
	if err := showPlugin(ctx, "report", "-n", namespace, "-f", sampleDir, "-o", "html="+page); err != nil {
		return err
	}
	absolute, err := filepath.Abs(page)
	if err != nil {
		return err
	}
	fmt.Printf("The page that people read lies at file://%s\n", filepath.ToSlash(absolute))
	return nil
}

// showPlugin prints a command of the plugin as one would type it, runs it and prints what it says.
func showPlugin(ctx context.Context, args ...string) error {
	fmt.Println(paint(cyan, "$ kubectl isms "+typed(args)))
	cmd := exec.CommandContext(ctx, pluginPath, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Run()
	fmt.Println()
	return err
}
