package convert

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Annotations that say where a record was read.
const (
	FileAnnotation  = api.GroupName + "/source-file"
	SheetAnnotation = api.GroupName + "/source-sheet"
	KeyAnnotation   = api.GroupName + "/source-key"
	HashAnnotation  = api.GroupName + "/source-hash"
)

// Record is a record that rows became.
type Record struct {
	Kind, Name string
	Spec       map[string]any
	// Place of its first row, for messages.
	Place string

	// by are the records of the mapping that fill it.
	by     []*record
	rows   []*row
	keys   []string
	also   []string
	merger *merger
	// files, sheets and key that it was made of, and the hash of its rows.
	files, sheets, key, hash string
}

// Annotations say which file, sheet and rows it was made of. They have no numbers of rows: one
// more row above would change them all.
func (made *Record) Annotations() map[string]string {
	all := map[string]string{FileAnnotation: made.files, KeyAnnotation: made.key, HashAnnotation: made.hash}
	if made.sheets != "" {
		all[SheetAnnotation] = made.sheets
	}
	return all
}

// Object is the record as a manifest.
func (made *Record) Object(namespace string) map[string]any {
	annotations := map[string]any{}
	for name, text := range made.Annotations() {
		annotations[name] = text
	}
	meta := map[string]any{"name": made.Name, "annotations": annotations}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	return map[string]any{"apiVersion": api.GroupVersion.String(), "kind": made.Kind, "metadata": meta, "spec": made.Spec}
}

// from notes that a row is one that the record is made of.
func (made *Record) from(b built) {
	made.also = append(made.also, b.also...)
	if last := len(made.rows) - 1; last >= 0 && made.rows[last].batch == b.row.batch && made.rows[last].number == b.row.number {
		return // another value, or another column, of the same row
	}
	made.rows = append(made.rows, b.row)
	key := b.row.key
	if key == "" {
		key = b.called
	}
	if !slices.Contains(made.keys, key) && len(made.keys) <= maxKeys {
		made.keys = append(made.keys, key)
	}
}

// maxKeys is how many keys of rows a record says.
const maxKeys = 5

// annotate says where the record was read.
func (made *Record) annotate() {
	files, sheets := map[string]bool{}, map[string]bool{}
	sum := sha256.New()
	for _, from := range made.rows {
		files[from.batch.file.Name] = true
		if sheet := from.sheet(); sheet != "" {
			sheets[sheet] = true
		}
		sum.Write(from.hash[:])
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if len(made.rows) == 1 {
		hash = hex.EncodeToString(made.rows[0].hash[:])
	}
	keys := strings.Join(made.keys[:min(len(made.keys), maxKeys)], ", ")
	if len(made.rows) > len(made.keys) || len(made.keys) > maxKeys {
		keys = fmt.Sprintf("%s and others, of %d rows", keys, len(made.rows))
	}
	made.files, made.sheets, made.key, made.hash = someOf(files), someOf(sheets), keys, "sha256:"+hash
}

// someOf are names, of which a record says a few.
func someOf(names map[string]bool) string {
	all := slices.Sorted(maps.Keys(names))
	if len(all) > maxKeys {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:maxKeys], ", "), len(all)-maxKeys)
	}
	return strings.Join(all, ", ")
}
