package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// MissingError means that a company does not have objects of a type at all.
type MissingError struct {
	Path string
	// Cause is Intacct's response.
	Cause error
}

// Error names the path.
func (e *MissingError) Error() string {
	return fmt.Sprintf("Sage Intacct does not have %s in this company: %v", e.Path, e.Cause)
}

// missing returns the error for a query or a create of objects that a company may not have (contract section 17,
// question 4), if the response indicates this: the request is always the same, so nothing else can be wrong with it.
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

// gone distinguishes a deleted record from objects that the company does not have, because the response to both can
// have the same status. A query of the objects decides.
func (o *Objects[T]) gone(ctx context.Context, key string, err error) error {
	if !o.kind.mayBeMissing || !transport.HasStatus(err, http.StatusNotFound, http.StatusBadRequest) {
		return notOfGateway(err)
	}
	_, lookUpErr := o.Exists(ctx, key)
	switch {
	case errors.As(lookUpErr, new(*MissingError)):
		return lookUpErr
	case lookUpErr == nil || transport.HasStatus(lookUpErr, http.StatusForbidden):
		return notOfGateway(err)
	}
	return fmt.Errorf("could not look up whether the %s is deleted: %w", o.kind.noun, lookUpErr)
}

// notOfGateway makes sure that the gateway's own 404 does not count as the response of the company: the request did not
// reach it, so the 404 proves nothing about a record (contract section 7.1, shape C).
func notOfGateway(err error) error {
	failure, isAnswer := errors.AsType[*transport.APIError](err)
	if isAnswer && failure.Status == http.StatusNotFound && strings.HasPrefix(failure.Code, "GW-") {
		return transport.WithOutcome(err, transport.NotSent)
	}
	return err
}
