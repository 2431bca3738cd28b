package status

import (
	"encoding/json"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/types"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// Version is the object that a status is for.
type Version struct {
	// UID keeps a verdict from a record that was deleted and made again meanwhile.
	UID types.UID `json:"uid"`
	// ResourceVersion keeps it from a record that changed meanwhile, and so a leader that
	// was frozen from writing over its successor.
	ResourceVersion string `json:"resourceVersion"`
}

// Patch is a merge patch of the whole status: what is absent is sent as null, so
// that nothing of an earlier status stays.
func Patch(of Version, kind *assess.Kind, s *Status) ([]byte, error) {
	stated, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(stated, &fields); err != nil {
		return nil, err
	}
	for _, name := range fieldsOf(kind) {
		if _, ok := fields[name]; !ok {
			fields[name] = json.RawMessage("null")
		}
	}
	return json.Marshal(struct {
		Metadata Version                    `json:"metadata"`
		Status   map[string]json.RawMessage `json:"status"`
	}{of, fields})
}

// fieldsOf are the names of the fields that the status of a kind has.
func fieldsOf(kind *assess.Kind) []string {
	record := reflect.TypeOf(kind.New()).Elem()
	field, _ := record.FieldByName("Status")
	var names []string
	for _, f := range reflect.VisibleFields(field.Type) {
		if !f.Anonymous {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}
