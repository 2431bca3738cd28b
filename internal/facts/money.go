package facts

import (
	"fmt"
	"math/big"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// decimal reads a decimal number such as "-12.50"; nil where the text is none.
// It takes neither exponents nor fractions, though big.Rat does: with them a short
// text could ask for any amount of memory.
func decimal(s string) *big.Rat {
	whole, fraction, dotted := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if len(s) > 64 || !digits(whole) || (dotted && !digits(fraction)) {
		return nil
	}
	n, _ := new(big.Rat).SetString(s)
	return n
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// MoneyText writes a sum for messages.
func MoneyText(n *big.Rat, currency api.Currency) string {
	text := strings.TrimSuffix(n.FloatString(2), ".00")
	if currency == "" {
		return text
	}
	return text + " " + string(currency)
}

// AmountOf reads an amount of money. It is nil with the reason where the amount
// cannot be read, and nil without one where there is none.
func AmountOf(a *api.Amount) (n *big.Rat, flaw string) {
	if a == nil {
		return nil, ""
	}
	switch n = decimal(string(*a)); {
	case n == nil:
		return nil, fmt.Sprintf("%s is not an amount of money", Quote(string(*a)))
	case n.Sign() < 0:
		return nil, fmt.Sprintf("%s is negative", *a)
	}
	return n, ""
}

// lineCurrency is the currency of a line: its own, or that of the budget.
func lineCurrency(b *api.SecurityBudget, l *api.BudgetLine) api.Currency {
	if l.Currency != "" {
		return l.Currency
	}
	return b.Spec.Currency
}

// InBudgetCurrency reads an amount of a line and converts it to the currency of the
// budget.
func InBudgetCurrency(b *api.SecurityBudget, l *api.BudgetLine, a *api.Amount) (n *big.Rat, flaw string) {
	n, flaw = AmountOf(a)
	if n == nil || lineCurrency(b, l) == b.Spec.Currency {
		return n, flaw
	}
	if flaw := RateFlaw(b, l); flaw != "" {
		return nil, "the line is " + flaw
	}
	return n.Mul(n, decimal(string(l.ExchangeRate))), ""
}

// RateFlaw says that what a line states cannot be converted to the currency of the
// budget; "" where it can.
func RateFlaw(b *api.SecurityBudget, l *api.BudgetLine) string {
	if lineCurrency(b, l) == b.Spec.Currency {
		return ""
	}
	if rate := decimal(string(l.ExchangeRate)); rate == nil || rate.Sign() <= 0 {
		return fmt.Sprintf("in %s without a rate to the currency of the budget", l.Currency)
	}
	return ""
}

// InCurrency is what a line plans, in some currency; nil with the reason where that
// cannot be told.
func InCurrency(b *api.SecurityBudget, l *api.BudgetLine, currency api.Currency) (n *big.Rat, flaw string) {
	if currency == "" {
		return nil, "the cost names no currency"
	}
	planned, unreadable := AmountOf(l.Planned)
	switch {
	case l.Planned == nil:
		flaw = "plans no amount"
	case unreadable != "":
		flaw = "plans an amount that cannot be read: " + unreadable
	case lineCurrency(b, l) == currency:
		return planned, ""
	case b.Spec.Currency != currency:
		flaw = "is in another currency than the cost"
	case RateFlaw(b, l) != "":
		flaw = "is " + RateFlaw(b, l)
	default:
		return InBudgetCurrency(b, l, l.Planned)
	}
	return nil, fmt.Sprintf("line %s of the SecurityBudget %s %s", Quote(l.Name), b.Name, flaw)
}
