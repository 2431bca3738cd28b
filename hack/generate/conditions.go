package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Conditions are metav1.Condition, to whose fields no marker of ours reaches. Their
// schema is completed here, so that Go can read whatever the API server accepts in a
// status: one time that it cannot read would hide the whole kind from the operator.
const (
	anyYear  = `([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)` // 0001 to 9999
	leapYear = `([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)`
	day      = `(` + anyYear + `-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|` + leapYear + `-02-29)`
	minute   = `([01][0-9]|2[0-3]):[0-5][0-9]`
	// timePattern is RFC 3339 as Go reads it. It stands in the place of the format
	// date-time, which accepts small letters, offsets of 25 hours, the year 0, anything
	// after a second T and, as every format does, lists.
	timePattern = `^` + day + `T` + minute + `:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]` + minute + `)$`
	// maxGeneration is the greatest integer up to which JSON tells each from the next.
	maxGeneration = 1<<53 - 1
)

var (
	conditionTime       = regexp.MustCompile(`(?m)^( +)(?:format: date-time|pattern: ` + regexp.QuoteMeta(timePattern) + `)\n`)
	conditionGeneration = regexp.MustCompile(`(?m)^( +)format: int64\n(?: +maximum: .*\n)?( +minimum: 0\n)`)
)

// completeConditions completes the schema of conditions in every definition.
func completeConditions(pattern string) error {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if len(conditionTime.FindAll(text, -1)) != 1 || len(conditionGeneration.FindAll(text, -1)) != 1 {
			return fmt.Errorf("%s: not one time and one generation of conditions to complete", file)
		}
		text = conditionTime.ReplaceAll(text, []byte("${1}pattern: "+strings.ReplaceAll(timePattern, "$", "$$")+"\n"))
		text = conditionGeneration.ReplaceAll(text, fmt.Appendf(nil, "${1}format: int64\n${1}maximum: %d\n${2}", int64(maxGeneration)))
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
