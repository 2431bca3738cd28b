package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func accountabilityMatrix() assess.Kind {
	rules := common(matrixFacts, withoutServices(matrixReferences), func(r *api.AccountabilityMatrix) (*api.Approval, any) {
		return r.Spec.Approval, r.Spec.Approvable()
	})
	for _, rule := range rowRules() {
		rules = append(rules, assess.On(rule.doc, func(c *assess.Context, r *api.AccountabilityMatrix) {
			for i := range r.Spec.Rows {
				rule.check(c, &r.Spec.Rows[i])
			}
		}))
	}
	return assess.KindOf[*api.AccountabilityMatrix]("AccountabilityMatrix", "accountabilitymatrices", assess.Allocation, nil,
		append(rules, serviceRegistered(matrixReferences), assess.On(docOwnership, checkOwnership),
			assess.On(docMatrixApproved, checkMatrixApproved))...)
}

// rowRule is a rule that is asked of each row.
type rowRule struct {
	doc   assess.Doc
	check func(*assess.Context, *api.AccountabilityRow)
}

func rowRules() []rowRule {
	return []rowRule{
		{docNoAccountable, checkNoAccountable},
		{docManyAccountable, checkManyAccountable},
		{docNoResponsible, checkNoResponsible},
		{docRaciRoles, checkRaciRoles},
		{docRaciCells, checkRaciCells},
		{docControlsExist, checkRowControl},
	}
}

func matrixFacts(r *api.AccountabilityMatrix) []fact {
	if a := r.Spec.Approval; a != nil {
		return []fact{{"spec.approval.approvedOn", a.ApprovedOn, "the matrix was approved"}}
	}
	return nil
}

// matrixReferences leaves the roles of the rows to rule P8-04.
func matrixReferences(w *assess.World, r *api.AccountabilityMatrix) []reference {
	all := ownerReferences(w, "spec.owner", r.Spec.Owner)
	if r.Spec.Approval != nil {
		all = append(all, to[*api.Person](w, "spec.approval.by", "Person", &r.Spec.Approval.By)...)
	}
	for i := range r.Spec.Rows {
		row := &r.Spec.Rows[i]
		all = append(all, to[*api.OutsourcedService](w, rowField(row, "serviceRef"), "OutsourcedService", row.ServiceRef)...)
	}
	return all
}

func rowField(row *api.AccountabilityRow, field string) string {
	return "spec.rows[" + row.Name + "]." + field
}

// mandatoryRow reports whether the row is about an activity that every ISMS has.
func mandatoryRow(c *assess.Context, row *api.AccountabilityRow) bool {
	return row.Activity != "" && slices.Contains(c.Policy.ExpectedActivities(), row.Activity)
}

// emptyRow reports whether the row says nothing at all.
func emptyRow(row *api.AccountabilityRow) bool {
	return len(row.Accountable)+len(row.Responsible)+len(row.Consulted)+len(row.Informed)+len(row.Unreadable) == 0
}

