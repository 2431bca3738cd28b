package docs

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Page is a Markdown file.
type Page struct {
	// Path inside the repository.
	Path   string
	Source []byte
	root   ast.Node
}

// Block is a fenced block of code.
type Block struct {
	// Language after the fence, such as "console".
	Language string
	// Line of its first line of content, from 1.
	Line       int
	start, end int // of the content, in bytes of the page
	content    string
}

// Command is what somebody types, and what the page says that it prints.
type Command struct {
	Line   int
	Typed  string
	Output string
}

// ReadPage reads a page of the repository in root. It fails when the file cannot be
// read.
func ReadPage(root, path string) (*Page, error) {
	source, err := os.ReadFile(root + "/" + path)
	if err != nil {
		return nil, fmt.Errorf("reading a page: %w", err)
	}
	return ParsePage(path, source), nil
}

// ParsePage parses the source of a page.
func ParsePage(path string, source []byte) *Page {
	return &Page{Path: path, Source: source, root: goldmark.DefaultParser().Parse(text.NewReader(source))}
}

// Blocks returns the fenced blocks that have a language, in order.
func (p *Page) Blocks() []Block {
	var blocks []Block
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		fenced, ok := n.(*ast.FencedCodeBlock)
		if !ok || !entering || fenced.Lines().Len() == 0 || fenced.Language(p.Source) == nil {
			return ast.WalkContinue, nil
		}
		lines := fenced.Lines()
		b := Block{
			Language: string(fenced.Language(p.Source)),
			start:    lines.At(0).Start, end: lines.At(lines.Len() - 1).Stop,
		}
		b.Line = bytes.Count(p.Source[:b.start], []byte("\n")) + 1
		b.content = string(p.Source[b.start:b.end])
		blocks = append(blocks, b)
		return ast.WalkContinue, nil
	})
	return blocks
}

const (
	prompt       = "$ "
	continuation = "> "
)

// Commands returns what a console block types and prints. It fails when the block
// does not begin with a prompt.
func (b *Block) Commands() ([]Command, error) {
	var commands []Command
	typing := false
	for i, line := range strings.Split(strings.TrimSuffix(b.content, "\n"), "\n") {
		last := len(commands) - 1
		switch {
		case strings.HasPrefix(line, prompt):
			commands = append(commands, Command{Line: b.Line + i, Typed: line[len(prompt):]})
			typing = true
		case typing && (strings.HasPrefix(line, continuation) || line == strings.TrimSpace(continuation)):
			commands[last].Typed += "\n" + strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
		case last < 0:
			return nil, fmt.Errorf("line %d: a console block begins with what is typed, after %q", b.Line, prompt)
		default:
			typing = false
			commands[last].Output += line + "\n"
		}
	}
	return commands, nil
}

// Console returns the content of a console block with these commands.
func Console(commands []Command) string {
	var out strings.Builder
	for _, c := range commands {
		for i, line := range strings.Split(c.Typed, "\n") {
			mark := prompt
			if i > 0 {
				mark = continuation
			}
			out.WriteString(strings.TrimRight(mark+line, " ") + "\n")
		}
		out.WriteString(c.Output)
	}
	return out.String()
}

// printedOn is how a page says of which day its outputs are.
var printedOn = regexp.MustCompile(`printed on (\d{4}-\d{2}-\d{2})`)

// PrintedOn returns the day that the page says its outputs are of, "" if it says none.
func (p *Page) PrintedOn() string {
	if found := printedOn.FindSubmatch(p.Source); found != nil {
		return string(found[1])
	}
	return ""
}

// rewrite returns the source of the page with the contents of these blocks, which
// are some of its own in order, and of this day.
func (p *Page) rewrite(blocks []Block, contents []string, day string) []byte {
	var out bytes.Buffer
	at := 0
	for i, b := range blocks {
		out.Write(p.Source[at:b.start])
		out.WriteString(contents[i])
		at = b.end
	}
	out.Write(p.Source[at:])
	return printedOn.ReplaceAll(out.Bytes(), []byte("printed on "+day))
}

// Walked is what came of running the commands of a page.
type Walked struct {
	// Failures of commands that the page does not show to fail.
	Failures []string
	// Differences between what the page says and what was printed.
	Differences []string
	// Source of the page with what was printed.
	Source []byte
}

// Walk runs the commands of the console blocks, in order, and compares what they print
// on this day. It fails when the page does not say of which day its outputs are, when a
// block has no prompt, and when a command cannot be run.
func (p *Page) Walk(today time.Time, run func(Command) (printed string, code int, err error)) (*Walked, error) {
	day, err := time.Parse(time.DateOnly, p.PrintedOn())
	if err != nil {
		return nil, fmt.Errorf("%s does not say on which day it was printed", p.Path)
	}
	blocks, commands, err := p.console()
	if err != nil {
		return nil, err
	}
	w := &Walked{}
	contents := make([]string, len(blocks))
	for i, list := range commands {
		for j := range list {
			c := &list[j]
			printed, code, err := run(*c)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", p.Path, c.Line, err)
			}
			if code != 0 && next(commands, i, j) != "echo $?" {
				w.Failures = append(w.Failures, fmt.Sprintf("%s:%d: $ %s\nfails with exit code %d, which the page does not show by \"$ echo $?\":\n%s",
					p.Path, c.Line, c.Typed, code, printed))
			}
			if difference := Compare(c.Output, printed, day, today); difference != "" {
				w.Differences = append(w.Differences, fmt.Sprintf("%s:%d: $ %s\n%s", p.Path, c.Line, c.Typed, difference))
			}
			c.Output = printed
		}
		contents[i] = Console(list)
	}
	w.Source = p.rewrite(blocks, contents, today.Format(time.DateOnly))
	return w, nil
}

// console returns the console blocks and the commands of each.
func (p *Page) console() ([]Block, [][]Command, error) {
	var blocks []Block
	var commands [][]Command
	for _, b := range p.Blocks() {
		if b.Language != "console" {
			continue
		}
		list, err := b.Commands()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", p.Path, err)
		}
		blocks, commands = append(blocks, b), append(commands, list)
	}
	return blocks, commands, nil
}

// next returns what is typed after a command, "" after the last.
func next(commands [][]Command, i, j int) string {
	if j+1 < len(commands[i]) {
		return commands[i][j+1].Typed
	}
	if i+1 < len(commands) {
		return commands[i+1][0].Typed
	}
	return ""
}
