package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/observation"
)

const observationsFlag = "observations"

// observations are what was seen of a cluster, to be judged beside records in files. It is one
// file: an ISMS is judged by one cluster, and two readings of it would contradict each other.
type observations struct{ file string }

// addTo adds the flag to a command.
func (o *observations) addTo(c *cobra.Command) {
	c.Flags().StringVar(&o.file, observationsFlag, "", "File of \"observe\" that says what a cluster grants, to be judged beside the records of -f, for days from when it was seen on")
	must(c.MarkFlagFilename(observationsFlag, "yaml", "yml", "json"))
}

// read reads the file; nil where none is named.
func (o *observations) read() (*observation.File, error) {
	if o.file == "" {
		return nil, nil
	}
	content, err := os.ReadFile(o.file)
	if err != nil {
		return nil, usagef("--observations: %w", err)
	}
	f, err := observation.Read(filepath.ToSlash(o.file), content)
	if err != nil {
		return nil, usagef("--observations: %w", err)
	}
	return f, nil
}

// beside is what adds it to what is read; nil where no file is named. Looked is told the file.
func (o *observations) beside(looked func(string)) (func([]gather.Namespace), error) {
	if o.file != "" && looked != nil {
		looked(o.file)
	}
	f, err := o.read()
	if f == nil || err != nil {
		return nil, err
	}
	return f.Beside, nil
}
