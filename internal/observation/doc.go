// Package observation is the file of what somebody saw in a cluster: roles and bindings, who
// is in groups, what people of each namespace claim, and objects that records name as proof.
// It stands beside the records, so that a register in Git is judged by what a cluster grants
// without a cluster at hand.
//
// The package knows no cluster and no clock. Two readings of equal objects give the same file
// but for seenAt and the digest, which is over it, too.
package observation
