package manifest

import (
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFastPathOnMutants changes lines of samples as people do, by a slip or on purpose,
// and compares the fast path with the API server's validators on each. Bytes changed
// at random, as a fuzzer does, seldom leave a manifest that is worth judging.
func TestFastPathOnMutants(t *testing.T) {
	files, err := filepath.Glob("../../config/samples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	const mutants, most = 100, 2500
	random := rand.New(rand.NewSource(1))
	proved, all := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var documents []string
		split(string(text), func(d document) {
			if len(d.text) < most && !blank(d.text) {
				documents = append(documents, d.text)
			}
		})
		for i := range mutants {
			if len(documents) == 0 {
				break
			}
			all++
			proved += compare(t, mutate(random, documents[i%len(documents)]))
		}
	}
	t.Logf("%d of %d mutants were proved", proved, all)
	if proved < all/10 || proved > all*9/10 {
		t.Errorf("%d of %d mutants were proved: the test shows too little", proved, all)
	}
}

// mutate changes one or two lines of a text.
func mutate(random *rand.Rand, text string) string {
	lines := strings.Split(text, "\n")
	for range 1 + random.Intn(2) {
		i := random.Intn(len(lines))
		key, _, isField := strings.Cut(lines[i], ": ")
		switch random.Intn(7) {
		case 0, 1, 2:
			if isField {
				lines[i] = key + ": " + trickyValues[random.Intn(len(trickyValues))]
			}
		case 3:
			lines = append(lines[:i], lines[i+1:]...)
		case 4:
			lines = append(lines[:i+1], lines[i:]...) // given twice
		case 5:
			j := random.Intn(len(lines))
			lines[i], lines[j] = lines[j], lines[i]
		case 6:
			lines[i] = []string{" " + lines[i], "  " + lines[i], strings.TrimPrefix(lines[i], "  "), lines[i] + " # why", "# why", ""}[random.Intn(6)]
		}
		if len(lines) == 0 {
			return ""
		}
	}
	return strings.Join(lines, "\n")
}
