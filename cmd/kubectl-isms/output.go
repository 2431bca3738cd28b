package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/report"
)

// output writes a T in the formats that the user asked for.
type output[T any] struct {
	env     *env
	formats []report.Format[T]
	targets []string
	color   string
	style   report.Style
}

// addTo adds the flags of the output to a command.
func (o *output[T]) addTo(c *cobra.Command) {
	var lines []string
	for _, f := range o.formats {
		lines = append(lines, fmt.Sprintf("%s (%s)", f.Name, f.Description))
	}
	c.Flags().StringArrayVarP(&o.targets, "output", "o", []string{o.formats[0].Name},
		"Format, or FORMAT=FILE; may be given several times: "+strings.Join(o.names(), ", "))
	c.Flags().StringVar(&o.color, "color", "auto", "Colour: auto (on a terminal, unless NO_COLOR is set), always, never")
	c.Long += "\n\nFormats:\n  " + strings.Join(lines, "\n  ")
	complete(c, "output", o.names())
	complete(c, "color", colors)
}

func (o *output[T]) names() []string {
	var names []string
	for _, f := range o.formats {
		names = append(names, f.Name)
	}
	return names
}

// asks reports whether a format is asked for.
func (o *output[T]) asks(format string) bool {
	return slices.ContainsFunc(o.targets, func(target string) bool {
		name, _, _ := strings.Cut(target, "=")
		return name == format
	})
}

// check refuses what cannot be written, before any work is done.
func (o *output[T]) check() error {
	if !slices.Contains(colors, o.color) {
		return oneOf("--color", o.color, colors)
	}
	shown, files := 0, map[string]string{}
	for _, target := range o.targets {
		name, file, toFile := strings.Cut(target, "=")
		if _, ok := report.Lookup(o.formats, name); !ok {
			return oneOf("the format", name, o.names())
		}
		if toFile && file == "" {
			return usagef("-o %s names no file; write -o %s for standard output, or -o %s=FILE", target, name, name)
		}
		if !toFile && report.ForFiles(name) && terminal(o.env.out) != nil {
			return usagef("-o %s is nothing to read on a terminal; write it to a file, as in -o %s=FILE.%s", name, name, name)
		}
		if !toFile {
			shown++
			continue
		}
		if other, taken := files[filepath.Clean(file)]; taken {
			return usagef("-o %s and -o %s name one file, and the second would replace the first; give each its own", other, target)
		}
		files[filepath.Clean(file)] = target
	}
	if shown > 1 {
		return usagef("only one format can go to standard output; write the others to files, as in -o sarif=FILE")
	}
	return nil
}

// write writes to all targets.
func (o *output[T]) write(what T) error {
	for _, target := range o.targets {
		name, file, toFile := strings.Cut(target, "=")
		format, _ := report.Lookup(o.formats, name)
		style := o.style
		style.Version = version
		style.Folder, _ = os.Getwd() // where it cannot be told, no path is taken to be below it
		style.Warn = func(message string) { fmt.Fprintf(o.env.err, "warning: %s\n", message) }
		if toFile {
			if err := writeFile(file, func(w io.Writer) error { return format.Write(w, what, style) }); err != nil {
				return err
			}
			continue
		}
		style.Color, style.Width = o.env.colored(o.color), o.env.width()
		out := bufio.NewWriterSize(o.env.out, 64<<10)
		if err := format.Write(out, what, style); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// writeFile writes a file as a whole or not at all: a reader never sees half of it.
func writeFile(name string, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return replaceFile(name, content.Bytes())
}

// replaceFile replaces the content of a file at once, and keeps its mode where it has one.
func replaceFile(name string, content []byte) error {
	mode := os.FileMode(0o644)
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target // the link stays, what it leads to is replaced
	}
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() { // such as /dev/stdout
			return os.WriteFile(name, content, mode)
		}
		mode = info.Mode().Perm()
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
			err = cause.Err // the name of the temporary file says nothing
		}
		return fmt.Errorf("write %s: a file cannot be made in its folder: %w", name, err)
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // it is gone where it was renamed
	_, err = temporary.Write(content)
	if err == nil {
		err = temporary.Chmod(mode)
	}
	if err == nil {
		err = temporary.Sync()
	}
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(temporary.Name(), name)
}
