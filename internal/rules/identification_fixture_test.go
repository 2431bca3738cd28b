package rules

// identificationFixture holds the records of point 1.
type identificationFixture struct{}

func (f *fixture) addIdentification() {}

var identificationTables = map[string][]row{}
