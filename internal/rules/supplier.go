package rules

// supplierRules judge a service that is in use by its reviews and by what else
// names it.
var supplierRules = []serviceRule{}
