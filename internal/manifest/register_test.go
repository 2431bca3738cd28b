package manifest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	anyName = regexp.MustCompile(`\bname: "?([a-z0-9.-]+)"?`)
	ownName = regexp.MustCompile(`(?m)^  name: "?([a-z0-9.-]+)"?$`)
	single  = regexp.MustCompile(`(?m)^kind: (ClauseAssessment|StatementOfApplicability|AccountabilityMatrix|InternalAudit)$`)
)

// register returns n documents of every kind: copies of the samples. Each copy has
// names of its own and refers to its own records. What an ISMS has one or few of, such
// as its statement and its matrix, is there once: hundreds that contradict each other
// are no register.
func register(tb testing.TB, n int) []string {
	tb.Helper()
	files, err := filepath.Glob(samples + "/*.yaml")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no samples: %v", err)
	}
	var documents []string
	names := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for _, d := range strings.Split(string(text), "\n---\n") {
			documents = append(documents, strings.TrimSuffix(d, "\n")+"\n")
			names[ownName.FindStringSubmatch(d)[1]] = true
		}
	}
	all := make([]string, 0, n)
	for copied := 0; ; copied++ {
		for _, d := range documents {
			if len(all) == n {
				return all
			}
			if copied == 0 {
				all = append(all, d)
			} else if !single.MatchString(d) {
				all = append(all, anyName.ReplaceAllStringFunc(d, func(s string) string {
					if name := anyName.FindStringSubmatch(s)[1]; names[name] {
						return fmt.Sprintf("name: %s-%d", name, copied)
					}
					return s
				}))
			}
		}
	}
}

// writeRegister writes documents into one file, and each into a file of its own.
func writeRegister(tb testing.TB, documents []string, one, many string) {
	tb.Helper()
	write(tb, one, strings.Join(documents, "---\n"))
	if many == "" {
		return
	}
	for i, d := range documents {
		write(tb, filepath.Join(many, fmt.Sprintf("%05d.yaml", i)), d)
	}
}
