package main

import (
	"context"
	"encoding/json"
	"time"
)

const (
	settleTimeout = 60 * time.Second
	// calm is for how long nothing may be written before the verdict counts as final.
	calm = time.Second
)

// record is what waiting reads of a record of any kind.
type record struct {
	Kind     string `json:"kind"`
	Metadata struct {
		Generation      int64  `json:"generation"`
		ResourceVersion string `json:"resourceVersion"`
		Name            string `json:"name"`
	} `json:"metadata"`
	Status struct {
		ObservedGeneration int64 `json:"observedGeneration"`
		Counts             struct {
			Major int `json:"major"`
		} `json:"counts"`
	} `json:"status"`
}

func (s *story) records(ctx context.Context) ([]record, error) {
	out, _, err := s.cluster.Kubectl(ctx, nil, "-n", namespace, "get", "isms", "-o", "json")
	if err != nil {
		return nil, err
	}
	var list struct {
		Items []record `json:"items"`
	}
	return list.Items, json.Unmarshal([]byte(out), &list)
}

// settle waits until every record is judged as it is now, and nothing was written
// for a moment: the verdict on a namespace moves while its records come in.
func (s *story) settle(ctx context.Context) error {
	progress("waiting for the verdict")
	return s.settleWhen(ctx, func([]record) bool { return true })
}

func (s *story) settleWhen(ctx context.Context, holds func([]record) bool) error {
	ctx, cancel := context.WithTimeout(ctx, settleTimeout)
	defer cancel()
	last, since := "", time.Now()
	return s.operator.poll(ctx, "the verdict", func() (bool, error) {
		records, err := s.records(ctx)
		if err != nil {
			return false, err
		}
		now := versions(records)
		if now != last {
			last, since = now, time.Now()
		}
		return judged(records) && holds(records) && time.Since(since) >= calm, nil
	})
}

func judged(records []record) bool {
	for i := range records {
		if records[i].Status.ObservedGeneration != records[i].Metadata.Generation {
			return false
		}
	}
	return len(records) > 0
}

// versions changes whenever any record does.
func versions(records []record) string {
	all := ""
	for i := range records {
		all += records[i].Kind + "/" + records[i].Metadata.Name + "@" + records[i].Metadata.ResourceVersion + "\n"
	}
	return all
}

// majors is the number of major nonconformities in the verdict.
func (s *story) majors(ctx context.Context) (int, error) {
	records, err := s.records(ctx)
	return countMajors(records), err
}

func countMajors(records []record) int {
	for i := range records {
		if records[i].Kind == "ClauseAssessment" {
			return records[i].Status.Counts.Major
		}
	}
	return 0
}

func (s *story) waitMajorsBelow(ctx context.Context, before int) error {
	progress("waiting for the verdict to move")
	return s.settleWhen(ctx, func(records []record) bool { return countMajors(records) < before })
}
