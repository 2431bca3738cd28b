package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// What files and functions may have in lines, without tests and what is generated.
const (
	maxFile     = 300
	maxFunction = 50
)

// maxCircle is how many files of a package may need each other. Facts and rules are read
// from the bottom up, so no two of theirs may; elsewhere a type and its methods may share
// some files.
func maxCircle(room string) int {
	if room == "internal/facts" || strings.HasPrefix(room, "internal/rules") {
		return 1
	}
	return 3
}

// Complaints are the limits that are not kept.
func (h *House) Complaints() []string {
	var all []string
	for _, room := range h.Rooms {
		for _, circle := range room.Circles {
			if most := maxCircle(room.Path); len(circle) > most {
				all = append(all, fmt.Sprintf("%s: a circle of %d files, and %d may need each other: %s", room.Path, len(circle), most, strings.Join(circle, ", ")))
			}
		}
		for _, f := range room.Files {
			if f.Lines > maxFile {
				all = append(all, fmt.Sprintf("%s/%s: %d lines, and %d is the limit", room.Path, f.Name, f.Lines, maxFile))
			}
			for _, fn := range f.Longs {
				all = append(all, fmt.Sprintf("%s/%s: %s has %d lines, and %d is the limit", room.Path, f.Name, fn.Name, fn.Lines, maxFunction))
			}
		}
	}
	return all
}

// Print shows the packages, each below what imports it, with their sizes and circles.
func (h *House) Print(w io.Writer) {
	floors := h.floors()
	top := slices.Max(slices.Collect(maps.Values(floors)))
	for floor := top; floor >= 0; floor-- {
		fmt.Fprintf(w, "floor %d\n", floor)
		for _, room := range h.Rooms {
			if floors[room.Path] != floor {
				continue
			}
			lines, longest := 0, &File{}
			for _, f := range room.Files {
				lines += f.Lines
				if f.Lines > longest.Lines {
					longest = f
				}
			}
			fmt.Fprintf(w, "  %-32s %3d files %5d lines, longest %s with %d\n", room.Path, len(room.Files), lines, longest.Name, longest.Lines)
			if len(room.Imports) > 0 {
				fmt.Fprintf(w, "    imports %s\n", strings.Join(room.Imports, ", "))
			}
			for _, circle := range room.Circles {
				fmt.Fprintf(w, "    circle of %d: %s\n", len(circle), strings.Join(circle, ", "))
			}
		}
	}
}

// Why shows what the files of a package need of each other, those of a circle alone where
// it has one.
func (h *House) Why(w io.Writer, path string) {
	for _, room := range h.Rooms {
		if room.Path != path {
			continue
		}
		for _, f := range room.Files {
			for _, to := range slices.Sorted(maps.Keys(f.Uses)) {
				circle := func(c []string) bool { return slices.Contains(c, f.Name) && slices.Contains(c, to) }
				if len(room.Circles) == 0 || slices.ContainsFunc(room.Circles, circle) {
					fmt.Fprintf(w, "%s needs of %s: %s\n", f.Name, to, strings.Join(slices.Sorted(maps.Keys(f.Uses[to])), ", "))
				}
			}
		}
	}
}

// floors counts for each package how many stand below it.
func (h *House) floors() map[string]int {
	rooms := map[string]*Room{}
	for _, room := range h.Rooms {
		rooms[room.Path] = room
	}
	floors := map[string]int{}
	var floor func(path string) int
	floor = func(path string) int {
		if rooms[path] == nil {
			return -1
		}
		if at, known := floors[path]; known {
			return at
		}
		at := 0
		for _, below := range rooms[path].Imports {
			at = max(at, floor(below)+1)
		}
		floors[path] = at
		return at
	}
	for _, room := range h.Rooms {
		floor(room.Path)
	}
	return floors
}
