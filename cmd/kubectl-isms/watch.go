package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/live"
)

// watch tells when what is read may have changed.
type watch struct {
	// what is watched, in words.
	what    string
	changed <-chan struct{}
	// follow watches what was read last, and reports whether some of that was not watched
	// while it was read.
	follow func() (bool, error)
	close  func()
}

// watch watches files, or the cluster where none are named.
func (s *source) watch(ctx context.Context) (*watch, error) {
	if s.files == nil {
		return s.watchCluster(ctx)
	}
	files, err := live.WatchFiles()
	if err != nil {
		return nil, fmt.Errorf("files cannot be watched: %w", err)
	}
	s.looked = files.Looked
	return &watch{strings.Join(s.files, ", "), files.Changed(), files.Follow, func() { _ = files.Close() }}, nil
}
