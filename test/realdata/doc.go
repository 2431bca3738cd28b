// Package realdata turns records that real organisations have published into
// manifests of this project's kinds, so that rules, API server and command line
// are tried on data that nobody wrote for them.
//
// The data itself is not part of the repository (see [Source]).
//
// One principle rules every choice: a manifest says what its source says.
// What the source leaves out stays absent, what it misspells stays misspelt, and
// nothing is guessed. What a source says and no manifest has a place for is
// listed in [Dataset.LeftOut].
//
// # fedramp-marketplace
//
// Every row is an authorisation that an agency gave to a cloud service until a
// day: an OutsourcedService.
//
//   - term.start is the row's ato_date, the day on which the agency signed. The
//     other candidate, auth_date, belongs to the FedRAMP programme, lies on either
//     side of the signature and is empty in four rows of ten.
//   - term.end is exp_date. What is not written as a timestamp is handed on
//     letter by letter, for the API server to reject. That is also why these
//     manifests are maps: the Date type cannot hold what is no date.
//   - Two rows were signed in the year 0202. That day exists, so it stays.
//   - criticality follows the impact level that FedRAMP gave to the product.
//   - owner is stated as the agency's name, which is neither a role nor a person.
//
// # 18f-tts-tech-portfolio
//
// Every row of the matrix is a SecurityRole, every column a Person, every X an
// assignment. The backup of the Authorizing Official is a role of its own and no
// deputy: the page gives it its own row and its own duties, which are to support
// and not to stand in.
//
// # rust-project
//
// A team's leads, its members and each of its further roles are a SecurityRole
// each; a team without leads has a lead role that nobody holds. Its alumni are
// people without an assignment: the source does not say until when they held
// one, and an assignment without an end would run on.
//
// The minutes of a council meeting are a ManagementReview. Observers attended,
// so they are attendees; the facilitator is the chair. See roster for who is who.
package realdata
