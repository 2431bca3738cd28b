package node

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// containerdSocket is on a file system of our own namespace.
const containerdSocket = "/run/containerd/containerd.sock"

// containerd's configuration. restrict_oom_score_adj lets it run where root may not
// lower that score, as in many containers and virtual machines of CI.
const containerdConfig = `version = 3
root = "%[1]s/containerd"
state = "/run/containerd"
[grpc]
  address = "` + containerdSocket + `"
[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "` + pauseImage + `"
[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true
[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = ["%[2]s"]
  conf_dir = "%[1]s/cni"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  BinaryName = "%[2]s/runc"
  SystemdCgroup = false
`

// cniConfig connects each pod to the node by a cable of its own.
const cniConfig = `{"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "ptp", "ipam": {
  "type": "host-local", "dataDir": "/run/cni", "ranges": [[{"subnet": "10.88.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
`

const kubeletConfig = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://` + containerdSocket + `
cgroupDriver: cgroupfs
cgroupRoot: %[2]s
clusterDNS: [10.0.0.10] # nobody: the operator asks for no name
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
readOnlyPort: 0
resolvConf: ""
podLogsDir: %[1]s/pods
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
authorization: {mode: Webhook}
# A developer's disk may be fuller than a kubelet likes.
evictionHard: {memory.available: 50Mi, nodefs.available: 1%%, imagefs.available: 1%%}
imageGCHighThresholdPercent: 100
`

func (n *Node) startContainerd(ctx context.Context, images []string) error {
	bin := filepath.Dir(n.Bin("containerd"))
	config, err := n.write("containerd.toml", fmt.Sprintf(containerdConfig, n.dir, bin))
	if err != nil {
		return err
	}
	if _, err := n.write(filepath.Join("cni", "10-pods.conflist"), cniConfig); err != nil {
		return err
	}
	if err := n.start("containerd", "--config", config); err != nil {
		return err
	}
	if err := n.waitFor(ctx, "containerd", func(ctx context.Context) error { return n.ctr(ctx, "version") }); err != nil {
		return err
	}
	for _, image := range images {
		if err := n.ctr(ctx, "images", "import", image); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) startScheduler() error {
	kubeconfig, err := n.kubeconfig("system:kube-scheduler")
	if err != nil {
		return err
	}
	return n.start("kube-scheduler", "--kubeconfig="+kubeconfig, "--authentication-kubeconfig="+kubeconfig,
		"--authorization-kubeconfig="+kubeconfig, "--leader-elect=false", "--secure-port=0")
}

func (n *Node) startKubelet() error {
	kubeconfig, err := n.kubeconfig("system:node:"+name, "system:nodes")
	if err != nil {
		return err
	}
	config, err := n.write("kubelet.yaml", fmt.Sprintf(kubeletConfig, n.dir, os.Getenv(CgroupEnv)))
	if err != nil {
		return err
	}
	return n.start("kubelet", "--config="+config, "--kubeconfig="+kubeconfig, "--hostname-override="+name,
		"--node-ip="+nodeAddress, "--root-dir="+filepath.Join(n.dir, "kubelet"), "--cert-dir="+filepath.Join(n.dir, "kubelet", "pki"))
}

func (n *Node) write(file, content string) (string, error) {
	path := filepath.Join(n.dir, file)
	return path, os.WriteFile(path, []byte(content), 0o600)
}

// PodLog returns what the containers of a pod have logged, earlier starts included.
func (n *Node) PodLog(namespace, pod string) (string, error) {
	files, err := filepath.Glob(filepath.Join(n.dir, "pods", namespace+"_"+pod+"_*", "*", "*.log"))
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		all.Write(data)
	}
	return all.String(), nil
}
