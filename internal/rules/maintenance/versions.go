package maintenance

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docVersions = assess.Doc{
	ID: "P6-18", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.8.8, A.8.9",
	Requires: "What runs is the version that the record states",
	Fires:    "an object that the record names was seen to run another version than spec.version or spec.lifecycleRef states: a Node or the API server, where the record is of Kubernetes, or images of which none has it (observation); by the life cycle, the support of what runs has ended (minor; major if it is critical or a control rests on it). Numbers are compared as far as both state them, so 1.29 is 1.29.3; what does not begin with a number, such as latest or a digest, is not compared, and where an image tells no version nothing is said of the others",
	Reasons:  []string{"VersionDiffers"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Correct spec.version, spec.lifecycleRef and spec.supportEndsOn, or upgrade what runs",
}

// stated is what a record says of the version in use.
type stated struct {
	version    string
	cycle      *api.LifecycleReference
	kubernetes bool
	workloads  []api.WorkloadReference
}

func licenceStated(r *api.ToolLicense) stated {
	s := stated{version: r.Spec.Version, cycle: r.Spec.LifecycleRef, workloads: r.Spec.WorkloadRefs}
	s.kubernetes = strings.EqualFold(r.Spec.Product, kubernetes) || s.cycle != nil && s.cycle.Product == kubernetes
	return s
}

func assetStated(r *api.InfrastructureAsset) stated {
	s := stated{version: r.Spec.Version, cycle: r.Spec.LifecycleRef, workloads: r.Spec.WorkloadRefs}
	s.kubernetes = s.cycle != nil && s.cycle.Product == kubernetes
	return s
}

// neverIdle is of tools: one that runs is in use, whenever its term begins.
func neverIdle(*assess.Context, *api.ToolLicense) bool { return false }

const kubernetes = "kubernetes"

// runs makes rule P6-18 for a kind.
func runs[T api.Record](of func(T) facts.Supply, idle func(*assess.Context, T) bool, how func(T) stated) assess.Rule {
	return assess.On(docVersions, func(c *assess.Context, r T) {
		if s := of(r); !s.Retired(c) && !idle(c, r) {
			checkVersions(c, s, how(r))
		}
	})
}

func checkVersions(c *assess.Context, s facts.Supply, r stated) {
	var images []api.WorkloadReference
	var tags []string
	comparing := true
	for _, ref := range r.workloads {
		seen, looked := c.World.Observed(ref)
		if looked && (!seen.Exists || !seenBy(c, &seen)) {
			continue
		}
		switch ref.Kind {
		case "Certificate": // which runs nothing
		case "Node", "Service":
			for _, version := range seen.Versions {
				if r.kubernetes && r.differs(version) {
					reportVersion(c, s, r, ref, []string{version})
				}
			}
		default:
			comparing = comparing && len(seen.Versions) > 0
			images, tags = append(images, ref), append(tags, seen.Versions...)
		}
	}
	for _, tag := range tags {
		comparing = comparing && r.differs(tag)
	}
	if comparing && len(tags) > 0 {
		reportVersion(c, s, r, images[0], tags)
	}
}

// seenBy reports whether what was seen says anything of the day.
func seenBy(c *assess.Context, seen *assess.Workload) bool { return facts.Started(c, seen.SeenOn) }

// differs reports whether a version is known to be none that the record states.
func (r *stated) differs(version string) bool {
	return facts.VersionsDiffer(r.version, version) || r.cycle != nil && facts.VersionsDiffer(r.cycle.Cycle, version)
}

// words are what the record states.
func (r *stated) words() string {
	switch {
	case r.cycle == nil:
		return facts.Quote(r.version)
	case r.version == "":
		return facts.Quote(r.cycle.Cycle)
	}
	return facts.Quote(r.version) + " (" + r.cycle.Product + " " + r.cycle.Cycle + ")"
}

func reportVersion(c *assess.Context, s facts.Supply, r stated, ref api.WorkloadReference, versions []string) {
	f := assess.Finding{
		Reason: "VersionDiffers", Grade: api.GradeObservation, Field: "spec.workloadRefs[" + ref.Kind + "/" + ref.Name + "]",
		Message: fmt.Sprintf("The %s runs version %s, and the record states %s", facts.WorkloadName(ref), assess.And(versions), r.words()),
	}
	if len(versions) == 1 {
		if cycle, found := facts.LifecycleOf(c, r.cycle, versions[0]); found && facts.CycleOver(c, &cycle) {
			f.Grade = s.Grade()
			ended := "has ended"
			if !cycle.EndsOn.IsZero() {
				f.Since, ended = cycle.EndsOn.AddDays(1), "ended on "+cycle.EndsOn.String()
			}
			f.Message += fmt.Sprintf("; support of %s %s %s%s", r.cycle.Product, cycle.Name, ended, s.Carries())
		}
	}
	c.Report(f)
}
