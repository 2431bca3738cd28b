package report

import (
	"bufio"
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// printer writes text for people. A bufio.Writer keeps its first error until Flush.
type printer struct {
	*bufio.Writer
	style Style
}

func (p *printer) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// hang is how much further in the lines of a wrapped text stand after the first.
const hang = 2

// text writes a text below an indent, wrapped.
func (p *printer) text(indent int, s string) {
	limit := 0
	if p.style.Width > 0 {
		limit = max(p.style.Width-indent-hang, 20)
	}
	for i, line := range wrap(wording.Plain(s), limit) {
		if i == 1 {
			indent += hang
		}
		p.line("%s%s", strings.Repeat(" ", indent), line)
	}
}

// short cuts a line to what is left of the width after an indent.
func (p *printer) short(line string, indent int) string {
	line = wording.Plain(line)
	limit := p.style.Width - indent
	if p.style.Width == 0 || columns(line) <= limit {
		return line
	}
	end, used := 0, 0
	for i, r := range line {
		if used += columns(string(r)); used > max(limit, 20)-columns(ellipsis) {
			break
		}
		end = i + len(string(r))
	}
	return line[:end] + ellipsis
}

// policy says where a policy deviates.
func (p *printer) policy(all []assess.Deviation) {
	if len(all) == 0 {
		return
	}
	p.line("\n  %s", p.style.paint(bold, "Policy"))
	for _, detail := range assess.PolicyDetails(all) {
		p.text(4, detail)
	}
}

// join joins the parts that are not empty.
func join(separator string, parts ...string) string {
	kept := parts[:0]
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

// heading names a namespace, a day and the verdict, on two lines where one is too long.
func (p *printer) heading(namespace string, on api.Date, verdict api.Verdict) {
	name, separator := wording.Plain(namespace), " "
	if p.style.Width > 0 && columns(name)+len(fmt.Sprintf("Namespace  on %s: %s", on, verdict)) > p.style.Width {
		separator = "\n  "
	}
	p.line("Namespace %s%son %s: %s", p.style.paint(bold, name), separator, on, p.style.paint(verdictColor(verdict), string(verdict)))
}

func since(f *Finding) string {
	if f.Since.IsZero() {
		return ""
	}
	return "since " + f.Since.String()
}

func (p *printer) foreign(foreign []input.Foreign) {
	if len(foreign) == 0 {
		return
	}
	p.line("")
	p.line("%s of other kinds not judged", wording.Number(len(foreign), "document", "documents"))
	if !p.style.Foreign {
		return
	}
	for i := range foreign {
		f := &foreign[i]
		p.text(2, join("  ", f.Position.String(), strings.TrimSpace(f.APIVersion+" "+f.Kind), f.Name))
	}
}
