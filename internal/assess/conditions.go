package assess

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Condition is a condition without its times, which only a publisher knows.
type Condition struct {
	Type    string
	Status  metav1.ConditionStatus
	Reason  string
	Message string
}

// condition sums up sorted findings. Without any it is True with the message given.
func condition(kind string, findings []Finding, none string, named bool) Condition {
	c := Condition{Type: kind, Status: metav1.ConditionTrue, Reason: api.ReasonNoFindings, Message: none}
	if len(findings) == 0 {
		return c
	}
	worst, _ := WorstGrade(findings)
	switch worst {
	case api.GradeMajor, api.GradeMinor:
		c.Status = metav1.ConditionFalse
	case api.GradeUnknown:
		c.Status = metav1.ConditionUnknown
	}
	c.Reason = ""
	for i := range findings {
		switch {
		case findings[i].Grade != worst:
		case c.Reason == "":
			c.Reason = findings[i].Reason
		case findings[i].Reason != c.Reason:
			c.Reason = api.ReasonMultipleFindings
		}
	}
	messages := make([]string, 0, MaxShown)
	for _, f := range Gravest(findings, MaxShown) {
		if named {
			f.Message = f.Record.String() + ": " + f.Message
		}
		messages = append(messages, f.Message)
	}
	c.Message = strings.Join(messages, "; ")
	if more := len(findings) - MaxShown; more > 0 {
		c.Message += fmt.Sprintf("; and %d more", more)
	}
	return c
}

// verdict of findings.
func verdict(findings []Finding) api.Verdict {
	worst, _ := WorstGrade(findings)
	return gradeVerdict(worst)
}

// gradeVerdict is the verdict where a grade is the worst.
func gradeVerdict(worst api.Grade) api.Verdict {
	switch worst {
	case api.GradeMajor:
		return api.VerdictMajor
	case api.GradeMinor:
		return api.VerdictMinor
	case api.GradeUnknown:
		return api.VerdictUnknown
	}
	return api.VerdictConforming
}
