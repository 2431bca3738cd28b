package facts

import (
	"fmt"
	"math/big"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// BudgetEntry is a line that pays for something.
type BudgetEntry struct {
	Budget *api.SecurityBudget
	line   *api.BudgetLine
}

// ApprovedFunds says what approved budgets that have not ended pay for; within the time that
// an approval may take, those that wait for it.
type ApprovedFunds struct {
	// Needs are the lines that name a requirement.
	Needs map[string][]BudgetEntry
	// Horizon is the last day that a current approved budget includes.
	Horizon api.Date
	// Loose are lines that name a requirement, of budgets that do not pay for it.
	Loose map[string]LooseLine
}

// LooseLine is a line that names a requirement and pays for nothing yet.
type LooseLine struct {
	Budget, Line string
	// Lacks says what the budget lacks.
	Lacks string
	// Unknown says that nobody knows whether it pays: it is approved, for no known period.
	Unknown bool
}

func (l *LooseLine) String() string {
	return fmt.Sprintf("the line %s of the SecurityBudget %s names it, which %s", Quote(l.Line), l.Budget, l.Lacks)
}

// loose notes the lines of a budget that does not pay, of several the last by name.
func (f *ApprovedFunds) loose(c *assess.Context, b *api.SecurityBudget, period bool) {
	if BudgetEnded(c, b) {
		return
	}
	l := LooseLine{Budget: b.Name, Lacks: "is not approved"}
	if !period {
		l.Lacks, l.Unknown = "is for no known period", BudgetApproved(c, b)
	}
	for i := range b.Spec.Lines {
		for _, need := range b.Spec.Lines[i].RequirementRefs {
			l.Line = b.Spec.Lines[i].Name
			f.Loose[need.Name] = l
		}
	}
}

type approvedFundsKey struct{}

// FundsOf tells what approved budgets provide, once for all needs.
func FundsOf(c *assess.Context) ApprovedFunds {
	return assess.Once(c, approvedFundsKey{}, func(c *assess.Context) ApprovedFunds {
		funds := ApprovedFunds{Needs: map[string][]BudgetEntry{}, Loose: map[string]LooseLine{}}
		for b := range assess.All[*api.SecurityBudget](c.World) {
			p, ok := BudgetPeriod(b)
			awaited := budgetAwaited(c, b)
			if !ok || BudgetEnded(c, b) || !BudgetApproved(c, b) && !awaited {
				funds.loose(c, b, ok)
				continue
			}
			if (BudgetLacking(c, b) == "" || awaited) && p.End.After(funds.Horizon) {
				funds.Horizon = p.End
			}
			for i := range b.Spec.Lines {
				l := &b.Spec.Lines[i]
				for _, need := range l.RequirementRefs {
					funds.Needs[need.Name] = append(funds.Needs[need.Name], BudgetEntry{b, l})
				}
			}
		}
		return funds
	})
}

// FundingGrade is Major for a need that treats a risk rated High or Critical.
func FundingGrade(c *assess.Context, r *api.ResourceRequirement) api.Grade {
	if d := r.Spec.Drivers; d != nil {
		for _, ref := range d.RiskRefs {
			risk, ok := assess.Get[*api.Risk](c.World, ref.Name)
			if ok && HighRated(risk) {
				return api.GradeMajor
			}
		}
	}
	return api.GradeMinor
}

// Funding is what approved budgets plan for a need. The flaw says why that cannot
// be told of the first line of which it cannot.
type Funding struct {
	Sum  *big.Rat
	Flaw string
}

type fundingKey struct {
	need     string
	currency api.Currency
}

// FundedSum adds up what lines plan for a need in the currency of a cost. Each budget
// that names the need asks for it, so it is added up once. The sum is for reading.
func FundedSum(c *assess.Context, need string, currency api.Currency) Funding {
	return assess.Once(c, fundingKey{need, currency}, func(c *assess.Context) Funding {
		planned := Funding{Sum: new(big.Rat)}
		for _, e := range FundsOf(c).Needs[need] {
			switch n, lack := InCurrency(e.Budget, e.line, currency); {
			case n != nil:
				planned.Sum.Add(planned.Sum, n)
			case planned.Flaw == "":
				planned.Flaw = lack
			}
		}
		return planned
	})
}
