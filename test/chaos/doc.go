// Package chaos harms the operator, the API server, etcd and the network between
// them, and holds what the operator has written in the end against what the plugin
// says of the same cluster. "make chaos" runs it, and docs/reliability.md shows what
// it saw. It needs Linux, on which a process can be ended with the one that started it.
//
// The parts that measure have tests of their own, which need nothing: the proxy that
// harms connections, the ledger of writes, the comparison, the page.
package chaos
