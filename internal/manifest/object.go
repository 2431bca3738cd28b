package manifest

import (
	"context"
	"reflect"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Object reads an object that an API server holds, of a kind of the registry, with the
// decoder that reads files. It always returns a record: one that says all that the
// object does, or, with faults, what of it can be read. The object is changed.
//
// The status of the record is left empty: see Status.
func Object(ctx context.Context, kindName string, object map[string]any) (api.Record, []assess.Fault) {
	k := kinds()[kindName]
	delete(object, "status")
	meta := metaOf(object)
	memory := trees.Get().(*tree)
	defer trees.Put(memory)
	if spec, ok := object["spec"]; ok {
		if record := k.proveValue(memory, meta.Name, spec); record != nil {
			setMeta(record, meta, k.Name)
			return record, nil
		}
	}
	// The metadata is the API server's own; nothing of it is in doubt.
	object["metadata"] = map[string]any{"name": meta.Name, "namespace": meta.Namespace}
	record, errs := k.read(ctx, object, meta.Namespace)
	faults := make([]assess.Fault, 0, len(errs))
	for _, p := range errs {
		faults = append(faults, assess.Fault{Field: p.Field, Message: p.Message, Remedy: p.Remedy})
	}
	setMeta(record, meta, k.Name)
	return record, faults
}

// metaOf returns the metadata that is used of an object.
func metaOf(object map[string]any) *metav1.ObjectMeta {
	u := unstructured.Unstructured{Object: object}
	return &metav1.ObjectMeta{
		Name: u.GetName(), Namespace: u.GetNamespace(), UID: u.GetUID(), ResourceVersion: u.GetResourceVersion(),
		Generation: u.GetGeneration(), CreationTimestamp: u.GetCreationTimestamp(), DeletionTimestamp: u.GetDeletionTimestamp(),
	}
}

func setMeta(r api.Record, meta *metav1.ObjectMeta, kind string) {
	r.GetObjectKind().SetGroupVersionKind(api.GroupVersion.WithKind(kind))
	*reflect.ValueOf(r).Elem().FieldByName("ObjectMeta").Addr().Interface().(*metav1.ObjectMeta) = *meta
}

// proveValue makes a record of a spec of decoded JSON and of a name that is in no doubt, where
// the plan can tell that it is valid; nil says nothing about it.
func (k *kind) proveValue(memory *tree, name string, spec any) api.Record {
	t := (*memory)[:0]
	above := t.addNamed(name)
	self := t.addValue(0, above, "spec", spec)
	*memory = t
	return k.proveSpec(t, self)
}

// addNamed adds the root of a tree and the metadata of a stored object, of which rules may
// ask the name; the API server answers for it. It returns the node that spec comes behind.
func (t *tree) addNamed(name string) int32 {
	root := t.add(0, 0, node{form: mapping})
	meta := t.add(root, 0, node{key: "metadata", form: mapping})
	t.add(meta, 0, node{key: "name", form: quoted, value: name})
	return meta
}

// proveSpec is proveValue for a tree.
func (k *kind) proveSpec(t tree, spec int32) api.Record {
	p := k.plan()
	if p.spec == nil {
		return nil
	}
	record := k.New()
	if !p.spec.fill(t, spec, reflect.ValueOf(record).Elem().FieldByIndex(p.spec.index)) {
		return nil
	}
	for _, obeys := range p.rules {
		if !obeys(t, 0) {
			return nil
		}
	}
	return record
}

// addValue adds a value of decoded JSON, and what is in it.
func (t *tree) addValue(parent, last int32, key string, value any) int32 {
	n := node{key: key}
	switch v := value.(type) {
	case string:
		n.form, n.value = quoted, v
	case int64:
		n.value = strconv.FormatInt(v, 10)
	case float64:
		n.value = strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		n.value = strconv.FormatBool(v)
	case map[string]any:
		n.form = mapping
	case []any:
		n.form = sequence
	}
	self, child := t.add(parent, last, n), int32(0)
	switch v := value.(type) {
	case map[string]any:
		for name, item := range v {
			child = t.addValue(self, child, name, item)
		}
	case []any:
		for _, item := range v {
			child = t.addValue(self, child, "", item)
		}
	}
	return self
}
