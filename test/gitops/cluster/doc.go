// Package cluster is what the campaigns of the GitOps tools share: a real API server
// with our definitions and roles, our operator on it with a day that can be set, a Git
// repository, and a count of who wrote which record. It knows no GitOps tool.
package cluster
