package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/lifecycles"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

const (
	observationsFlag = "observations"
	lifecyclesFlag   = "lifecycles"
)

// observations are what was seen of a cluster, to be judged beside records in files. It is one
// file: an ISMS is judged by one cluster, and two readings of it would contradict each other.
type observations struct {
	file string
	// lifecycles are files that say how long products are supported.
	lifecycles []string
	// trust are the fingerprints of keys that signatures are followed to.
	trust []string
}

const trustRootFlag = "trust-root"

// addTo adds the flag to a command.
func (o *observations) addTo(c *cobra.Command) {
	c.Flags().StringVar(&o.file, observationsFlag, "", "File of \"observe\" that says what a cluster grants, to be judged beside the records of -f, for days from when it was seen on")
	c.Flags().StringSliceVar(&o.lifecycles, lifecyclesFlag, nil, "Files that say how long products are supported, as endoflife.date writes them: an answer of its API or a product file. Records name their release in lifecycleRef")
	must(c.MarkFlagFilename(observationsFlag, "yaml", "yml", "json"))
	must(c.MarkFlagFilename(lifecyclesFlag, "json", "md"))
	c.Flags().StringSliceVar(&o.trust, trustRootFlag, nil, "Fingerprint of the key that vouches for all others that sign, such as SHA256:…; from somewhere that whoever edits records cannot, and as the operator's flag")
	must(c.RegisterFlagCompletionFunc(trustRootFlag, cobra.NoFileCompletions))
}

// products are what the files say of the support of products; nil where none is named.
func (o *observations) products(looked func(string)) (*assess.Lifecycles, error) {
	if len(o.lifecycles) == 0 {
		return nil, nil
	}
	all := &assess.Lifecycles{}
	for _, name := range o.lifecycles {
		if looked != nil {
			looked(name)
		}
		content, err := os.ReadFile(name)
		if err == nil {
			err = lifecycles.Read(all, filepath.ToSlash(name), content)
		}
		if err != nil {
			return nil, usagef("--lifecycles: %w", err)
		}
	}
	return all, nil
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

// beside is what adds them to what is read; nil where no file is named. Looked is told each.
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
	if err != nil {
		return nil, err
	}
	products, err := o.products(looked)
	if err != nil || f == nil && products == nil && len(o.trust) == 0 {
		return nil, err
	}
	return func(all []gather.Namespace) {
		if f != nil {
			f.Beside(all)
		}
		for i := range all {
			all[i].Observation.Lifecycles = products
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
