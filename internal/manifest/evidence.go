package manifest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"syscall"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// exhibit is a document to look for.
type exhibit struct {
	namespace int
	record    assess.Ref
	document  assess.Document
	location
}

// location is where a document is: the folder of the manifest, and the URI.
type location struct{ dir, uri string }

// look looks for the documents that records name by a path relative to the manifest,
// each once, and computes their digests.
func (l *loader) look(ctx context.Context, s *Set) error {
	exhibits, locations := l.exhibits(s)
	seen := make([]assess.Document, len(locations))
	if err := parallel.Do(ctx, len(locations), func(i int) { seen[i] = l.document(ctx, locations[i]) }); err != nil {
		return err
	}
	number := make(map[location]int, len(locations))
	for i, at := range locations {
		number[at] = i
	}
	for _, e := range exhibits {
		n := &s.Namespaces[e.namespace]
		if n.Documents == nil {
			n.Documents = map[assess.Ref][]assess.Document{}
		}
		found := seen[number[e.location]]
		e.document.Exists, e.document.SHA256, e.document.Path = found.Exists, found.SHA256, found.Path
		n.Documents[e.record] = append(n.Documents[e.record], e.document)
	}
	return nil
}

// exhibits lists what there is to look for, and where, without repetition.
func (l *loader) exhibits(s *Set) (all []exhibit, locations []location) {
	known := map[location]bool{}
	for i := range s.Namespaces {
		n := &s.Namespaces[i]
		for _, r := range n.Records {
			ref := assess.Ref{Kind: r.GetObjectKind().GroupVersionKind().Kind, Name: r.GetName()}
			kinds()[ref.Kind].documents(r, func(d assess.Document) {
				if !relative(d.URI) {
					return
				}
				at := location{l.disk.dir(s.Locate(n.Name, ref, "").File), d.URI}
				all = append(all, exhibit{i, ref, d, at})
				if !known[at] {
					known[at] = true
					locations = append(locations, at)
				}
			})
		}
	}
	return all, locations
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// relative reports whether a URI is a path relative to the manifest.
func relative(uri string) bool {
	return !scheme.MatchString(uri) && !path.IsAbs(uri) && !filepath.IsAbs(uri)
}

// document looks for a document under its path, or else under the one that a URI such
// as "annual%20report.pdf#page=3" stands for.
func (l *loader) document(ctx context.Context, at location) assess.Document {
	name := l.disk.join(at.dir, at.uri)
	info, err := l.disk.stat(name)
	if u, parseErr := url.Parse(at.uri); isMissing(err) && parseErr == nil && u.Path != "" && u.Path != at.uri {
		name = l.disk.join(at.dir, u.Path)
		info, err = l.disk.stat(name)
	}
	switch {
	case isMissing(err):
		return assess.Document{Path: name}
	case err != nil, !info.Mode().IsRegular():
		return assess.Document{Exists: true, Path: name}
	}
	key, ok := contentOf(l.options, name, "digest")
	if !ok {
		return assess.Document{Exists: true, SHA256: l.digest(ctx, name), Path: name}
	}
	digest := remember(l.options.Cache, key, func() string { return l.digest(ctx, name) })
	return assess.Document{Exists: true, SHA256: digest, Path: name}
}

// isMissing reports whether an error says that there is no such file, or that there
// can be none, as outside of a file system.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG)
}

// digest returns the SHA-256 of a file; "" where it cannot be read.
func (l *loader) digest(ctx context.Context, name string) string {
	if known, ok := l.options.FS.(DigestFS); ok {
		if digest := known.SHA256(name); digest != "" {
			return digest
		}
	}
	file, err := l.disk.open(name)
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, &contextReader{ctx, file}); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// contextReader reads until its context is done.
type contextReader struct {
	ctx context.Context
	io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
