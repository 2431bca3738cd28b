package access

import (
	"slices"
	"strings"
)

// The functions here say which words of an owner cover words of a rule, and how many of the
// rule's are covered. Words are all that a stored rule can hold, up to some hundred thousand,
// so they take no time that grows with the product of both.

func verbsWithin(owner, rule []string) (used []string, covered int) {
	return within(owner, rule, func(asked string) [3]string { return [3]string{"*", asked, asked} })
}

func namesWithin(owner, rule []string) (used []string, covered int) {
	return within(owner, rule, func(asked string) [3]string { return [3]string{asked, asked, asked} })
}

func resourcesWithin(owner, rule []string) (used []string, covered int) {
	return within(owner, rule, func(asked string) [3]string {
		words := [3]string{"*", asked, asked}
		if _, subresource, ok := strings.Cut(asked, "/"); ok {
			words[2] = "*/" + subresource
		}
		return words
	})
}

// fewPairs is up to where comparing each with each is faster than a map.
const fewPairs = 1000

// within looks for any of the words that cover one that is asked.
func within(owner, rule []string, words func(asked string) [3]string) (used []string, covered int) {
	has := func(word string) bool { return slices.Contains(owner, word) }
	if len(owner)*len(rule) > fewPairs {
		set := make(map[string]bool, len(owner))
		for _, word := range owner {
			set[word] = true
		}
		has = func(word string) bool { return set[word] }
	}
	for _, asked := range rule {
		for _, word := range words(asked) {
			if has(word) {
				covered++
				used = append(used, word)
				break
			}
		}
	}
	return unique(used), covered
}

func urlsWithin(owner, rule []string) (used []string, covered int) {
	exact := make(map[string]bool, len(owner))
	var prefixes []string
	for _, word := range owner {
		exact[word] = true
		if strings.HasSuffix(word, "*") {
			prefixes = append(prefixes, strings.TrimRight(word, "*"))
		}
	}
	prefixes = shortest(prefixes)
	for _, asked := range rule {
		// None is a prefix of another, so only the last one before it can be one of it.
		i, found := slices.BinarySearch(prefixes, asked)
		if !found {
			i--
		}
		switch {
		case exact[asked]:
			used = append(used, asked)
		case i >= 0 && strings.HasPrefix(asked, prefixes[i]):
			used = append(used, prefixes[i]+"*")
		default:
			continue
		}
		covered++
	}
	return unique(used), covered
}

// shortest are the prefixes that no other is a prefix of, sorted.
func shortest(prefixes []string) []string {
	var kept []string
	for _, prefix := range unique(prefixes) {
		if len(kept) == 0 || !strings.HasPrefix(prefix, kept[len(kept)-1]) {
			kept = append(kept, prefix)
		}
	}
	return kept
}
