package pack

import (
	"context"
	"io"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/lifecycles"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/report"
)

// Names of what is in a pack.
const (
	manifestsFolder   = "manifests/"
	populationsFolder = "populations/"
	documentsFolder   = "evidence/documents/"
	documentsIndex    = "evidence/INDEX.csv"

	pageEntry      = "index.html"
	reportEntry    = "report.json"
	oscalEntry     = "oscal/assessment-results.json"
	matricesEntry  = "matrices.xlsx"
	worklistEntry  = "worklist.xlsx"
	changesEntry   = "changes.csv"
	missingEntry   = "MISSING.csv"
	notJudgedEntry = "NOT-JUDGED.csv"
	guideEntry     = "VERIFY.md"
	sumsEntry      = "SHA256SUMS"
	statementEntry = "statement.intoto.json"
)

// Predicate is what the statement of a pack says of how it was made.
type Predicate struct {
	// AsOf is the day that was judged.
	AsOf api.Date `json:"asOf"`
	// Since is the first day of the changes that are listed; absent where none are.
	Since api.Date `json:"since,omitzero"`
	// Revision of the repository, the ID of a commit.
	Revision string `json:"revision"`
	// Paths are the files and folders of the repository that the records were read from;
	// Recursive says that folders below those were read, too.
	Paths     []string `json:"paths"`
	Recursive bool     `json:"recursive"`
	// Version of the plugin that made it, and the command, from the root of the repository.
	Version string `json:"version"`
	Command string `json:"command"`
	// Namespace of records that name none.
	Namespace string `json:"namespace"`
	// Language of the page.
	Language string `json:"language"`
	// Scope of the pack; absent where it is of everything.
	Scope *Scope `json:"scope,omitempty"`
	// Observations is the file of the repository that says what was seen of a cluster, and that
	// is judged beside the records; absent without one.
	Observations string `json:"observations,omitempty"`
	// Lifecycles are the files of the repository that say how long products are supported, and
	// that are judged beside the records, by name; absent without one.
	Lifecycles []string `json:"lifecycles,omitempty"`
	// TrustRoots are the fingerprints of the keys that signatures are followed to. Who verifies
	// the pack asks the organization for them by another way.
	TrustRoots []string `json:"trustRoots,omitempty"`
	// Pseudonyms says that names of people are replaced by pseudonyms, and that the record
	// files are written anew.
	Pseudonyms bool `json:"pseudonyms,omitempty"`
	// NotHeld are documents of which the pack has the SHA-256 alone.
	NotHeld []Resource `json:"notHeld,omitempty"`
	// Folders that records name as documents.
	Folders []string `json:"folders,omitempty"`
}

// Resource is something with its digest, as in-toto describes it.
type Resource struct {
	Name   string `json:"name"`
	Digest Digest `json:"digest"`
	Size   int64  `json:"size,omitempty"`
}

// Digest is that of a resource, in hexadecimal.
type Digest struct {
	SHA256 string `json:"sha256"`
}

// PageWriter writes the page of what was judged.
type PageWriter func(ctx context.Context, w io.Writer, c *Contents, j *Judgement) error

// Contents are what a pack is made of.
type Contents struct {
	Predicate
	// Changes of the records in the period before the day.
	Changes []Change
	// Page writes the page of the pack; nil leaves it out.
	Page PageWriter

	// manifests are the names of the record files, in order.
	manifests []string
	files     files
	// observation is the content of Observations.
	observation []byte
	// lifecycles are the files of Lifecycles, in that order.
	lifecycles []lifecycles.File
	// changes are the changes as an existing pack has them.
	changes []byte
}

// Judgement is what the records of a pack say on its day.
type Judgement struct {
	Set        *manifest.Set
	Worlds     []*assess.World
	Assessment *report.Assessment
}
