package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// maxShown is how many lines of an output the documentation shows, and maxColumns how
// many characters of a line.
const (
	maxShown   = 30
	maxColumns = 160
)

// What the documentation shows is what the commands write: they are run from the
// root of the repository. With -update the outputs are written into the page.
func TestDocumentedOutputs(t *testing.T) {
	t.Chdir("../..")
	page := filepath.Join("docs", "formats.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```console\n")
	if len(blocks) < 10 {
		t.Fatalf("%s has %d outputs", page, len(blocks)-1)
	}
	for i := 1; i < len(blocks); i++ {
		shown, rest, _ := strings.Cut(blocks[i], "```")
		command, _, _ := strings.Cut(shown, "\n")
		args, ok := strings.CutPrefix(command, "$ kubectl isms ")
		if !ok {
			t.Fatalf("%q is no call of the plugin", command)
		}
		p := isms(t, strings.Fields(args)...)
		want := command + "\n" + excerpt(p.out)
		if p.code > 0 {
			want += "$ echo $?\n" + string(rune('0'+p.code)) + "\n"
		}
		if shown != want && !*update {
			t.Errorf("%s is not what %q writes now; review it, then run with -update:\n%s", page, command, want)
		}
		blocks[i] = want + "```" + rest
	}
	if *update {
		writeTo(t, page, strings.Join(blocks, "```console\n"))
	}
}

// excerpt keeps the lines that show a format: its beginning, and of what is long the
// first result, too.
func excerpt(out string) string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(out, "\r\n", "\n"), "\n"), "\n")
	if len(lines) > maxShown {
		first := slices.IndexFunc(lines, func(line string) bool {
			return strings.Contains(line, `"findings": [`) || strings.Contains(line, `"results": [`)
		})
		if first < maxShown/2 {
			lines = append(lines[:maxShown:maxShown], "...")
		} else {
			lines = slices.Concat(lines[:maxShown/2], []string{"..."}, lines[first:min(first+maxShown/2, len(lines))], []string{"..."})
		}
	}
	for i, line := range lines {
		if runes := []rune(line); len(runes) > maxColumns {
			lines[i] = string(runes[:maxColumns]) + "..."
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
