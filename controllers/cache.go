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

// CacheNamespaces limits a cache to the namespaces; all where there are none.
func CacheNamespaces(namespaces []string) map[string]cache.Config {
	if len(namespaces) == 0 {
		return nil
	}
	configs := make(map[string]cache.Config, len(namespaces))
	for _, name := range namespaces {
		configs[name] = cache.Config{}
	}
	return configs
}
