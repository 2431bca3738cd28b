package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Worklist is what there is to do: for each who answers for records, what is open on them and
// what comes due while nobody edits one.
type Worklist struct {
	// On is the day that was judged, Until the last of which it is told what comes due.
	On, Until api.Date
	// Owners whose work is listed; all where empty.
	Owners []string
	// Roles that the people among the owners hold, by namespace: their work is listed too.
	Roles map[string][]string
	// Keep says of what is found whether it is listed; nil lists all of it.
	Keep func(*assess.Finding) bool
	// Timelines of the namespaces from the day on, and Reports of the day, by name.
	Reports   []*assess.Report
	Timelines []*assess.Timeline
	// Locate, Problems and Foreign are as those of an Assessment.
	Locate   func(namespace string, record assess.Ref, field string) input.Position
	Problems []input.Problem
	Foreign  []input.Foreign
}

// nobody is who answers for a record that nobody is known to answer for.
const nobody = "nobody who is known"

// task is one thing to do.
type task struct {
	namespace, owner string
	// due is the day on which it arises; absent where it is open already.
	due     api.Date
	finding *assess.Finding
	input.Position
}

// when says since when or by when it is to be done.
func (t *task) when() string {
	switch {
	case !t.due.IsZero():
		return "from " + t.due.String()
	case !t.finding.Since.IsZero():
		return "since " + t.finding.Since.String()
	}
	return "open"
}

// tasks are all of a worklist: by owner, those of nobody first, what is open before what
// comes, the gravest and the earliest first. What sums up others is not a task: its causes are.
func (w *Worklist) tasks() (all []task) {
	for i, r := range w.Reports {
		owners := ownersOf(r)
		add := func(f *assess.Finding, due api.Date) {
			if owner := owners[f.Record]; f.Sums.Reason == "" && w.listed(r.Namespace, owner) && (w.Keep == nil || w.Keep(f)) {
				all = append(all, w.task(r.Namespace, owner, f, due))
			}
		}
		for j := range r.Rollup.Findings {
			add(&r.Rollup.Findings[j], api.Date{})
		}
		for j := range w.Timelines[i].Days {
			day := &w.Timelines[i].Days[j]
			for k := range day.Arising {
				if !day.Arising[k].KnockOn {
					add(&day.Arising[k].Finding, day.On)
				}
			}
		}
	}
	slices.SortStableFunc(all, compareTasks)
	return all
}

// listed reports whether the work of an owner is asked for.
func (w *Worklist) listed(namespace, owner string) bool {
	return len(w.Owners) == 0 || slices.Contains(w.Roles[namespace], owner) ||
		slices.ContainsFunc(w.Owners, func(o string) bool { return strings.EqualFold(o, owner) })
}

// Unknown is an owner that is asked for and is neither a role nor a person of any namespace,
// nor stated as who answers for a record, with those that are; "" where there is none.
func (w *Worklist) Unknown() (owner string, known []string) {
	for _, r := range w.Reports {
		for i := range r.Results {
			record := r.Results[i].Record
			known = append(known, ownerOf(&r.Results[i]))
			if kind := r.Results[i].Kind.Name; kind == "SecurityRole" || kind == "Person" {
				known = append(known, record.GetName())
			}
		}
	}
	slices.Sort(known)
	known = slices.DeleteFunc(slices.Compact(known), func(name string) bool { return name == "" })
	for _, o := range w.Owners {
		if !slices.ContainsFunc(known, func(name string) bool { return strings.EqualFold(name, o) }) {
			return o, known
		}
	}
	return "", nil
}

func (w *Worklist) task(namespace, owner string, f *assess.Finding, due api.Date) task {
	if owner == "" {
		owner = nobody
	}
	t := task{namespace: namespace, owner: owner, due: due, finding: f}
	if w.Locate != nil {
		t.Position = w.Locate(namespace, f.Record, f.Field)
	}
	return t
}

// line is a task in one line.
func (t *task) line() string {
	text := join("  ", subject(t.finding.Record), t.finding.Field) + ": " + t.finding.Message
	return text + " (" + join(", ", t.Position.String(), t.when()) + ")"
}

func compareTasks(a, b task) int {
	unowned := func(t task) int {
		if t.owner == nobody {
			return 0
		}
		return 1
	}
	return cmp.Or(
		strings.Compare(a.namespace, b.namespace), cmp.Compare(unowned(a), unowned(b)), strings.Compare(a.owner, b.owner),
		strings.Compare(a.due.String(), b.due.String()),
	)
}

// cells are the columns of a task, for tables of every format.
func (t *task) cells() []string {
	return []string{t.namespace, t.owner, t.when(), string(t.finding.Grade), t.finding.Rule, t.finding.Reason, subject(t.finding.Record), t.finding.Message, t.finding.Remedy, t.Position.String()}
}

var taskHeader = []string{"namespace", "owner", "when", "grade", "rule", "reason", "record", "message", "remedy", "place"}

// taskMessage is the column of the message.
const taskMessage = 7

// title says what the list is of.
func (w *Worklist) title(n int) string {
	return fmt.Sprintf("%s on %s, and what comes due by %s", wording.Number(n, "thing to do", "things to do"), w.On, w.Until)
}

// unjudged says that the list may lack something; "" where it does not.
func (w *Worklist) unjudged() string {
	if len(w.Problems) == 0 {
		return ""
	}
	return wording.Number(len(w.Problems), "problem", "problems") + " of the input: what could not be judged may be work, too"
}

// observed says what was seen beside the records, once where several namespaces share it.
func (w *Worklist) observed() (all []string) {
	for _, r := range w.Reports {
		all = addTexts(all, r.Texts())
	}
	return all
}

// addTexts adds those that are not there.
func addTexts(all, texts []string) []string {
	for _, text := range texts {
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}
