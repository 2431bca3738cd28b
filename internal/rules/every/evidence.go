package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docEvidence = assess.Doc{
	ID: "X-11", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "A document that a record names as evidence is there, and is the one that was put on file",
	Fires:    "a document is not there, or its SHA-256 is another than the record says (minor); asked where the documents can be seen, which is in files only",
	Reasons:  []string{"EvidenceMissing", "EvidenceChanged"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Put the document back, or name the one that holds with its SHA-256",
}

func checkEvidence(c *assess.Context, r api.Record) {
	if c.Kind().Replaced(c, r) {
		return
	}
	for _, seen := range c.World.Documents(c.Subject()) {
		f := assess.Finding{Reason: "EvidenceChanged", Grade: api.GradeMinor, Field: seen.Field + ".sha256"}
		switch {
		case !seen.Exists:
			f.Reason, f.Field = "EvidenceMissing", seen.Field+".uri"
			f.Message = fmt.Sprintf("The document %s, which is to be evidence, does not exist", facts.Quote(seen.URI))
		case seen.Stated == "" || seen.Stated == seen.SHA256:
			continue
		case seen.SHA256 == "":
			f.Message = fmt.Sprintf("The document %s cannot be read, so whether it is the one on file is not known", facts.Quote(seen.URI))
		default:
			// What was found stays out: the path may lead to a file that the reader of the
			// finding, such as that of a check in public, may not know.
			f.Message = fmt.Sprintf("The document %s does not have the SHA-256 that the record says, %s", facts.Quote(seen.URI), seen.Stated)
		}
		c.Report(f)
	}
}
