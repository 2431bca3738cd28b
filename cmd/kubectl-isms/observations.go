package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

const observationsFlag = "observations"

// observations are what was seen of a cluster, to be judged beside records in files. It is one
// file: an ISMS is judged by one cluster, and two readings of it would contradict each other.
type observations struct {
	file string
	// trust are the fingerprints of keys that signatures are followed to.
	trust []string
}

const trustRootFlag = "trust-root"

// addTo adds the flag to a command.
func (o *observations) addTo(c *cobra.Command) {
	c.Flags().StringVar(&o.file, observationsFlag, "", "File of \"observe\" that says what a cluster grants, to be judged beside the records of -f, for days from when it was seen on")
	must(c.MarkFlagFilename(observationsFlag, "yaml", "yml", "json"))
	c.Flags().StringSliceVar(&o.trust, trustRootFlag, nil, "Fingerprint of the key that vouches for all others that sign, such as SHA256:…; from somewhere that whoever edits records cannot, and as the operator's flag")
	must(c.RegisterFlagCompletionFunc(trustRootFlag, cobra.NoFileCompletions))
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
	for _, root := range o.trust {
		if err := signoff.CheckFingerprint(root); err != nil {
			return nil, usagef("--%s: %w", trustRootFlag, err)
		}
	}
	f, err := o.read()
	if err != nil || f == nil && len(o.trust) == 0 {
		return nil, err
	}
	return func(all []gather.Namespace) {
		if f != nil {
			f.Beside(all)
		}
		o.vouch(all)
	}, nil
}

// vouch gives namespaces the trust roots.
func (o *observations) vouch(all []gather.Namespace) {
	for i := range all {
		all[i].TrustRoots = o.trust
	}
}
