package assess

// Together has as many records judged by each processor as it says, at least, until the function
// that it returns is called.
func Together(each int) (back func()) {
	was := togetherEach
	togetherEach = each
	return func() { togetherEach = was }
}
