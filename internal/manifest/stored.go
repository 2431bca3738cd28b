package manifest

import (
	"context"
	"strconv"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rawjson"
)

// Stored is an object that an API server holds.
type Stored struct {
	// Record and Faults are what Object returns.
	Record api.Record
	Faults []assess.Fault
	// Status is the text of its status; nil where there is none. It is part of the text that
	// was read.
	Status []byte
}

// words are shared by objects that are read one after the other.
var words = sync.Pool{New: func() any { return rawjson.NewWords() }}

// Words lends what strings are looked up in, until back is called.
func Words() (w *rawjson.Words, back func()) {
	w = words.Get().(*rawjson.Words)
	return w, func() { words.Put(w) }
}

// Read is Object for the text of an object, which the reader is at. It makes no values of
// what is not used, such as managed fields and what was last applied.
func Read(ctx context.Context, kindName string, r *rawjson.Reader) (Stored, error) {
	var (
		k      = kinds()[kindName]
		s      Stored
		meta   metav1.ObjectMeta
		memory = trees.Get().(*tree)
		t      = (*memory)[:0]
		above  = t.addNamed("")
		spec   int32 // its node; more than one leaves it to the other decoder
		specs  int
	)
	defer func() {
		*memory = t
		trees.Put(memory)
	}()
	text := r.Mark()
	r.Fields(func(key []byte) {
		switch string(key) {
		case "metadata":
			readMeta(r, &meta)
		case "status":
			s.Status = r.Skip()
		case "spec":
			specs++
			spec = t.addJSON(0, above, "spec", r)
		default:
			r.Skip()
		}
	})
	whole, err := r.Since(text)
	if err != nil {
		return s, err
	}
	if specs == 1 {
		t[t.child(t.child(0, "metadata"), "name")].value = meta.Name
		if s.Record = k.proveSpec(t, spec); s.Record != nil {
			setMeta(s.Record, &meta, k.Name)
			return s, nil
		}
	}
	var object map[string]any
	if err := utiljson.Unmarshal(whole, &object); err != nil {
		return s, err
	}
	s.Record, s.Faults = Object(ctx, kindName, object)
	return s, nil
}

// readMeta reads the metadata that is used of an object, as metaOf.
func readMeta(r *rawjson.Reader, meta *metav1.ObjectMeta) {
	if r.Kind() != rawjson.Object {
		r.Skip()
		return
	}
	r.Fields(func(key []byte) {
		switch string(key) {
		case "name":
			meta.Name, _ = r.String()
		case "namespace":
			meta.Namespace, _ = r.String()
		case "uid":
			uid, _ := r.String()
			meta.UID = types.UID(uid)
		case "resourceVersion":
			meta.ResourceVersion, _ = r.String()
		case "generation":
			meta.Generation, _ = strconv.ParseInt(string(r.Skip()), 10, 64) // as unstructured: 0 where it is no integer
		case "creationTimestamp":
			if at := readTime(r); at != nil {
				meta.CreationTimestamp = *at
			}
		case "deletionTimestamp":
			meta.DeletionTimestamp = readTime(r)
		default:
			r.Skip()
		}
	})
}

func readTime(r *rawjson.Reader) *metav1.Time {
	text, ok := r.String()
	at := metav1.Time{}
	if !ok || text == "" || at.UnmarshalQueryParameter(text) != nil {
		return nil
	}
	return &at
}

// addJSON adds the value that the reader is at, and what is in it, as addValue does.
func (t *tree) addJSON(parent, last int32, key string, r *rawjson.Reader) int32 {
	n := node{key: key}
	switch r.Kind() {
	case rawjson.Object:
		n.form = mapping
	case rawjson.Array:
		n.form = sequence
	case rawjson.Text:
		n.form = quoted
		n.value, _ = r.String()
	default:
		if n.value = r.Word(); n.value == "null" {
			n.value = ""
		}
	}
	self, child := t.add(parent, last, n), int32(0)
	switch n.form {
	case mapping:
		r.Fields(func(key []byte) { child = t.addJSON(self, child, r.Share(key), r) })
	case sequence:
		r.Items(func() { child = t.addJSON(self, child, "", r) })
	}
	return self
}
