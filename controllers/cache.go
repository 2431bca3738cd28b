package controllers

import (
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/cache"
)

// CacheOptions of the manager: managed fields are half of a record's memory and
// nothing here reads them.
func CacheOptions() cache.Options {
	return cache.Options{
		DefaultTransform:             cache.TransformStripManagedFields(),
		ReaderFailOnMissingInformer:  true,
		DefaultUnsafeDisableDeepCopy: ptr.To(false),
	}
}
