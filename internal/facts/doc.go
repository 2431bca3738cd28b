// Package facts answers questions about the world that rules ask: who holds a role on a
// day, what a proof is worth, what carries a control, when a term ends, what a budget
// funds, what an exception waives. It asks the records and reports nothing: whether a fact
// is a finding is for the rules to say, which stand above.
package facts
