package controlplane

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestListensOnLoopbackOnly(t *testing.T) {
	if _, err := os.Stat("/proc/net/tcp"); err != nil {
		t.Skip("needs the procfs of Linux")
	}
	for _, name := range []string{etcdName, apiServerName} {
		listening := listeningAddresses(t, name)
		if len(listening) == 0 {
			t.Errorf("%s: found no listening socket", name)
		}
		for _, address := range listening {
			// As procfs writes them, in the byte order of the machine.
			v4 := len(address) == 8 && (strings.HasSuffix(address, "7F") || strings.HasPrefix(address, "7F"))
			v6 := address == "00000000000000000000000001000000" || address == "00000000000000000000000000000001"
			if !v4 && !v6 {
				t.Errorf("%s listens on %s", name, address)
			}
		}
	}
	if listening := listeningAddresses(t, controllerManagerName); len(listening) != 0 {
		t.Errorf("%s listens on %v, wanted it not to serve", controllerManagerName, listening)
	}
}

// listeningAddresses returns the local address of each TCP socket that a server of
// the shared control plane listens on, in hexadecimal.
func listeningAddresses(t *testing.T, name string) []string {
	t.Helper()
	pid, err := shared.supervisor.runningPID(name)
	if err != nil || pid == 0 {
		t.Fatalf("%s: process %d, %v", name, pid, err)
	}
	own := map[string]bool{}
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if target, err := os.Readlink(file); err == nil && strings.HasPrefix(target, "socket:[") {
			own[strings.Trim(target, "socket:[]")] = true
		}
	}
	var addresses []string
	for _, table := range []string{"tcp", "tcp6"} {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		if err != nil {
			continue // no IPv6
		}
		for _, line := range strings.Split(string(data), "\n") {
			const local, state, inode, listen = 1, 3, 9, "0A"
			fields := strings.Fields(line)
			if len(fields) > inode && fields[state] == listen && own[fields[inode]] {
				address, _, _ := strings.Cut(fields[local], ":")
				addresses = append(addresses, address)
			}
		}
	}
	return addresses
}
