package intacct

import "net/http"

// Edition is the age of the documentation that responses follow (contract 11).
type Edition int

// The editions.
const (
	// EditionV1 is the REST API v1: percentages have two decimals, and templates show their entity.
	EditionV1 Edition = iota
	// EditionBeta is the format of the older documentation: percentages without trailing zeros, and no entity.
	EditionBeta
)

// Next is the next start that ia::meta returns on the last page (contract 8). On other pages, all variants agree.
type Next int

// The next starts on the last page.
const (
	// NextAsDocumented is beyond the end in plain lists and null in queries, as in the examples of the documentation.
	NextAsDocumented Next = iota
	// NextNull is null.
	NextNull
	// NextZero is 0.
	NextZero
	// NextBeyond is the start of the page after the last one.
	NextBeyond
)

// Nulls is how an entry shows a missing value (contract 13).
type Nulls int

// The ways to show a missing value.
const (
	// NullsAsNull shows null.
	NullsAsNull Nulls = iota
	// NullsEmpty shows "".
	NullsEmpty
	// NullsLeftOut omits the field.
	NullsLeftOut
)

// Decimals is how an entry shows decimal numbers (contract 13).
type Decimals int

// The ways to show decimal numbers.
const (
	// DecimalsAsDocumented pads the decimals of lines, and shows others as they were written.
	DecimalsAsDocumented Decimals = iota
	// DecimalsPadded pads all of them.
	DecimalsPadded
	// DecimalsPlain shows all of them as they were written.
	DecimalsPlain
)

// TokenRefusal is how the company refuses a token that is no longer valid (contract 4).
type TokenRefusal int

// The ways to refuse a token.
const (
	// RefusalBare is 401 with a bare error: tokenInvalid, REST-2102.
	RefusalBare TokenRefusal = iota
	// RefusalGateway is 401 with ia::error: GW-0031.
	RefusalGateway
	// RefusalText is 400 with text.
	RefusalText
)

// Shapes selects among the known response formats, and among the statuses that the contract leaves open. The zero value
// selects the usual ones.
type Shapes struct {
	// Edition is the age of the documentation that responses follow.
	Edition Edition
	// Next is the next start that ia::meta returns on the last page.
	Next Next
	// Errors sets one format for every error.
	Errors ErrorShape
	// MetaInside puts the ia::meta of an error inside ia::result, as in the schema but not in the example (contract 7.1).
	MetaInside bool
	// EmptyAsList shows placeholders and property sets without entries as [] instead of {} (contract 7.1).
	EmptyAsList bool
	// TokenRefusal is how the company refuses a token that is no longer valid.
	TokenRefusal TokenRefusal
	// HideExpiresIn omits expires_in from token responses, so that clients must use the exp of the token.
	HideExpiresIn bool
	// KeepRefreshToken keeps a used refresh token valid and returns no new one (contract 4).
	KeepRefreshToken bool
	// DuplicateNameStatus is the status for a name that is taken: 409 or 422 (contract 7.2). Defaults to 409.
	DuplicateNameStatus int
	// DeleteMissingStatus is the status for deleting a template that does not exist: 404, 400, or 422 (contract 7.2).
	// Defaults to 404.
	DeleteMissingStatus int
	// UnknownEntityStatus is the status for an entity that does not exist or is not allowed: 403 or 400. Defaults to 403.
	UnknownEntityStatus int
	// UnknownLineStatus is the status for a PATCH with the key of a line that the template does not have: 400 or 404,
	// which clients must not mistake for a missing template. Defaults to 400.
	UnknownLineStatus int
	// PercentStatus is the status for a percentage out of range: 400 with a target, or 422 without one (contract 7.2).
	// Defaults to 400.
	PercentStatus int
	// EmptyDescriptions shows the missing description of a milestone as "" instead of null (contract 12, question 11).
	EmptyDescriptions bool
	// Nulls is how entries show a missing value.
	Nulls Nulls
	// Decimals is how entries show decimal numbers.
	Decimals Decimals
	// ReplaceNested makes a PATCH replace a nested object in the request instead of merging it (contract 17, question 1).
	ReplaceNested bool
	// NullReferences shows an empty reference as null instead of an object without key and id.
	NullReferences bool
	// MissingObservedStatus is the status that a tenant without observed percentages returns for their path, 400 or 404; 0
	// is a tenant that has them (contract 17, question 4).
	MissingObservedStatus int
	// ExtraFields adds fields that the contract does not name, as later versions may (contract 10).
	ExtraFields bool
}

// statusOr returns the chosen status, or the usual one if none is chosen.
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
