package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// chore is what one owner has to do about one problem: the tasks that one remedy makes right,
// what is open before what comes, as findings of one entry.
type chore struct {
	entry
	tasks []task
}

// allOfChore is up to how many tasks of a chore are listed, and one more than are listed where
// there are more: who has to do them wants to know them, and a screen holds no more.
const allOfChore = 11

// chores gathers tasks by who has to do them, each with those of one problem together: what is
// open first, then what comes first; of one day the graver the earlier, and what has lapsed
// before what is missing. With all, each task is one of its own.
func chores(tasks []task, all bool) []*chore {
	type key struct {
		namespace, owner string
		assess.Problem
	}
	at := map[key]*chore{}
	var list []*chore
	for _, t := range tasks {
		k := key{t.namespace, t.owner, t.finding.Problem()}
		c := at[k]
		if c == nil || all {
			c = &chore{}
			at[k] = c
			list = append(list, c)
		}
		c.tasks = append(c.tasks, t)
		c.findings = append(c.findings, Finding{Finding: t.finding, Namespace: t.namespace, Position: t.Position})
	}
	if all {
		return list
	}
	slices.SortStableFunc(list, func(a, b *chore) int {
		return cmp.Or(compareTasks(a.tasks[0], b.tasks[0]), cmp.Compare(a.first().Place(), b.first().Place()), cmp.Compare(lapsed(a.first()), lapsed(b.first())))
	})
	return list
}

// who has to do it.
func (c *chore) who() string {
	return fmt.Sprintf("%s, namespace %s", c.tasks[0].owner, c.tasks[0].namespace)
}

// shown are the tasks that are listed, and more how many are not.
func (c *chore) shown() (listed []task, more string) {
	if len(c.tasks) <= allOfChore {
		return c.tasks, ""
	}
	return c.tasks[:allOfChore-1], fmt.Sprintf("and %d more: --all", len(c.tasks)-allOfChore+1)
}
