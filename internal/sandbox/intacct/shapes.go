package intacct

import "net/http"

// Edition is the age of the documentation that answers resemble (contract 11).
type Edition int

// The editions.
const (
	// EditionV1 is the REST API v1: percentages have two decimals, and templates tell their entity.
	EditionV1 Edition = iota
	// EditionBeta is what the older documentation shows: percentages without zeros at the end, and no entity.
	EditionBeta
)

// Next is what ia::meta tells as the next start where there is nothing more (contract 8). Where there is more, all agree.
type Next int

// The next starts where there is nothing more.
const (
	// NextAsDocumented goes beyond the end in plain lists and is null in queries, as in the examples of the documentation.
	NextAsDocumented Next = iota
	// NextNull is null.
	NextNull
	// NextZero is 0.
	NextZero
	// NextBeyond is the start of the page that would follow.
	NextBeyond
)

// Nulls is how an entry shows what has no value (contract 13).
type Nulls int

// The ways to show no value.
const (
	// NullsAsNull shows null.
	NullsAsNull Nulls = iota
	// NullsEmpty shows "".
	NullsEmpty
	// NullsLeftOut shows nothing.
	NullsLeftOut
)

// Decimals is how an entry shows decimal numbers (contract 13).
type Decimals int

// The ways to show decimal numbers.
const (
	// DecimalsAsDocumented pads those of lines, and shows others as they were written.
	DecimalsAsDocumented Decimals = iota
	// DecimalsPadded pads all of them.
	DecimalsPadded
	// DecimalsPlain shows all of them as they were written.
	DecimalsPlain
)

// TokenRefusal is how a token that is not valid any more is refused (contract 4).
type TokenRefusal int

// The refusals of tokens.
const (
	// RefusalBare is 401 with a bare error: tokenInvalid, REST-2102.
	RefusalBare TokenRefusal = iota
	// RefusalGateway is 401 with ia::error: GW-0031.
	RefusalGateway
	// RefusalText is 400 with text.
	RefusalText
)

// Shapes chooses among the shapes that answers are known in, and among the statuses that the contract leaves open. The
// zero value is the usual one.
type Shapes struct {
	// Edition is the age of the documentation that answers resemble.
	Edition Edition
	// Next is what ia::meta tells where there is nothing more.
	Next Next
	// Errors puts every error into one shape.
	Errors ErrorShape
	// MetaInside puts the ia::meta of an error inside ia::result, as the schema says and the example does not (contract 7.1).
	MetaInside bool
	// EmptyAsList shows placeholders and property sets without entries as [] instead of {} (contract 7.1).
	EmptyAsList bool
	// TokenRefusal is how a token that is not valid any more is refused.
	TokenRefusal TokenRefusal
	// HideExpiresIn leaves expires_in out of answers with a token, whose own exp must do.
	HideExpiresIn bool
	// KeepRefreshToken keeps a refresh token valid and tells no new one when it is used (contract 4).
	KeepRefreshToken bool
	// DuplicateNameStatus is the status for a name that is taken: 409, the default, or 422 (contract 7.2).
	DuplicateNameStatus int
	// DeleteMissingStatus is the status for the deletion of a template that is not there: 404, the default, 400 or 422
	// (contract 7.2).
	DeleteMissingStatus int
	// UnknownEntityStatus is the status for an entity that is not there or not allowed: 403, the default, or 400.
	UnknownEntityStatus int
	// UnknownLineStatus is the status for a PATCH with the key of a line that the template does not have: 400, the
	// default, or 404, which is not to be mistaken for a missing template.
	UnknownLineStatus int
	// PercentStatus is the status for a percentage out of range: 400 with a target, the default, or 422 without one
	// (contract 7.2).
	PercentStatus int
	// EmptyDescriptions shows the missing description of a milestone as "" instead of null (contract 12, question 11).
	EmptyDescriptions bool
	// Nulls is how entries show what has no value.
	Nulls Nulls
	// Decimals is how entries show decimal numbers.
	Decimals Decimals
	// ReplaceNested lets a PATCH replace a nested object that it names, instead of merging it (contract 17, question 1).
	ReplaceNested bool
	// NullReferences shows a reference to nothing as null instead of an object without key and id.
	NullReferences bool
	// MissingObservedStatus is the status that a tenant without observed percentages answers at their path, 400 or 404; 0
	// is a tenant that has them (contract 17, question 4).
	MissingObservedStatus int
	// ExtraFields adds fields that no contract names, as later versions may (contract 10).
	ExtraFields bool
}

// statusOr gives the chosen status, or the usual one where none is chosen.
func statusOr(chosen, usual int) int {
	if chosen == 0 {
		return usual
	}
	return chosen
}

func (s Shapes) duplicateName() int { return statusOr(s.DuplicateNameStatus, http.StatusConflict) }
func (s Shapes) deleteMissing() int { return statusOr(s.DeleteMissingStatus, http.StatusNotFound) }
func (s Shapes) unknownEntity() int { return statusOr(s.UnknownEntityStatus, http.StatusForbidden) }
func (s Shapes) unknownLine() int   { return statusOr(s.UnknownLineStatus, http.StatusBadRequest) }
func (s Shapes) percent() int       { return statusOr(s.PercentStatus, http.StatusBadRequest) }
