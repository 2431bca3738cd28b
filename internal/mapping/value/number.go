package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Numbers says how a register writes numbers, in the words of Frictionless Table Schema.
type Numbers struct {
	// DecimalChar parts the fraction; "." where absent.
	DecimalChar string
	// GroupChar parts thousands; none where absent.
	GroupChar string
}

var (
	decimal = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)
	whole   = regexp.MustCompile(`^[+-]?\d+$`)
)

// plain is a number as everybody reads it, once what parts thousands is out.
func (n Numbers) plain(text string) (string, bool) {
	if n.GroupChar != "" {
		if !n.grouped(text) {
			return "", false
		}
		text = strings.ReplaceAll(text, n.GroupChar, "")
	}
	if n.DecimalChar != "" && n.DecimalChar != "." {
		if strings.Contains(text, ".") {
			return "", false
		}
		text = strings.Replace(text, n.DecimalChar, ".", 1)
	}
	return text, true
}

// grouped says whether what parts thousands does: 1.25 is no number of a register that
// writes 1.250,00.
func (n Numbers) grouped(text string) bool {
	head := text
	if n.DecimalChar != "" {
		head, _, _ = strings.Cut(text, n.DecimalChar)
	}
	groups := strings.Split(head, n.GroupChar)
	for i, g := range groups {
		if digits := strings.TrimLeft(g, "+-"); i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && (digits == "" || len(digits) > 3) {
			return false
		}
	}
	return true
}

// Number reads a number and returns its digits, of which none is lost: 1.10 stays 1.10.
func (n Numbers) Number(text string) (string, bool) {
	text, ok := n.plain(text)
	return strings.TrimPrefix(text, "+"), ok && decimal.MatchString(text)
}

// Integer reads a whole number; a fraction of zeros, as spreadsheets add, is one.
func (n Numbers) Integer(text string) (int64, bool) {
	text, ok := n.plain(text)
	if head, fraction, cut := strings.Cut(text, "."); cut && fraction != "" && strings.Trim(fraction, "0") == "" {
		text = head
	}
	if !ok || !whole.MatchString(text) {
		return 0, false
	}
	i, err := strconv.ParseInt(text, 10, 64)
	return i, err == nil
}

// Allowed says in words what is read as a number.
func (n Numbers) Allowed() string {
	decimals := n.DecimalChar
	if decimals == "" {
		decimals = "."
	}
	if n.GroupChar == "" {
		return fmt.Sprintf("digits with %q before a fraction", decimals)
	}
	return fmt.Sprintf("digits with %q before a fraction and %q between thousands", decimals, n.GroupChar)
}
