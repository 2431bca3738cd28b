package rules

// controlsFixture holds the records of the Statement of Applicability, the matrix and duties.
type controlsFixture struct{}

func (f *fixture) addControls() {}

var controlsTables = map[string][]row{}
