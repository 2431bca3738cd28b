package main

import (
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

// kubeconfig says how a cluster is reached: by the flags of kubectl, the files that it
// reads and its environment.
type kubeconfig struct {
	rules     *clientcmd.ClientConfigLoadingRules
	overrides clientcmd.ConfigOverrides
}

func newKubeconfig() *kubeconfig {
	return &kubeconfig{rules: clientcmd.NewDefaultClientConfigLoadingRules()}
}

// addTo adds the flags of kubectl.
func (k *kubeconfig) addTo(flags *pflag.FlagSet) {
	names := clientcmd.RecommendedConfigOverrideFlags("")
	names.ClusterOverrideFlags.APIServer.ShortName = "s"
	clientcmd.BindOverrideFlags(&k.overrides, flags, names)
	flags.StringVar(&k.rules.ExplicitPath, "kubeconfig", "", "Path to the kubeconfig file to use for CLI requests")
}

// namespace is the one that the flag names; "" without the flag.
func (k *kubeconfig) namespace() string { return k.overrides.Context.Namespace }

func (k *kubeconfig) loader() clientcmd.ClientConfig {
	return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(k.rules, &k.overrides)
}

func (k *kubeconfig) rest() (*rest.Config, error) { return k.loader().ClientConfig() }

// version is that of the API server; "" where it does not say.
func (k *kubeconfig) version() string {
	config, err := k.rest()
	if err != nil {
		return ""
	}
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return ""
	}
	info, err := client.ServerVersion()
	if err != nil {
		return ""
	}
	return info.GitVersion
}

// mapper finds the resources of kinds.
func (k *kubeconfig) mapper() (meta.RESTMapper, error) {
	config, err := k.rest()
	if err != nil {
		return nil, err
	}
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	return restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client)), nil
}
