package controllers

import (
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
)

// followers makes followers that share what they need.
type followers struct {
	mgr     ctrl.Manager
	clients *clients
	outage  *outage
	clock   clock.PassiveClock
	all     []*follower
}

func (f *followers) ofRecords(s *shelf, namespace string, changed func()) *follower {
	return f.add(&follower{
		name: s.kind.Plural, sample: &arrival{}, store: s, changed: changed,
		resource: objects{f.clients.objects, f.clients.records, s.kind, namespace},
		without:  "what names or counts its records is unknown until it can",
	})
}

func (f *followers) ofHeaders(kind schema.GroupVersionKind, namespace, name string, store cache.ReflectorStore, changed func()) *follower {
	sample := &metav1.PartialObjectMetadata{}
	sample.SetGroupVersionKind(kind)
	return f.add(&follower{
		name: kind.GroupKind().String(), sample: sample, store: store, changed: changed,
		resource: headers{f.clients.headers, f.mgr.GetRESTMapper(), kind, namespace, name},
	})
}

func (f *followers) ofWholes(kind schema.GroupVersionKind, namespace string, store cache.ReflectorStore, changed func()) *follower {
	return f.add(&follower{
		name: kind.GroupKind().String(), sample: &sighting{}, store: store, changed: changed,
		resource: wholes{f.clients.objects, f.mgr.GetRESTMapper(), kind, namespace, f.clock},
	})
}

func (f *followers) ofRights(l *rightsList, sample runtime.Object) {
	l.follower = f.add(&follower{
		name: l.resource + "." + rbacv1.GroupName, sample: sample, store: l, resource: l, changed: l.all.turned,
		without: "who is granted what is not observed until it can",
	})
}

func (f *followers) add(one *follower) *follower {
	one.outage, one.ready, one.log = f.outage, f.clients.ready, f.mgr.GetLogger()
	f.all = append(f.all, one)
	return one
}
