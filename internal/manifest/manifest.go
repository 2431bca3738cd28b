// Package manifest reads records from files, folders and streams, and validates
// them as the API server would.
//
// A file is cut into documents, and documents are parsed and judged in parallel.
// Most records are proved valid and decoded in one walk over the parsed document
// (plan.go); every other one is judged by the API server's own validators (judge.go).
package manifest

import (
	"context"
)

// Load reads the files and folders that paths name. What is wrong inside of them is
// a problem of the set, and the rest is read; an error is a path that does not exist,
// or a context that is done.
func Load(ctx context.Context, paths []string, o Options) (*Set, error) {
	if o.Namespace == "" {
		o.Namespace = "default"
	}
	l := &loader{options: o, disk: diskOf(o)}
	o.Cache.begin()
	sources, err := l.list(ctx, paths)
	if err != nil {
		return nil, err
	}
	results, err := l.read(ctx, sources)
	if err != nil {
		return nil, err
	}
	s := l.merge(sources, results)
	if o.Beside != nil {
		o.Beside(s.Namespaces)
	}
	if o.SkipEvidence {
		return s, nil
	}
	return s, l.look(ctx, s)
}
