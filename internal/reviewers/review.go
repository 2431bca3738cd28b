package reviewers

import (
	"cmp"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Register is what is held against CODEOWNERS and the rules of a branch.
type Register struct {
	// On is the day of which it is told.
	On api.Date
	// People of all namespaces.
	People []*api.Person
	// Records are the names of records, by the file that they are in, below the root of the
	// repository.
	Records map[string][]string
}

// Review is who may approve a change of which file, and what is wrong with it.
type Review struct {
	On api.Date
	// CodeOwners and Rules are what it was told by; nil where there was none.
	CodeOwners *CodeOwners
	Rules      *BranchRules
	// Groups are the files that the same line of CODEOWNERS is of, in the order of files.
	Groups []Group
	// Observations, that which lets most people approve their own change first.
	Observations []Observation
}

// Group are files that the same line of CODEOWNERS is of.
type Group struct {
	// Line of CODEOWNERS; 0 where none matches.
	Line int
	// Files below the root of the repository, how many records are in each, and in all.
	Files   []string
	PerFile []int
	Records int
	Owners  []Owner
}

// Observation is something by which a change may be approved by nobody, or by its author alone.
type Observation struct {
	// Reason is its name. Message says what was found, and Ask what to do: a sentence without full
	// stop each.
	Reason, Message, Ask string
	// Files that it is about, and how many Records are in them; none where it is about all.
	Files   []string
	Records int
}

// Reviewers are the people on record who may review, of all owners.
func (g *Group) Reviewers() (names []string) {
	for i := range g.Owners {
		names = append(names, g.Owners[i].People...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Of says who may approve a change of each file of a register. Nothing is told of what is not
// there: without rules of the branch it is unknown, and neither good nor bad, what they ask.
func Of(r *Register, owners *CodeOwners, rules *BranchRules) (*Review, error) {
	review := &Review{On: r.On, CodeOwners: owners, Rules: rules}
	known := newPeople(r.People, r.On)
	byLine := map[int]int{}
	for _, file := range sorted(r.Records) {
		rule, err := owners.of(file)
		if err != nil {
			return nil, err
		}
		line := 0
		if rule != nil {
			line = rule.LineNumber
		}
		at, there := byLine[line]
		if !there {
			at = len(review.Groups)
			byLine[line] = at
			g := Group{Line: line}
			if rule != nil {
				for _, o := range rule.Owners {
					g.Owners = append(g.Owners, known.owner(o))
				}
			}
			review.Groups = append(review.Groups, g)
		}
		g := &review.Groups[at]
		g.Files, g.PerFile = append(g.Files, file), append(g.PerFile, len(r.Records[file]))
		g.Records += len(r.Records[file])
	}
	review.observe()
	return review, nil
}

func sorted(records map[string][]string) (files []string) {
	for file := range records {
		files = append(files, file)
	}
	slices.Sort(files)
	return files
}

// observe tells what is wrong, each fact once with all the files that it is about.
func (r *Review) observe() {
	r.ofRules()
	if r.CodeOwners == nil {
		r.say(nil, NoCodeOwners, "There is no CODEOWNERS file in "+strings.Join(Places, ", "))
	} else {
		for i := range r.Groups {
			r.ofGroup(&r.Groups[i])
		}
		r.ofCodeOwners()
	}
	place := func(reason string) int {
		return slices.IndexFunc(remedies, func(m struct{ reason, ask string }) bool { return m.reason == reason })
	}
	slices.SortStableFunc(r.Observations, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(place(a.Reason), place(b.Reason)), cmp.Compare(b.Records, a.Records), cmp.Compare(a.Message, b.Message))
	})
}

// say adds what is wrong with a group, or with all of it where there is none. What was said of
// another group is about both.
func (r *Review) say(g *Group, reason, message string) {
	for i := range r.Observations {
		if o := &r.Observations[i]; g != nil && o.Reason == reason && o.Message == message {
			o.Files, o.Records = append(o.Files, g.Files...), o.Records+g.Records
			slices.Sort(o.Files)
			return
		}
	}
	for _, m := range remedies {
		if m.reason == reason {
			o := Observation{Reason: reason, Message: message, Ask: m.ask}
			if g != nil {
				o.Files, o.Records = slices.Clone(g.Files), g.Records
			}
			r.Observations = append(r.Observations, o)
		}
	}
}