var docNoAccountable = assess.Doc{
	ID: "P8-01", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role answers for the result of each activity and control",
	Fires:    "a row names no accountable role (minor; major for a mandatory activity); an empty row of another activity is left to P8-09",
	Reasons:  []string{"NoAccountable"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set accountable of the row to the one role that answers for it",
	Policy: []string{"mandatoryActivities"},
}

func checkNoAccountable(c *assess.Context, row *api.AccountabilityRow) {
	if len(row.Accountable) > 0 || (emptyRow(row) && !mandatoryRow(c, row)) {
		return
	}
	f := assess.Finding{
		Reason: "NoAccountable", Grade: api.GradeMinor, Field: rowField(row, "accountable"),
		Message: fmt.Sprintf("No role is accountable for %s", quote(row.Name)),
	}
	if mandatoryRow(c, row) {
		f.Grade = api.GradeMajor
		f.Message = fmt.Sprintf("No role is accountable for %s, the mandatory activity %s", quote(row.Name), row.Activity)
	}
	c.Report(f)
}

var docManyAccountable = assess.Doc{
	ID: "P8-02", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "One role alone answers for a result",
	Fires:    "a row names more than one accountable role (minor)",
	Reasons:  []string{"MultipleAccountable"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Keep one role in accountable of the row, and make the others responsible",
}

func checkManyAccountable(c *assess.Context, row *api.AccountabilityRow) {
	if names := roleNames(row.Accountable); len(names) > 1 {
		c.Report(assess.Finding{
			Reason: "MultipleAccountable", Grade: api.GradeMinor, Field: rowField(row, "accountable"),
			Message: fmt.Sprintf("%d roles are accountable for %s: %s", len(names), quote(row.Name), assess.List(names)),
		})
	}
}

// roleNames returns the names of references, sorted, each once.
func roleNames(refs []api.Reference) []string {
	names := make([]string, len(refs))
	for i := range refs {
		names[i] = refs[i].Name
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var docNoResponsible = assess.Doc{
	ID: "P8-03", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role does the work",
	Fires:    "a row that is not empty names no responsible role (minor)",
	Reasons:  []string{"NoResponsible"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set responsible of the row to the roles that do the work; it may be the accountable one",
}

func checkNoResponsible(c *assess.Context, row *api.AccountabilityRow) {
	if len(row.Responsible) == 0 && !emptyRow(row) {
		c.Report(assess.Finding{
			Reason: "NoResponsible", Grade: api.GradeMinor, Field: rowField(row, "responsible"),
			Message: fmt.Sprintf("No role is responsible for %s", quote(row.Name)),
		})
	}
}

var docRaciRoles = assess.Doc{
	ID: "P8-04", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "The roles of the matrix exist, and somebody holds those that answer or work",
	Fires:    "a role that a row names does not exist, or nobody holds one that is accountable or responsible (minor)",
	Reasons:  []string{"RaciRoleUnfilled", "RaciRoleUnknown"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the SecurityRole or name one that exists, and assign it to a Person who is engaged",
}

func checkRaciRoles(c *assess.Context, row *api.AccountabilityRow) {
	for _, part := range []struct {
		name  string
		roles []api.Reference
		acts  bool
	}{
		{"accountable", row.Accountable, true}, {"responsible", row.Responsible, true},
		{"consulted", row.Consulted, false}, {"informed", row.Informed, false},
	} {
		for _, ref := range part.roles {
			f := assess.Finding{Grade: api.GradeMinor, Field: rowField(row, part.name+"["+ref.Name+"]")}
			role, found := assess.Get[*api.SecurityRole](c.World, ref.Name)
			switch {
			case !found:
				f.Reason, f.Message = "RaciRoleUnknown", fmt.Sprintf("The SecurityRole %s, %s for %s, does not exist", quote(ref.Name), part.name, quote(row.Name))
			case part.acts && !filled(c, role):
				f.Reason, f.Message = "RaciRoleUnfilled", fmt.Sprintf("Nobody holds the SecurityRole %s, %s for %s", ref.Name, part.name, quote(row.Name))
			default:
				continue
			}
			c.Report(f)
		}
	}
}

// filledKey is what filled is remembered under, for each role.
type filledKey struct{ name string }

// filled reports whether somebody holds the role, a deputy included.
func filled(c *assess.Context, role *api.SecurityRole) bool {
	return assess.Once(c, filledKey{role.Name}, func(c *assess.Context) bool { return len(holders(c, role)) > 0 })
}

var docRaciCells = assess.Doc{
	ID: "P8-09", Aspect: assess.Covered, Clause: "5.3, 7.5.3",
	Requires: "Every cell of the matrix can be read",
	Fires:    "a row is empty and not about a mandatory activity, has cells that are none of R, A, C and I, or has a role that is both accountable and informed (unknown)",
	Reasons:  []string{"RaciCellUnreadable"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Find out what the source meant and set accountable, responsible, consulted and informed of the row; take out what is in unreadable",
}

func checkRaciCells(c *assess.Context, row *api.AccountabilityRow) {
	report := func(field, message string) {
		c.Report(assess.Finding{Reason: "RaciCellUnreadable", Grade: api.GradeUnknown, Field: field, Message: message})
	}
	if emptyRow(row) && !mandatoryRow(c, row) { // of a mandatory activity P8-01 says more
		report("spec.rows["+row.Name+"]", fmt.Sprintf("The row %s is empty", quote(row.Name)))
	}
	if len(row.Unreadable) > 0 {
		cells := make([]string, len(row.Unreadable))
		for i, cell := range row.Unreadable {
			cells[i] = quote(cell)
		}
		report(rowField(row, "unreadable"), fmt.Sprintf("The row %s has cells that are none of R, A, C and I: %s", quote(row.Name), assess.List(cells)))
	}
	accountable := roleNames(row.Accountable)
	for _, name := range roleNames(row.Informed) {
		if slices.Contains(accountable, name) {
			report(rowField(row, "informed["+name+"]"), fmt.Sprintf("The role %s is both accountable for %s and informed of it", quote(name), quote(row.Name)))
		}
	}
}

func checkRowControl(c *assess.Context, row *api.AccountabilityRow) {
	if row.Control != "" {
		checkControlsExist(c, rowField(row, "control"), row.Control)
	}
}

// topic is what a row is about, so that rows and records about one thing can be
// found together; the kind of thing comes first.
func topic(row *api.AccountabilityRow) string {
	switch {
	case row.Activity != "":
		return "activity " + string(row.Activity)
	case !phantom(row.Control):
		return "control " + string(row.Control)
	case row.ServiceRef != nil:
		return "service " + row.ServiceRef.Name
	case row.Clause != "":
		return "clause " + strings.TrimPrefix(normal(row.Clause), "clause ")
	}
	return "activity " + quote(normal(row.Name))
}

var docMatrixApproved = assess.Doc{
	ID: "P8-10", Aspect: assess.Owned, Clause: "5.3, 7.5.2 c",
	Requires: "Who assigns responsibilities has approved the matrix",
	Fires:    "the matrix has no approval, or one of a day that has not come (minor)",
	Reasons:  []string{"MatrixNotApproved"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have management approve the matrix, and record it in spec.approval",
}

func checkMatrixApproved(c *assess.Context, r *api.AccountabilityMatrix) {
	f := assess.Finding{Reason: "MatrixNotApproved", Grade: api.GradeMinor, Field: "spec.approval"}
	switch a := r.Spec.Approval; {
	case a == nil:
		f.Message = "Nobody has approved the matrix"
	case !c.Today.Reached(a.ApprovedOn):
		f.Field, f.Message = "spec.approval.approvedOn", "The matrix was not approved on a day that has come"
	default:
		return
	}
	c.Report(f)
}
