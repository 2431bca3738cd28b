package scenarios

// noVerdict are fields on which no verdict rests, each with the reason.
var noVerdict = map[string]string{}

// restless finds the entry of noVerdict that speaks of a fact.
func restless(path string) string {
	for at := range path {
		if path[at] == '.' && noVerdict[path[at:]] != "" {
			return path[at:]
		}
	}
	return ""
}
