package facts

import (
	"math/big"
	"testing"
)

func TestDecimal(t *testing.T) {
	for text, want := range map[string]*big.Rat{
		"0": big.NewRat(0, 1), "12500": big.NewRat(12500, 1), "-99.90": big.NewRat(-999, 10), "0.1": big.NewRat(1, 10),
		"": nil, "-": nil, ".5": nil, "5.": nil, "1e9": nil, "1/3": nil, "0x1": nil, "1_000": nil, "--1": nil, "+1": nil, "1.2.3": nil, "Inf": nil,
	} {
		switch got := decimal(text); {
		case (got == nil) != (want == nil), got != nil && got.Cmp(want) != 0:
			t.Errorf("decimal(%q) = %v, want %v", text, got, want)
		}
	}
	if got := MoneyText(big.NewRat(15, 2), "EUR"); got != "7.50 EUR" {
		t.Errorf("MoneyText: %q", got)
	}
}
