package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// MissingError says that a company does not have objects of a type at all.
type MissingError struct {
	Path string
	// Cause is what Intacct has answered.
	Cause error
}

// Error names the path.
func (e *MissingError) Error() string {
	return fmt.Sprintf("this company of Sage Intacct does not have %s: %v", e.Path, e.Cause)
}

// missing is the error for a query or a creation of objects that a company may not
// have (contract section 17, question 4), where the answer says so: what is asked
// is always the same, so nothing else can be wrong with it.
func (o *Objects[T]) missing(err error, statuses ...int) error {
	if !o.kind.mayBeMissing || !transport.HasStatus(err, statuses...) {
		return err
	}
	failure, _ := errors.AsType[*transport.APIError](err)
	for _, each := range failure.Fields {
		if each.Target != "" && each.Target != "/object" {
			return err
		}
	}
	return &MissingError{Path: o.Path(), Cause: err}
}

// gone tells a record that is gone from objects that the company does not have:
// both can be answered with the same status. A query of the objects tells.
func (o *Objects[T]) gone(ctx context.Context, key string, err error) error {
	if !o.kind.mayBeMissing || !transport.HasStatus(err, http.StatusNotFound, http.StatusBadRequest) {
		return err
	}
	_, lookUpErr := o.Exists(ctx, key)
	switch {
	case errors.As(lookUpErr, new(*MissingError)):
		return lookUpErr
	case lookUpErr == nil || transport.HasStatus(lookUpErr, http.StatusForbidden):
		return err
	}
	return fmt.Errorf("whether the %s is gone could not be looked up: %w", o.kind.noun, lookUpErr)
}
