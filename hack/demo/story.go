package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	namespace = "acme-isms"
	// failing is the record that the demo breaks and repairs.
	failing    = "log-monitoring"
	conditions = `jsonpath={range .status.conditions[*]}{.type}{"\t"}{.status}{"\t"}{.reason}{"\t"}{.message}{"\n"}{end}`
)

// story shows what happens on one control plane.
type story struct {
	cluster  *controlplane.Cluster
	operator *operator
	state    string
}

// tell runs the whole demo.
func (s *story) tell(ctx context.Context) error {
	if err := s.organisation(ctx); err != nil {
		return err
	}
	if err := s.gaps(ctx); err != nil {
		return err
	}
	heading("Every record carries its own judgement")
	if err := s.show(ctx, "-n", namespace, "get", "isms"); err != nil {
		return err
	}
	heading("One record that fails: its conditions and its events")
	if err := s.show(ctx, "-n", namespace, "get", "toollicense", failing, "-o", conditions); err != nil {
		return err
	}
	if err := s.show(ctx, "-n", namespace, "get", "events", "--field-selector", "involvedObject.kind=ToolLicense,involvedObject.name="+failing); err != nil {
		return err
	}
	return s.repair(ctx)
}

// organisation applies the sample without gaps.
func (s *story) organisation(ctx context.Context) error {
	heading("The same organisation in a cluster: %s", namespace)
	// Applied, not created: a run that was interrupted may have left it behind.
	manifest := strings.NewReader("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + namespace + "\n")
	if _, _, err := s.cluster.Kubectl(ctx, manifest, "apply", "-f", "-"); err != nil {
		return err
	}
	if err := s.apply(ctx, "config/samples", "organisation.yaml"); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	if err := s.verdict(ctx); err != nil {
		return err
	}
	heading("What the forecast says: nobody edits a record, and the auditor comes on the day of the next audit")
	return s.show(ctx, "-n", namespace, "get", "clauseassessments", "-o", arising)
}

// arising prints the worst findings that the forecast sees come.
const arising = `jsonpath={range .items[*].status.forecast.arising[0:6]}{.grade}{"\t"}{.record.kind}/{.record.name}: {.message}{"\n"}{end}`

// gaps opens the gaps.
func (s *story) gaps(ctx context.Context) error {
	heading("Gaps, as an audit would find them")
	if err := s.apply(ctx, "config/samples/gaps", "gaps.yaml"); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	return s.verdict(ctx)
}

// repair renews the licence that had lapsed.
func (s *story) repair(ctx context.Context) error {
	heading("Repair: the licence was renewed")
	before, err := s.majors(ctx)
	if err != nil {
		return err
	}
	path, _, err := s.moved("config/samples/repair", "repair.yaml")
	if err != nil {
		return err
	}
	if err := s.show(ctx, "-n", namespace, "apply", "-f", path); err != nil {
		return err
	}
	if err := s.waitMajorsBelow(ctx, before); err != nil {
		return err
	}
	if err := s.show(ctx, "-n", namespace, "get", "toollicense", failing, "-o", conditions); err != nil {
		return err
	}
	return s.verdict(ctx)
}

func (s *story) verdict(ctx context.Context) error {
	return s.show(ctx, "-n", namespace, "get", "clauseassessments")
}

// apply applies a folder of samples with their dates moved, and says how many
// records there were; the lines of all of them would tell nothing.
func (s *story) apply(ctx context.Context, dir, name string) error {
	path, records, err := s.moved(dir, name)
	if err != nil {
		return err
	}
	args := []string{"-n", namespace, "apply", "-f", path}
	fmt.Println(paint(cyan, "$ kubectl "+typed(args)))
	out, _, err := s.cluster.Kubectl(ctx, nil, args...)
	if err != nil {
		return err
	}
	fmt.Printf("%d records of %s: %d created, %d configured\n\n", records, dir,
		strings.Count(out, " created\n"), strings.Count(out, " configured\n"))
	return nil
}

// moved writes a folder of samples with their dates moved to today into the state folder.
func (s *story) moved(dir, name string) (path string, records int, err error) {
	objects, err := readManifests(dir, shift())
	if err != nil {
		return "", 0, err
	}
	path = filepath.Join(s.state, name)
	return path, len(objects), writeManifests(path, objects)
}

// today is the day by which the operator judges.
func today() api.Date { return api.DateOf(time.Now()) }

// shift is the number of days from the samples' day to today.
func shift() int { return int(today().Time().Sub(sampleDay.Time()).Hours() / 24) }
