// Package docs has the pages of this repository checked by what they speak of: the
// commands that they show are run, what they print is compared, and every link is
// followed.
//
// A page shows commands in blocks of two kinds:
//
//   - console: what somebody types after "$ ", continued after "> ", and what it
//     prints. Each command is run, in order, in a clean folder against a local
//     control plane. One that fails must be followed by "$ echo $?".
//   - sh: what cannot run here. notRun in walk_test.go lists each, with the reason.
//
// "go test ./test/docs -update" writes what the commands print into the pages.
package docs
