package controllers

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// clients are the ways to the API server.
type clients struct {
	// records watches records and patches their statuses.
	records rest.Interface
	// objects lists records, and reads and writes Reports.
	objects dynamic.Interface
	// headers lists and watches the metadata of other objects.
	headers metadata.Interface
	// core makes events and reads namespaces.
	core kubernetes.Interface
}

// newClients returns clients that share one connection. The API server paces them; a
// limit of their own would only add to it.
func newClients(config *rest.Config, http *http.Client, scheme *runtime.Scheme) (*clients, error) {
	config = rest.CopyConfig(config)
	if config.QPS == 0 {
		config.QPS = -1
	}
	config.WarningHandlerWithContext = rest.NoWarnings{} // the log would have values of records
	c := &clients{}
	var err error
	if c.objects, err = dynamic.NewForConfigAndClient(config, http); err != nil {
		return nil, err
	}
	if c.headers, err = metadata.NewForConfigAndClient(config, http); err != nil {
		return nil, err
	}
	if c.core, err = kubernetes.NewForConfigAndClient(config, http); err != nil {
		return nil, err
	}
	config.GroupVersion, config.APIPath = &api.GroupVersion, "/apis"
	config.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
	c.records, err = rest.RESTClientForConfigAndClient(config, http)
	return c, err
}

// ready reports whether the API server says that it is ready to serve. Kubernetes lets
// whoever has signed in ask.
func (c *clients) ready(ctx context.Context) bool {
	var code int
	c.core.Discovery().RESTClient().Get().AbsPath("/readyz").Timeout(readyTimeout).Do(ctx).StatusCode(&code)
	return code == http.StatusOK
}

// version is what the API server says of its version; "" where it does not answer. Kubernetes
// lets everybody ask.
func (c *clients) version(ctx context.Context) string {
	text, err := c.core.Discovery().RESTClient().Get().AbsPath("/version").Timeout(readyTimeout).Do(ctx).Raw()
	var info version.Info
	if err != nil || json.Unmarshal(text, &info) != nil {
		return ""
	}
	return info.GitVersion
}

// readyTimeout bounds the questions whether the API server is ready, and of which version it is.
const readyTimeout = 5 * time.Second
