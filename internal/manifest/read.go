package manifest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/text/encoding/unicode"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// loader is one call of Load.
type loader struct {
	options Options
	disk    disk

	mu               sync.Mutex // of what follows
	files, documents int
}

// read judges all sources, several at a time, and returns the results of each in the
// order of its parts.
func (l *loader) read(ctx context.Context, sources []source) ([][]result, error) {
	results := make([][]result, len(sources))
	parallel(len(sources), func(i int) {
		if ctx.Err() == nil {
			results[i] = l.source(ctx, sources[i])
		}
	})
	return results, ctx.Err()
}

// parallel calls a function with the numbers below n, on all processors.
func parallel(n int, call func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				call(i)
			}
		})
	}
	group.Wait()
}

// source judges one source.
func (l *loader) source(ctx context.Context, s source) []result {
	text, problem := l.text(s)
	if problem != nil {
		l.progress(1, 0)
		return []result{{problems: []report.Problem{*problem}}}
	}
	parts := cut(text)
	results := make([]result, len(parts))
	var said atomic.Bool
	parallel(len(parts), func(i int) {
		memory := trees.Get().(*tree)
		r := reader{ctx: ctx, namespace: l.options.Namespace, tree: *memory}
		parts[i].split(func(d document) {
			if d.problem != nil || !blank(d.text) {
				said.Store(true)
			}
			switch {
			case ctx.Err() != nil:
			case d.problem != nil:
				r.problem(*d.problem)
			default:
				r.read(d)
			}
		})
		*memory = r.tree
		trees.Put(memory)
		results[i] = r.result
		l.progress(0, r.documents)
	})
	l.progress(1, 0)
	if at := strings.Index(text, "apiVersion:"); at >= 0 && !said.Load() {
		results = append(results, result{problems: []report.Problem{commentedOut(text[:at])}})
	}
	return results
}

// commentedOut tells of a file that looks like a manifest and says nothing.
func commentedOut(above string) report.Problem {
	return report.Problem{
		Position: report.Position{Line: 1 + strings.Count(above, "\n"), Column: 1},
		Message:  "an apiVersion stands here, and all of the file is a comment, of which kubectl reads nothing either",
		Remedy:   "Remove the marks of the comment, or the manifest in it",
	}
}

func (l *loader) progress(files, documents int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files += files
	l.documents += documents
	if l.options.Progress != nil {
		l.options.Progress(l.files, l.documents)
	}
}

// buffers and trees are memory for one file or part after the other: a folder may
// have very many files.
var (
	buffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}
	trees   = sync.Pool{New: func() any { return new(tree) }}
)

// text reads a source, or says why it cannot be read.
func (l *loader) text(s source) (string, *report.Problem) {
	in, size, err := l.open(s)
	if err != nil {
		return "", unreadableFile(err)
	}
	defer func() { _ = in.Close() }() // it was only read
	if size > MaxFile {
		return "", tooLarge(fmt.Sprintf("the file has %d bytes", size))
	}
	var text strings.Builder
	text.Grow(int(max(size, 0)) + 1)
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	// The limit keeps the copy from taking a way that makes a buffer of its own.
	if _, err := io.CopyBuffer(&text, io.LimitReader(in, MaxFile+1), *buffer); err != nil {
		return "", unreadableFile(err)
	}
	if text.Len() > MaxFile {
		return "", tooLarge("the input is too large")
	}
	return decode(text.String())
}

// decode takes a byte order mark away, and makes UTF-8 of what is UTF-16 by its mark, as
// kubectl does. It ends lines with "\n" alone, as kubectl does as well.
func decode(text string) (string, *report.Problem) {
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		var err error
		if text, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().String(text); err != nil {
			return "", unreadableFile(err)
		}
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.IndexByte(text[:min(len(text), 1024)], 0) >= 0 {
		return "", &report.Problem{Message: "the file is binary: it has a NUL byte at its beginning, where kubectl reads no further", Remedy: "Leave the file out, or save it as UTF-8 text"}
	}
	return strings.ReplaceAll(text, "\r\n", "\n"), nil
}

