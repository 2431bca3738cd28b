package pack

import (
	"context"
	"errors"

	"github.com/isms-operator/isms-operator/internal/assess"
	gathered "github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// judge judges the records from what is in the pack, and from nothing else.
func (c *Contents) judge(ctx context.Context) (*Judgement, error) {
	options := manifest.Options{FS: c.files, Namespace: c.Namespace}
	seen, err := c.seen()
	if err != nil {
		return nil, err
	}
	products, err := c.products()
	if err != nil {
		return nil, err
	}
	options.Beside = func(all []gathered.Namespace) {
		if seen != nil {
			seen.Beside(all)
		}
		for i := range all {
			all[i].Observation.Lifecycles = products
			all[i].TrustRoots = c.TrustRoots
		}
	}
	set, err := manifest.Load(ctx, c.manifests, options)
	if err != nil {
		return nil, err
	}
	registry := rules.Registry()
	j := &Judgement{Set: set, Worlds: set.Worlds()}
	if len(j.Worlds) == 0 && len(set.Problems) == 0 {
		return nil, errors.New("there is no record at this revision in what -f names: nothing can be judged")
	}
	j.Assessment = &report.Assessment{AsOf: c.AsOf, Locate: set.Locate, Problems: set.Problems, Foreign: set.Foreign, Pseudonyms: c.Pseudonyms}
	failures := make([]error, len(j.Worlds))
	j.Assessment.Namespaces = make([]*assess.Report, len(j.Worlds))
	if err := parallel.Do(ctx, len(j.Worlds), func(i int) {
		j.Assessment.Namespaces[i], failures[i] = assess.Run(ctx, registry, j.Worlds[i], c.AsOf)
	}); err != nil {
		return nil, err
	}
	return j, errors.Join(failures...)
}
