package assess

// Together has registers from a number of records on be judged on all processors, until the
// function that it returns is called.
func Together(from int) (back func()) {
	was := togetherFrom
	togetherFrom = from
	return func() { togetherFrom = was }
}