func tooLarge(found string) *report.Problem {
	return &report.Problem{
		Message: fmt.Sprintf("%s; at most %d (%d MiB) are read", found, MaxFile, MaxFile>>20),
		Remedy:  "Split it, or leave it out if it is no manifest",
	}
}

// unreadableFile puts into words why a file cannot be read.
func unreadableFile(err error) *report.Problem {
	p := &report.Problem{Remedy: "Make the file readable, or leave it out"}
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, syscall.ELOOP):
		p.Message = "the link leads back to itself"
		p.Remedy = "Correct the link, or leave it out"
	case errors.Is(err, fs.ErrNotExist):
		p.Message = "the file is gone, or a link to nothing"
		p.Remedy = "Correct the link, or read again"
	case errors.Is(err, errIsFolder):
		p.Message = err.Error()
		p.Remedy = "Name the folder itself"
	case errors.As(err, &pathErr):
		p.Message = "the file cannot be read: " + pathErr.Err.Error()
	default:
		p.Message = "the file cannot be read: " + err.Error()
	}
	return p
}

// merge joins the results of all sources in their order.
func (l *loader) merge(sources []source, results [][]result) *Set {
	s := &Set{Files: len(sources), places: map[report.Record]origin{}}
	namespaces := map[string]*Namespace{}
	for i, parts := range results {
		file := sources[i].name
		for _, part := range parts {
			s.Documents += part.documents
			for _, p := range part.problems {
				p.File = file
				s.Problems = append(s.Problems, p)
			}
			for _, f := range part.foreign {
				f.File = file
				s.Foreign = append(s.Foreign, f)
			}
			for _, r := range part.records {
				s.add(namespaces, file, r)
			}
			for _, r := range part.unread {
				s.add(namespaces, file, r)
			}
		}
		s.stops(file, parts)
	}
	for _, name := range slices.Sorted(maps.Keys(namespaces)) {
		s.Namespaces = append(s.Namespaces, *namespaces[name])
	}
	order := make(map[string]int, len(sources))
	for i := range sources {
		order[sources[i].name] = i
	}
	slices.SortStableFunc(s.Problems, func(a, b report.Problem) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return s
}

// stops tells of a document at which kubectl gives a file up, where records stand below
// it. What is no record is none of our business otherwise.
func (s *Set) stops(file string, parts []result) {
	var stop *report.Foreign
	below := 0
	for p := range parts {
		for i := range parts[p].foreign {
			if f := &parts[p].foreign[i]; stop == nil && (f.APIVersion == "" || f.Kind == "") {
				stop = f
			}
		}
		for _, r := range parts[p].records {
			if line, _ := r.places.find(""); stop != nil && line >= stop.Line {
				below++
			}
		}
	}
	if below == 0 {
		return
	}
	position := stop.Position
	position.File = file
	s.Problems = append(s.Problems, report.Problem{
		Position: position,
		Message:  fmt.Sprintf("the document has no apiVersion or no kind, and kubectl reads no further; records below it: %d", below),
		Remedy:   "Remove the document, or move it into a file of its own",
	})
}

// add puts a record into its namespace, unless it is there already.
func (s *Set) add(namespaces map[string]*Namespace, file string, r record) {
	line, column := r.places.find("")
	if first, twice := s.places[r.id]; twice {
		at, _ := first.places.find("")
		s.Problems = append(s.Problems, report.Problem{
			Position: report.Position{File: file, Line: line, Column: column}, Record: &r.id,
			Message: fmt.Sprintf("the record is there already, in %s, line %d", first.file, at),
			Remedy:  "Keep one of the two, or rename one; the first was judged",
		})
		return
	}
	s.places[r.id] = origin{file, r.places}
	n := namespaces[r.id.Namespace]
	if n == nil {
		n = &Namespace{Name: r.id.Namespace}
		namespaces[r.id.Namespace] = n
	}
	if len(r.faults) > 0 {
		n.Unread = append(n.Unread, assess.Unread{Record: r.Record, Faults: r.faults})
		return
	}
	n.Records = append(n.Records, r.Record)
}
