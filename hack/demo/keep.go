package main

import (
	"context"
	"fmt"
	"path/filepath"
)

// keep applies the samples unless an earlier run did, says how to talk to the
// control plane, and waits to be interrupted.
func (s *story) keep(ctx context.Context) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	repair, _, err := s.moved("config/samples/repair", "repair.yaml")
	if err != nil {
		return err
	}
	s.explain(repair)
	select {
	case <-ctx.Done():
		return nil
	case <-s.operator.done:
		return errOperatorEnded
	}
}

// prepare leaves records of an earlier run alone: they are the user's by now, and
// their dates were moved to another day.
func (s *story) prepare(ctx context.Context) error {
	records, err := s.records(ctx)
	if err == nil && len(records) > 0 {
		progress("found %d records of an earlier run; delete %s to start afresh", len(records), s.state)
		if err := s.settle(ctx); err != nil {
			return err
		}
		return s.verdict(ctx)
	}
	if err := s.organisation(ctx); err != nil {
		return err
	}
	return s.gaps(ctx)
}

func (s *story) explain(repair string) {
	heading("Running; ctrl-C stops it, and the next \"make run\" finds the records again")
	bin := filepath.Dir(s.cluster.Bin("kubectl"))
	fmt.Printf(`In another terminal:

  export KUBECONFIG=%s
  export PATH=%s:$PATH
  kubectl -n %[3]s get clauseassessments
  kubectl -n %[3]s get isms
  kubectl -n %[3]s describe toollicense %[4]s
  kubectl -n %[3]s get events
  kubectl -n %[3]s apply -f %[5]s   # renews the licence that has lapsed

The operator logs to %[6]s
`, s.cluster.Kubeconfig(), bin, namespace, failing, absolute(repair), s.operator.log)
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return abs
}
