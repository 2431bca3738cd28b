package handover

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// accounts adds the accounts of who leaves: rights that are granted to them are to be taken
// back. One that has ended is history, and what is left of it P8-14 tells.
func (l *Leaving) accounts(c *assess.Context, p *api.Person) {
	for i := range p.Spec.Accounts {
		a := &p.Spec.Accounts[i]
		item := Item{
			Do: Withdraw, Record: assess.Ref{Kind: "Person", Name: p.Name}, Field: "spec.accounts[" + a.Name + "]", On: p.Spec.EngagedUntil,
			What: fmt.Sprintf("has an account in %s: take the access back, and set until to the last day", system(a)),
		}
		if !a.Until.IsZero() && (item.On.IsZero() || a.Until.Before(item.On)) {
			item.On = a.Until
		}
		if c.Today.Past(a.Until) {
			item.Do, item.On, item.What = Keep, api.Date{}, fmt.Sprintf("had an account in %s until %s", system(a), a.Until)
		}
		l.Items = append(l.Items, item)
	}
}

func system(a *api.Account) string {
	if a.InCluster() {
		return api.SystemKubernetes
	}
	return a.System
}
