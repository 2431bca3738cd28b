package rules

// infrastructureFixture holds the records of points 3, 6 and 7.
type infrastructureFixture struct{}

func (f *fixture) addInfrastructure() {}

var infrastructureTables = map[string][]row{}
