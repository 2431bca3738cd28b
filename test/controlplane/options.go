package controlplane

import (
	"fmt"
	"os"
	"path/filepath"
)

// Options say what [Start] runs. The zero value is an empty API server whose
// state is thrown away.
type Options struct {
	// StateDir keeps the records, certificates, logs and kubeconfig. It is created
	// when missing; a later Start on it finds all records again. Empty means a
	// temporary folder that Stop removes.
	//
	// Service account tokens stay valid across restarts. Configs of users do not:
	// port and client certificates are new each time, and the kubeconfig file is
	// written again.
	StateDir string

	// BinDir holds the binaries. Empty means the folder that Binaries returns.
	BinDir string

	// ControllerManager runs kube-controller-manager with the controllers that work
	// without nodes: garbage collection, namespace deletion, service accounts.
	//
	// Its garbage collector looks for new kinds twice a minute. It knows those in
	// CRDPaths from the start, as they are installed before it.
	ControllerManager bool

	// ExtraControllers are run by the controller manager beside those, such as
	// "deployment-controller" where there is a node.
	ExtraControllers []string

	// Listen is the address and port that the API server serves on, with the address
	// in its certificate. Empty means a loopback address and a free port. Whoever can
	// reach the address can try to log in.
	Listen string

	// CRDPaths are files and folders with CustomResourceDefinitions to install.
	// Start returns once all of them are established. They are updated when
	// StateDir holds an older version.
	CRDPaths []string

	// AuditLog is the file that the API server logs requests to, for CountRequests.
	// A relative path is taken inside the state folder. Empty means no log.
	AuditLog string

	// AuditPolicy is the audit policy file. Empty means the metadata of every request.
	AuditPolicy string

	// ExtraAPIServerFlags are set on kube-apiserver, without the leading dashes. They
	// win over the flags that this package sets.
	ExtraAPIServerFlags map[string]string
}

// layout holds the paths inside a state folder.
type layout struct{ dir string }

func (l layout) etcd() string           { return filepath.Join(l.dir, "etcd") }
func (l layout) pki() string            { return filepath.Join(l.dir, "pki") }
func (l layout) logs() string           { return filepath.Join(l.dir, "logs") }
func (l layout) run() string            { return filepath.Join(l.dir, "run") }
func (l layout) lock() string           { return filepath.Join(l.dir, "lock") }
func (l layout) kubeconfig() string     { return filepath.Join(l.dir, "kubeconfig") }
func (l layout) kubectlCache() string   { return filepath.Join(l.dir, "kubectl-cache") }
func (l layout) log(name string) string { return filepath.Join(l.logs(), name+".log") }

// createLayout makes the folders. They hold private keys, so no one else may look.
func createLayout(stateDir string) (_ layout, err error) {
	if stateDir == "" {
		stateDir, err = os.MkdirTemp("", "isms-controlplane-")
	} else {
		err = os.MkdirAll(stateDir, 0o700)
	}
	if err != nil {
		return layout{}, fmt.Errorf("creating the state folder: %w", err)
	}
	// Processes of an earlier run are recognised by this path in their command
	// lines, so it has to be the same however the caller spells it.
	dir, err := filepath.Abs(stateDir)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return layout{}, fmt.Errorf("resolving the state folder: %w", err)
	}
	l := layout{dir: dir}
	for _, sub := range []string{l.etcd(), l.pki(), l.logs(), l.run()} {
		if err := os.MkdirAll(sub, 0o700); err != nil {
			return layout{}, fmt.Errorf("creating the state folder: %w", err)
		}
	}
	return l, nil
}

// writeFile replaces path in one step, readable by the owner alone: whoever reads
// it meanwhile, or after a crash, finds the old content or the new.
func writeFile(path string, data []byte, mode os.FileMode) error {
	temp := path + ".new"
	if err := os.WriteFile(temp, data, mode); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
