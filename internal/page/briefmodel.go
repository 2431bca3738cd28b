package page

// Brief is what top management is told on the day that the page opens with, as internal/brief
// finds it. Records, findings and days are named by their places.
type Brief struct {
	// Until is the last day that is looked at: that of the next external audit where Audit says
	// so, a year ahead without one, or the last of the slider where that comes before.
	Until string `json:"until"`
	Audit bool   `json:"audit,omitempty"`
	// Decisions that are needed, and what those on needs cost, a sum for each currency.
	Decisions []Decision `json:"decisions,omitempty"`
	Money     []string   `json:"money,omitempty"`
	// Lapses are a day and a finding each.
	Lapses  [][2]int  `json:"lapses,omitempty"`
	Waiting []Waiting `json:"waiting,omitempty"`
	// Loaded are the findings that say who has too much to do.
	Loaded     []int       `json:"loaded,omitempty"`
	Interviews []Interview `json:"interviews,omitempty"`
}

// Said is a text of a record or a rule, or with a key one of the page's own words, in whose gaps
// it stands.
type Said struct {
	Key    string   `json:"k,omitempty"`
	Values []string `json:"v,omitempty"`
}

// Decision that somebody has to take, by a day where one is on record.
type Decision struct {
	By     string `json:"by,omitempty"`
	What   Said   `json:"w"`
	Why    *Said  `json:"y,omitempty"`
	Amount string `json:"a,omitempty"`
	Record int    `json:"r"`
}

// Waiting is a risk whose treatment waits for decisions or for what was decided.
type Waiting struct {
	Risk   int        `json:"r"`
	Rating string     `json:"g"`
	Needs  []Decision `json:"n"`
}

// Interview is of a person, who is a record.
type Interview struct {
	Person    int      `json:"r"`
	Roles     []string `json:"o"`
	Questions []Said   `json:"q"`
	Acts      []Act    `json:"a,omitempty"`
}

// Act is what somebody decided. Why is in their words; "" where none are on record.
type Act struct {
	On     string `json:"on"`
	What   Said   `json:"w"`
	Why    string `json:"y,omitempty"`
	Record int    `json:"r"`
}
