package main

import (
	"cmp"
	"maps"
	"slices"
)

// circles are the files that need each other, however far around: the strongly connected
// components of more than one file, by Tarjan's algorithm.
func circles(files []*File) [][]string {
	t := &tarjan{files: map[string]*File{}, at: map[string]int{}, low: map[string]int{}}
	for _, f := range files {
		t.files[f.Name] = f
	}
	for _, name := range slices.Sorted(maps.Keys(t.files)) {
		if t.at[name] == 0 {
			t.visit(name)
		}
	}
	slices.SortFunc(t.found, func(a, b []string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	return t.found
}

type tarjan struct {
	files   map[string]*File
	at, low map[string]int // order of discovery, and the lowest that can be reached
	stack   []string
	found   [][]string
}

func (t *tarjan) visit(name string) {
	t.at[name] = len(t.at) + 1
	t.low[name] = t.at[name]
	t.stack = append(t.stack, name)
	for _, next := range slices.Sorted(maps.Keys(t.files[name].Uses)) {
		if t.at[next] == 0 {
			t.visit(next)
			t.low[name] = min(t.low[name], t.low[next])
		} else if slices.Contains(t.stack, next) {
			t.low[name] = min(t.low[name], t.at[next])
		}
	}
	if t.low[name] != t.at[name] {
		return
	}
	i := slices.Index(t.stack, name)
	if circle := slices.Clone(t.stack[i:]); len(circle) > 1 {
		slices.Sort(circle)
		t.found = append(t.found, circle)
	}
	t.stack = t.stack[:i]
}
