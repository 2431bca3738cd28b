// Package rights runs the operator on what a real cluster grants: leavers, days on which
// engagements end, watches that break, lists that are refused, and several ISMSs at once.
package rights
