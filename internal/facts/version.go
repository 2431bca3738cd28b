package facts

import "strings"

// VersionParts are the numbers that a version begins with, such as 1, 29 and 3 of v1.29.3-gke.5;
// none where it does not begin with numbers, as "latest", a digest or a name do.
func VersionParts(version string) []string {
	version = strings.TrimLeft(strings.TrimSpace(version), "vV")
	end := strings.IndexFunc(version, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(version)
	}
	if end < len(version) && !strings.ContainsRune("-+_ ", rune(version[end])) {
		return nil // 4b1c, 2024T
	}
	var parts []string
	for part := range strings.SplitSeq(version[:end], ".") {
		if part == "" {
			return nil
		}
		part = strings.TrimLeft(part, "0")
		parts = append(parts, part)
	}
	return parts
}

// VersionsDiffer reports whether two versions are known to be different ones: whether a number at
// the same place is another one. What one of them does not say differs in nothing, and versions
// that do not begin with numbers cannot be compared.
func VersionsDiffer(one, other string) bool {
	a, b := VersionParts(one), VersionParts(other)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return true
		}
	}
	return false
}
