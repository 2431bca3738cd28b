package page

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// records lists every record, with what it names and what was seen of its evidence.
func (b *builder) records(r *assess.Report) {
	b.at = make(map[assess.Ref]int, len(r.Results))
	for i := range r.Results {
		b.at[refOf(&r.Results[i])] = i
	}
	b.shown.Records = make([]Record, 0, len(r.Results))
	b.named = make([]int, len(r.Results))
	b.listed = len(r.Results)
	digest := sha256.New()
	for i := range r.Results {
		result := &r.Results[i]
		b.shown.Records = append(b.shown.Records, b.record(result))
		spec, _ := json.Marshal(reflect.ValueOf(result.Record).Elem().FieldByName("Spec").Interface()) // of types that all have a JSON form
		fmt.Fprintf(digest, "%s %s %s %s\n", b.world.Namespace, result.Kind.Name, result.Record.GetName(), spec)
	}
	b.sum = hex.EncodeToString(digest.Sum(nil))
}

// hashOf is one hash of several.
func hashOf(sums []string) string {
	digest := sha256.New()
	for _, sum := range sums {
		fmt.Fprintln(digest, sum)
	}
	return hex.EncodeToString(digest.Sum(nil))
}

func refOf(r *assess.Result) assess.Ref {
	return assess.Ref{Kind: r.Kind.Name, Name: r.Record.GetName()}
}

// recordAt is the place of a record; one that is not there gets one.
func (b *builder) recordAt(ref assess.Ref) int {
	n, known := b.at[ref]
	if !known {
		n = len(b.shown.Records)
		b.at[ref] = n
		b.shown.Records = append(b.shown.Records, Record{Kind: b.kinds[ref.Kind], Name: wording.Plain(ref.Name), Gone: b.isPast})
		b.named = append(b.named, 0)
	}
	return n
}

func (b *builder) record(result *assess.Result) Record {
	r, ref := result.Record, refOf(result)
	shown := Record{
		Kind: b.kinds[ref.Kind], Name: wording.Plain(ref.Name), Title: wording.Plain(titleOf(r)), Owner: wording.Plain(report.Owner(result)),
		Unread: result.Unread != nil,
	}
	if b.source.Locate != nil {
		at := b.source.Locate(b.world.Namespace, ref, "")
		shown.File, shown.Line = wording.Plain(at.File), at.Line
	}
	if result.Kind.ValidUntil != nil {
		shown.Lapses = result.Kind.ValidUntil(r).String()
	}
	named := map[int]bool{}
	for _, to := range result.Kind.Named(b.world, r) {
		if to.Words != "" {
			continue
		}
		link := Link{Field: wording.Plain(to.Field), To: -1}
		if n, known := b.at[assess.Ref{Kind: to.Kind, Name: to.Name}]; known {
			link.To = n
			if !named[n] {
				named[n] = true
				b.named[n]++
			}
		} else {
			link.Missing = wording.Plain(to.Kind + "/" + to.Name)
		}
		shown.Names = append(shown.Names, link)
	}
	shown.Evidence = b.documents(r, ref)
	return shown
}

// The states of a document, each a word of the page.
const (
	documentSame    = "same"    // it is there, and is what was recorded
	documentThere   = "there"   // it is there, and no hash is recorded that could tell
	documentOther   = "other"   // it is there, and is not what was recorded
	documentMissing = "missing" // it is not there
	documentAway    = "away"    // nobody looked for it
)

// documents are what a record names as evidence, with what was seen of it.
func (b *builder) documents(r api.Record, ref assess.Ref) []Document {
	var all []Document
	known := map[string]bool{}
	for _, d := range b.world.Documents(ref) {
		known[d.Field] = true
		all = append(all, Document{Name: wording.Plain(d.Field), URI: wording.Plain(d.URI), SHA256: wording.Plain(cmp.Or(d.Stated, d.SHA256)), Seen: seen(&d)})
	}
	for _, e := range r.RecordCommon().Evidence {
		if field := "spec.evidence[" + e.Name + "]"; !known[field] {
			all = append(all, Document{Name: wording.Plain(field), URI: wording.Plain(e.URI), SHA256: wording.Plain(e.SHA256), Seen: documentAway})
		}
	}
	return all
}

func seen(d *assess.Document) string {
	switch {
	case !d.Exists:
		return documentMissing
	case d.Stated == "" || d.SHA256 == "":
		return documentThere
	case d.Stated == d.SHA256:
		return documentSame
	}
	return documentOther
}
