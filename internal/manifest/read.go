package manifest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/text/encoding/unicode"

	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// read judges all sources, several at a time, and returns the results of each in the
// order of its parts.
func (l *loader) read(ctx context.Context, sources []source) ([][]result, error) {
	results := make([][]result, len(sources))
	err := parallel.Do(ctx, len(sources), func(i int) { results[i] = l.source(ctx, sources[i]) })
	return results, err
}

// source judges one source, or knows already what its content says.
func (l *loader) source(ctx context.Context, s source) []result {
	key, ok := contentOf(l.options, s.name, "records in "+l.options.Namespace)
	if !ok || s.err != nil {
		return l.judge(ctx, s)
	}
	return remember(l.options.Cache, key, func() []result { return l.judge(ctx, s) })
}

// judge reads and judges one source.
func (l *loader) judge(ctx context.Context, s source) []result {
	text, problem := l.text(s)
	if problem != nil {
		l.progress(1, 0)
		return []result{{problems: []input.Problem{*problem}}}
	}
	parts := cut(text)
	results := make([]result, len(parts))
	var said atomic.Bool
	_ = parallel.Do(ctx, len(parts), func(i int) { // whoever reads all sources asks the context
		memory := trees.Get().(*tree)
		r := reader{ctx: ctx, namespace: l.options.Namespace, skipFields: l.options.SkipFields, tree: *memory}
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
		results = append(results, result{problems: []input.Problem{commentedOut(text[:at])}})
	}
	return results
}

// commentedOut tells of a file that looks like a manifest and says nothing.
func commentedOut(above string) input.Problem {
	return input.Problem{
		Position: input.Position{Line: 1 + strings.Count(above, "\n"), Column: 1},
		Message:  "an apiVersion stands here, and all of the file is a comment, of which kubectl reads nothing either",
		Remedy:   "Remove the marks of the comment, or the manifest in it",
	}
}

// buffers and trees are memory for one file or part after the other: a folder may
// have very many files.
var (
	buffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}
	trees   = sync.Pool{New: func() any { return new(tree) }}
)

// text reads a source, or says why it cannot be read.
func (l *loader) text(s source) (string, *input.Problem) {
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
func decode(text string) (string, *input.Problem) {
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		var err error
		if text, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().String(text); err != nil {
			return "", unreadableFile(err)
		}
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.IndexByte(text[:min(len(text), 1024)], 0) >= 0 {
		return "", &input.Problem{Message: "the file is binary: it has a NUL byte at its beginning, where kubectl reads no further", Remedy: "Leave the file out, or save it as UTF-8 text"}
	}
	return strings.ReplaceAll(text, "\r\n", "\n"), nil
}

func tooLarge(found string) *input.Problem {
	return &input.Problem{
		Message: fmt.Sprintf("%s; at most %d (%d MiB) are read", found, MaxFile, MaxFile>>20),
		Remedy:  "Split it, or leave it out if it is no manifest",
	}
}

// unreadableFile puts into words why a file cannot be read.
func unreadableFile(err error) *input.Problem {
	p := &input.Problem{Remedy: "Make the file readable, or leave it out"}
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
	s := &Set{Files: len(sources), sites: map[input.Record]origin{}}
	namespaces := gather.Namespaces{}
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
	s.Namespaces = namespaces.Sorted()
	order := make(map[string]int, len(sources))
	for i := range sources {
		order[sources[i].name] = i
	}
	slices.SortStableFunc(s.Problems, func(a, b input.Problem) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return s
}
