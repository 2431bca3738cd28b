package status

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
	"unique"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Kept is what is kept of a status: enough to tell it from any other, and what the next one
// goes on from. The whole of it is mostly sentences, and as large as its record.
type Kept struct {
	// Conditions without their sentences.
	Conditions []Standing
	// ObservedGeneration and RetainUntil of the status.
	ObservedGeneration int64
	RetainUntil        string
	// Verified are the signatures that were found valid, by what tells one from another.
	Verified []string

	digest [sha256.Size]byte
}

// Standing is a condition without its sentence.
type Standing struct {
	Type   string
	Status metav1.ConditionStatus
	Reason string
	// since when it has this status, in seconds since 1970: it is stored no finer.
	since int64
}

// Since when the condition has its status.
func (s Standing) Since() metav1.Time { return metav1.Unix(s.since, 0) }

// Keep returns what is kept of a status; nil of one that cannot be read.
func Keep(s *Status) *Kept {
	if s == nil {
		return nil
	}
	k := &Kept{ObservedGeneration: s.ObservedGeneration, RetainUntil: s.RetainUntil, digest: digest(s)}
	k.Verified = Verified(s.Signatures)
	if len(s.Conditions) > 0 {
		k.Conditions = make([]Standing, len(s.Conditions))
	}
	for i := range s.Conditions {
		c := &s.Conditions[i]
		// Few words say all types and reasons: each is held once.
		k.Conditions[i] = Standing{
			unique.Make(c.Type).Value(), unique.Make(c.Status).Value(), unique.Make(c.Reason).Value(), c.LastTransitionTime.Unix(),
		}
	}
	return k
}

// Known returns what is kept of a status, or of one that says nothing where it cannot be read.
func Known(k *Kept) *Kept {
	if k == nil {
		return &Kept{}
	}
	return k
}

// Same reports whether two statuses say the same. One that cannot be read is the same as none.
func Same(a, b *Kept) bool { return a != nil && b != nil && a.digest == b.digest }

// digest of everything that a status says. It is made of every record in every pass, so it
// uses no reflection; a test holds it against the fields that a status has. Somebody who
// forges a status must not find another with the same digest, so it is cryptographic.
func digest(s *Status) [sha256.Size]byte {
	memory := digests.Get().(*digester)
	defer digests.Put(memory)
	d := (*memory)[:0]
	d.numbers(s.ObservedGeneration, int64(s.Records), int64(s.NotJudged))
	d.texts(s.NextChangeOn, s.RetainUntil, string(s.Verdict))
	if d.there(s.Counts != nil) {
		d.counts(s.Counts)
	}
	d.numbers(int64(len(s.Conditions)))
	for i := range s.Conditions {
		c := &s.Conditions[i]
		d.texts(c.Type, string(c.Status), c.Reason, c.Message)
		d.numbers(c.ObservedGeneration)
		d.time(c.LastTransitionTime.Time)
	}
	d.findings(s.Findings)
	d.signatures(s.Signatures)
	d.numbers(int64(len(s.Points)))
	for i := range s.Points {
		d.texts(s.Points[i].ID)
		d.numbers(int64(s.Points[i].RulesAsked), int64(s.Points[i].RecordsJudged))
	}
	if d.there(s.Policy != nil) {
		d.numbers(int64(s.Policy.Deviations), int64(s.Policy.BeyondFloor), int64(len(s.Policy.Fields)))
		d.texts(s.Policy.Fields...)
	}
	if d.there(s.Forecast != nil) {
		d.texts(s.Forecast.Day, string(s.Forecast.Verdict))
		d.counts(&s.Forecast.Counts)
		d.numbers(int64(s.Forecast.ArisingTotal))
		d.findings(s.Forecast.Arising)
	}
	*memory = d
	return sha256.Sum256(d)
}

// digests are memory for one digest after the other.
var digests = sync.Pool{New: func() any { return new(digester) }}

// digester is what a digest is made of: each text behind its length, so that no two
// statuses give the same bytes.
type digester []byte

func (d *digester) texts(all ...string) {
	for _, text := range all {
		*d = binary.AppendUvarint(*d, uint64(len(text)))
		*d = append(*d, text...)
	}
}

func (d *digester) numbers(all ...int64) {
	for _, n := range all {
		*d = binary.AppendVarint(*d, n)
	}
}

func (d *digester) there(is bool) bool {
	if is {
		*d = append(*d, 1)
	} else {
		*d = append(*d, 0)
	}
	return is
}

func (d *digester) time(t time.Time) { d.numbers(t.Unix(), int64(t.Nanosecond())) }

func (d *digester) counts(n *api.FindingCounts) {
	d.numbers(int64(n.Major), int64(n.Minor), int64(n.Unknown), int64(n.Observation), int64(n.Opportunity))
}

func (d *digester) findings(all []api.Finding) {
	d.numbers(int64(len(all)))
	for i := range all {
		f := &all[i]
		d.texts(f.Rule, f.Reason, string(f.Grade), f.Field, f.Message, f.Remedy, f.Since, f.SumsUp)
		if d.there(f.Record != nil) {
			d.texts(f.Record.Kind, f.Record.Name)
		}
	}
}

func (d *digester) signatures(all []api.SignatureStatus) {
	d.numbers(int64(len(all)))
	for i := range all {
		s := &all[i]
		d.texts(s.Field, string(s.Worth), s.By, s.StatedOn, s.Key, s.Fingerprint, s.StampedAt)
	}
}

// Verified are the signatures that are valid, by the field, day and key that tell one from
// another.
func Verified(all []api.SignatureStatus) (valid []string) {
	for i := range all {
		if s := &all[i]; s.Worth == api.SignatureValid {
			valid = append(valid, s.Field+" "+s.StatedOn+" "+s.Fingerprint)
		}
	}
	return valid
}
