package facts

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// measure is a number that a target or a measurement states, with its unit.
type measure struct {
	value *big.Rat
	unit  string
}

var (
	numberThenUnit = regexp.MustCompile(`([0-9]+(?:[.,][0-9]+)?)\s*(%|\p{L}+)?`)
	upward         = regexp.MustCompile(`\b(at least|min|minimum|no less than|not less than|more than|or more|or better|mindestens|wenigstens|au moins|al menos|almeno|minstens)\b|≥|>`)
	downward       = regexp.MustCompile(`\b(at most|max|maximum|no more than|not more than|less than|within|under|below|or less|or faster|up to|höchstens|maximal|innerhalb|au plus|como máximo|al massimo|binnen)\b|≤|<`)
)

// timeUnits are units in which less is better, in the smallest of them.
var timeUnits = map[string]int64{
	"ms": 1, "millisecond": 1, "milliseconds": 1,
	"s": 1000, "sec": 1000, "second": 1000, "seconds": 1000,
	"min": 60000, "mins": 60000, "minute": 60000, "minutes": 60000, "minuten": 60000,
	"h": 3600000, "hr": 3600000, "hrs": 3600000, "hour": 3600000, "hours": 3600000, "stunde": 3600000, "stunden": 3600000,
	"d": 86400000, "day": 86400000, "days": 86400000, "tag": 86400000, "tage": 86400000,
}

// measuresIn reads the numbers of a text with their units.
func measuresIn(text string) []measure {
	var all []measure
	for _, m := range numberThenUnit.FindAllStringSubmatch(Normal(text), -1) {
		value, ok := new(big.Rat).SetString(strings.Replace(m[1], ",", ".", 1))
		if !ok {
			return nil
		}
		one := measure{value, m[2]}
		if factor := timeUnits[one.unit]; factor > 0 {
			one.value, one.unit = value.Mul(value, big.NewRat(factor, 1)), "time"
		}
		all = append(all, one)
	}
	return all
}

// TargetMet compares what was measured with a target where both are numbers of one unit and
// it is known which way is better: as the target says, or less for a time and more for a
// percentage that is most of the whole. Known is false for anything else.
func TargetMet(target, measured string) (met, known bool) {
	promised := measuresIn(target)
	if len(promised) != 1 {
		return false, false // "95 % within 4 hours": nobody can tell which number a word is about
	}
	want := &promised[0]
	found := slices.DeleteFunc(measuresIn(measured), func(m measure) bool { return m.unit != want.unit })
	if len(found) != 1 {
		return false, false
	}
	have := found[0]
	more, known := moreIsBetter(Normal(target), want)
	order := have.value.Cmp(want.value)
	return order == 0 || (order > 0) == more, known
}

// moreIsBetter tells by the words of a target, or else by its unit, which way is better.
func moreIsBetter(text string, want *measure) (more, known bool) {
	up, down := upward.MatchString(text), downward.MatchString(text)
	switch {
	case up != down:
		return up, true
	case want.unit == "time":
		return false, true
	}
	return true, want.unit == "%" && want.value.Cmp(big.NewRat(50, 1)) > 0
}
