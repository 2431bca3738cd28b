package rules

// financeFixture holds the records of points 4 and 10, audits and the lifecycle.
type financeFixture struct{}

func (f *fixture) addFinance() {}

var financeTables = map[string][]row{}
