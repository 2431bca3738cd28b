package controllers

import "unicode/utf8"

// cut shortens a text to a number of characters, and shows that it did.
func cut(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}
