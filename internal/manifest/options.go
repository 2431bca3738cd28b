package manifest

import (
	"io"
	"io/fs"

	"github.com/isms-operator/isms-operator/internal/gather"
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
	// Replace holds contents to read in the place of those of files, by their names as the
	// problems of the input have them: what is to be written can be judged before it is.
	Replace map[string][]byte
	// Cache keeps what contents say for the next Load, where FS names them.
	Cache *Cache
	// Looked is told each file and folder of the disk that is looked at, whether it is there or
	// not: what is read hangs on nothing else. It may be called from any goroutine.
	Looked func(name string)
	// SkipFields has Locate tell the place of a record for each of its fields: the text of each
	// file would be held to find them.
	SkipFields bool
	// Beside adds what was seen beside the records to the namespaces that were read; nil where
	// nothing was.
	Beside func([]gather.Namespace)
	// SkipEvidence leaves the documents that records name as evidence unread.
	SkipEvidence bool
}

// RealFS is a file system that has links, and tells where a name leads.
type RealFS interface {
	fs.FS
	Real(name string) (string, error)
}

// ContentFS is a file system that names the contents of its files: two of the same name are
// the same, in whatever file and whenever they are read.
type ContentFS interface {
	fs.FS
	// Content names the content of a file; "" where it has none.
	Content(name string) string
}

// DigestFS is a file system that knows the SHA-256 of a file of which it may not have the
// content, in hexadecimal; "" where it does not.
type DigestFS interface {
	fs.FS
	SHA256(name string) string
}
