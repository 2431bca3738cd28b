// Package manifest reads records from files, folders and streams, and validates
// them as the API server would.
//
// A file is cut into documents, and documents are parsed and judged in parallel.
// Most records are proved valid and decoded in one walk over the parsed document
// (plan.go); every other one is judged by the API server's own validators (judge.go).
package manifest

import (
	"context"
	"io"
	"io/fs"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// Limits of what is read. They keep a slip, such as naming a folder of backups,
// from taking the machine down.
const (
	// MaxFile is the most bytes that a file or a stream may have.
	MaxFile = 128 << 20
	// MaxDocument is the most bytes that a document may have. The API server takes
	// records of at most 3 MiB; a List may hold many.
	MaxDocument = 16 << 20
)

// Options steer Load. The zero value reads like "kubectl -f".
type Options struct {
	// Recursive reads the folders below a folder, too.
	Recursive bool
	// Namespace of records that name none; "default" where it is empty.
	Namespace string
	// Stdin is what the path "-" reads.
	Stdin io.Reader
	// Progress is told now and then how much was read. It may be called from any
	// goroutine, one at a time.
	Progress func(files, documents int)
	// FS is read in the place of the disk where it is set. Paths are then relative to
	// its root and separated by slashes. Documents that records name as evidence are
	// looked up in it as well.
	FS fs.FS
	// SkipEvidence leaves the documents that records name as evidence unread.
	SkipEvidence bool
}

// Set is what was read.
type Set struct {
	// Namespaces with their records, by name. A record without a name or a possible
	// namespace is in none of them; it is a problem alone.
	Namespaces []Namespace
	// Problems of the input, in the order of files and lines.
	Problems []report.Problem
	// Foreign documents, in the order of files and lines.
	Foreign []report.Foreign
	// Files and Documents that were read, foreign ones included.
	Files, Documents int

	places map[report.Record]origin
}

// Namespace is the records of one ISMS.
type Namespace struct {
	Name    string
	Records []api.Record
	// Unread are records that are there and are not judged; each is a problem as well.
	Unread []assess.Unread

	documents map[assess.ExhibitKey]assess.Document
}

// Load reads the files and folders that paths name. What is wrong inside of them is
// a problem of the set, and the rest is read; an error is a path that does not exist,
// or a context that is done.
func Load(ctx context.Context, paths []string, o Options) (*Set, error) {
	if o.Namespace == "" {
		o.Namespace = "default"
	}
	l := &loader{options: o, disk: diskOf(o)}
	sources, err := l.list(ctx, paths)
	if err != nil {
		return nil, err
	}
	results, err := l.read(ctx, sources)
	if err != nil {
		return nil, err
	}
	s := l.merge(sources, results)
	if o.SkipEvidence {
		return s, nil
	}
	return s, l.look(ctx, s)
}

// Worlds returns the world of each namespace of which a record can be read. Of another
// there are problems to tell, and nothing to judge.
func (s *Set) Worlds() []*assess.World {
	var all []*assess.World
	for i := range s.Namespaces {
		if n := &s.Namespaces[i]; len(n.Records) > 0 {
			all = append(all, n.World())
		}
	}
	return all
}

// World returns the records with all that was seen of what they name.
func (n *Namespace) World() *assess.World {
	w := assess.NewWorld(n.Name, n.Records)
	w.AddUnread(n.Unread)
	w.ObserveDocuments(n.documents)
	return w
}
