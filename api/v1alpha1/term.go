package v1alpha1

// Notice is the notice period in days; 0 where none is stated.
func (t *Term) Notice() int {
	if t.NoticePeriodDays == nil {
		return 0
	}
	return int(*t.NoticePeriodDays)
}

// Months is a number of months; 0 where none is stated.
func Months(stated *int32) int { return orDefault(stated, 0) }
