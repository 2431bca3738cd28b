// Package running cuts objects of a cluster down to what is judged of what runs: versions, until
// when a certificate counts, and whether what runs is what Git says. Plugin and operator read the
// same by it. Which kinds it knows, and which fields of each, is all that is ever read of an object
// beyond its metadata (docs/adr/0024); there is no Secret among them, and no kind that is not named
// here is read.
package running

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// APIServer is the Service that stands for the API server of a cluster, whose version is that of
// the API server. Of a Service nothing is read.
var APIServer = api.WorkloadReference{APIVersion: "v1", Kind: "Service", Namespace: "default", Name: "kubernetes"}

// APIServerKind is the kind of APIServer.
var APIServerKind = schema.GroupVersionKind{Version: "v1", Kind: "Service"}

// look is how objects of a kind are cut down by whoever looks now.
type look func(object map[string]any, now time.Time, into *assess.Workload)

var looks = map[schema.GroupVersionKind]look{
	{Group: "apps", Version: "v1", Kind: "DaemonSet"}:              template("spec", "template"),
	{Group: "apps", Version: "v1", Kind: "Deployment"}:             template("spec", "template"),
	{Group: "apps", Version: "v1", Kind: "StatefulSet"}:            template("spec", "template"),
	{Group: "batch", Version: "v1", Kind: "CronJob"}:               template("spec", "jobTemplate", "spec", "template"),
	{Version: "v1", Kind: "Node"}:                                  node,
	APIServerKind:                                                  nothing,
	{Group: "cert-manager.io", Version: "v1", Kind: "Certificate"}: certificate,
	ApplicationKind: application,
}

// Parse reads the kinds of a flag, such as "apps/v1/Deployment,v1/Node". A kind of which
// nothing is read beyond metadata is an error that says which there are.
func Parse(list string) ([]schema.GroupVersionKind, error) {
	kinds, err := assess.ParseWorkloadKinds(list)
	if err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		if !Known(kind) {
			return nil, fmt.Errorf("nothing of a %s of %s is read beyond its metadata; allowed are %s", kind.Kind, kind.GroupVersion(), strings.Join(Names(), ", "))
		}
	}
	return kinds, nil
}

// Known reports whether anything of a kind is read beyond metadata.
func Known(kind schema.GroupVersionKind) bool { return looks[kind] != nil }

// Names are the kinds that Parse takes, as it takes them, sorted.
func Names() (all []string) {
	for kind := range looks {
		all = append(all, kind.GroupVersion().String()+"/"+kind.Kind)
	}
	slices.Sort(all)
	return all
}

// Cut is what is judged of an object of a kind by whoever looks now: owner, versions, days and
// whether it is in sync, and nothing else.
func Cut(kind schema.GroupVersionKind, object *unstructured.Unstructured, now time.Time) assess.Workload {
	w := assess.Workload{Exists: true, Owner: object.GetLabels()[assess.OwnerLabel]}
	if cut := looks[kind]; cut != nil {
		cut(object.Object, now, &w)
	}
	slices.Sort(w.Versions)
	w.Versions = slices.Compact(w.Versions)
	return w
}

func nothing(map[string]any, time.Time, *assess.Workload) {}

// template reads the images of the containers of a template of pods.
func template(fields ...string) look {
	fields = append(slices.Clone(fields), "spec", "containers")
	return func(object map[string]any, _ time.Time, into *assess.Workload) {
		containers, _, _ := unstructured.NestedSlice(object, fields...) // what is not a list has no containers
		for _, c := range containers {
			if c, ok := c.(map[string]any); ok {
				image, _ := c["image"].(string)
				into.Versions = append(into.Versions, strings.Clone(Tag(image))) // or the whole image would be held
			}
		}
	}
}

// Tag is the version that an image tells: its tag; "" where it has none, or only a digest.
func Tag(image string) string {
	image, _, _ = strings.Cut(image, "@")
	name := image[strings.LastIndex(image, "/")+1:] // a port of a registry is no tag
	_, tag, _ := strings.Cut(name, ":")
	return tag
}

func node(object map[string]any, _ time.Time, into *assess.Workload) {
	into.Versions = append(into.Versions, text(object, "status", "nodeInfo", "kubeletVersion"))
}

func certificate(object map[string]any, _ time.Time, into *assess.Workload) {
	into.NotAfter, into.RenewOn = day(object, "notAfter"), day(object, "renewalTime")
}

// day is the day of a time of a status; absent where there is none.
func day(object map[string]any, field string) api.Date {
	at := moment(object, "status", field)
	if at.IsZero() {
		return api.Date{}
	}
	return api.DateOf(at.UTC())
}

// moment is a time that an object states; zero where it states none.
func moment(object map[string]any, fields ...string) time.Time {
	at, err := time.Parse(time.RFC3339, text(object, fields...))
	if err != nil {
		return time.Time{}
	}
	return at
}

// text is what an object states in a field. What is no text says nothing.
func text(object map[string]any, fields ...string) string {
	stated, _, _ := unstructured.NestedString(object, fields...)
	return stated
}
