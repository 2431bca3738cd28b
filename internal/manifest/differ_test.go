package manifest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// recordText is a document of one record.
func recordText(name, title string) string {
	return fmt.Sprintf("apiVersion: isms-operator.io/v1alpha1\nkind: Risk\nmetadata:\n  name: %s\nspec:\n  title: %s\n", name, title)
}

// TestDiffering: whatever was changed, added, taken away or moved, both sides have each document
// that only one content has, and each that is asked for, and no other.
func TestDiffering(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 7))
		before, after := map[string]string{}, map[string]string{}
		for i := range 1 + random.IntN(12) {
			name := fmt.Sprintf("r-%d", i)
			before[name] = recordText(name, "a")
			switch random.IntN(4) {
			case 0:
				after[name] = recordText(name, "b")
			case 1: // it is gone
			default:
				after[name] = before[name]
			}
		}
		after["new"] = recordText("new", "a")
		asked := recordText("r-0", "a")
		was, is := Differing(written(random, before), written(random, after), func(d string) bool { return strings.Contains(d, "name: r-0\n") })
		var wantWas, wantIs []string
		for name, text := range before {
			if after[name] != text || text == asked {
				wantWas = append(wantWas, text)
			}
		}
		for name, text := range after {
			if before[name] != text || text == asked {
				wantIs = append(wantIs, text)
			}
		}
		same(t, seed, "before", was, wantWas)
		same(t, seed, "after", strings.Join(is, ""), wantIs)
	}
}

// written is a file of documents, in a random order.
func written(random *rand.Rand, documents map[string]string) string {
	all := slices.Sorted(maps.Values(documents))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return "---\n" + strings.Join(all, "---\n")
}

func same(t *testing.T, seed uint64, side, got string, want []string) {
	t.Helper()
	have := slices.DeleteFunc(strings.Split(got, "---\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("seed %d, %s: got %q, want %q", seed, side, have, want)
	}
}

// TestDifferingIsCertain: where documents cannot be told apart with certainty, all is read.
func TestDifferingIsCertain(t *testing.T) {
	one, other := recordText("a", "a"), recordText("a", "b")
	for name, more := range map[string]string{
		"a document that is none of ours": "---\nfoo: bar\n",
		"an end of a document":            "...\n",
		"a directive":                     "\n%YAML 1.2\n---\n",
	} {
		before, after := one+more, other+more
		if was, is := Differing(before, after, func(string) bool { return false }); was != before || len(is) != 1 || is[0] != after {
			t.Errorf("%s: read %q and %q", name, was, is)
		}
	}
}
