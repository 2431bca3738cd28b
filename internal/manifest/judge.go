package manifest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// errorTypeUnknown marks a field that the kind does not have. The API server says so
// where it is asked to be strict.
const errorTypeUnknown field.ErrorType = "FieldValueUnknown"

// judgeObject validates an object in the steps of the API server
// (customresource_handler.go and strategy.go of apiextensions-apiserver): unknown
// fields, nulls, metadata, schema, list types and, where nothing is in their way, the
// CEL rules. What is known already is in nothing's way. The object is changed: unknown
// fields, nulls and status go.
func (k *kind) judgeObject(ctx context.Context, object map[string]any, namespace string, known func(*field.Error) bool) field.ErrorList {
	delete(object, "status")
	structural, judge := k.definition().structural, k.judge()

	var errs field.ErrorList
	options := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, name := range pruning.PruneWithOptions(object, structural, true, options) {
		errs = append(errs, unknownField(name))
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(object, structural)
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return append(errs, metadataError(object["metadata"], err))
	}
	for _, name := range unknown {
		errs = append(errs, unknownField(name))
	}
	if !found {
		meta = &metav1.ObjectMeta{}
	}
	if meta.Namespace == "" {
		meta.Namespace = namespace
	}
	if err := objectmeta.SetObjectMeta(object, meta); err != nil {
		return append(errs, field.InternalError(field.NewPath("metadata"), err))
	}

	errs = append(errs, apivalidation.ValidateObjectMetaAccessor(meta, true, apivalidation.NameIsDNSSubdomain, field.NewPath("metadata"))...)
	errs = append(errs, validation.ValidateCustomResource(nil, object, judge.schema)...)
	errs = append(errs, objectmeta.Validate(ctx, nil, object, structural, false)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, structural, object)...)
	if !blocking(errs, known) {
		celErrs, _ := judge.cel.Validate(ctx, nil, structural, object, nil, celconfig.RuntimeCELCostBudget)
		errs = append(errs, celErrs...)
	}
	return errs
}

// metadataError finds what metadata cannot be read for: most often a label that is a
// number or a boolean.
func metadataError(metadata any, err error) *field.Error {
	at := field.NewPath("metadata")
	fields, _ := metadata.(map[string]any)
	for _, name := range []string{"labels", "annotations"} {
		entries, _ := fields[name].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			if _, ok := entries[key].(string); !ok {
				return field.TypeInvalid(at.Child(name).Key(key), entries[key], "must be of type string")
			}
		}
	}
	for _, name := range []string{"name", "namespace"} {
		if _, ok := fields[name].(string); !ok && fields[name] != nil {
			return field.TypeInvalid(at.Child(name), fields[name], "must be of type string")
		}
	}
	return field.Invalid(at, nil, err.Error())
}

func unknownField(name string) *field.Error {
	return &field.Error{Type: errorTypeUnknown, Field: name}
}

// blocking reports whether an error keeps the API server from asking the CEL rules.
func blocking(errs field.ErrorList, known func(*field.Error) bool) bool {
	for _, err := range errs {
		if known(err) {
			continue
		}
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		}
	}
	return false
}

// decode makes a record of a valid object.
func (k *kind) decode(object map[string]any) (api.Record, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	record := k.New()
	if err := json.Unmarshal(text, record); err != nil {
		return nil, fmt.Errorf("cannot be read as a %s: %w", k.Name, err)
	}
	return record, nil
}
