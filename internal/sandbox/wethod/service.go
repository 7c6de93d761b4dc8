// Package wethod emulates the invoices of Wethod's public API, and what they refer to, as far as its published contract
// tells. Where the contract leaves a question open it is strict, or takes the answer that is least convenient for a
// client: lists are not ordered by id, keys that can be null are sometimes missing, and of a repeated parameter only the
// last counts. What the contract only infers can be switched: see Shapes.
package wethod

import (
	"net/http"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// What the service accepts (contract 1).
const (
	// Company is the value of the header Wethod-Company.
	Company = "sandbox"
	// Token is the personal access token.
	Token = "sandbox-token"
	// Version is the value of the header Wethod-Version.
	Version = "2024-06-15"
)

// Prefix is where the sandbox has the service.
const Prefix = "/wethod"

// Settings gives the attributes of the provider block that let the provider in.
func Settings() map[string]string { return map[string]string{"company": Company, "token": Token} }

// Authorize adds credentials to a request.
func Authorize(request *http.Request) {
	request.Header.Set("Authorization", "Bearer "+Token)
	request.Header.Set("Wethod-Company", Company)
	request.Header.Set("Wethod-Version", Version)
}

// Shapes chooses among the behaviors that the contract only infers or leaves open (contract sections 9 and 11).
// The zero value is what
// the contract builds on.
type Shapes struct {
	// PaysDrafts lets a draft be set to paid; else that is refused with 400.
	PaysDrafts bool
	// RefusesRepeats refuses to send what is sent, to set to paid what is paid, and to set to unpaid what is not paid.
	RefusesRepeats bool
	// KeepsPaymentDate leaves the payment date on an invoice that is set to unpaid.
	KeepsPaymentDate bool
	// Deletion is the answer to a deletion.
	Deletion Deletion
	// NumbersItself gives a number to an invoice that is created without one.
	NumbersItself bool
	// OneOfEachNumber refuses a second invoice of a project with the same number.
	OneOfEachNumber bool
	// DefaultRate is the exchange rate of an invoice that is created without one; empty = none.
	DefaultRate string
	// NotBillableIs412 is the status of a create in a project without job order or budget; else it is 400.
	NotBillableIs412 bool
	// KeepsDigits gives numbers in the spelling in which they were sent, "12.50"; else in their shortest, 12.5.
	KeepsDigits bool
	// ListsByID orders lists by ascending id; else the latest change comes first.
	ListsByID bool
	// Values says how the service changes the values that clients write.
	Values quirks.Values
}

// Deletion is how the service says that an invoice is deleted.
type Deletion int

// The answers to a deletion.
const (
	// DeletionEmpty is 200 without a body, as far as is documented.
	DeletionEmpty Deletion = iota
	// DeletionNoContent is 204.
	DeletionNoContent
	// DeletionInvoice is 200 with what was deleted.
	DeletionInvoice
)

// Options says how the service behaves.
type Options struct {
	// Now is the clock; default time.Now.
	Now func() time.Time
	// Permissions are those of the token's user; nil stands for all. SetPermissions changes them later.
	Permissions []Permission
	// Shapes chooses among inferred behaviors.
	Shapes Shapes
}

// Service is an emulated Wethod company. It is an http.Handler and safe for use by many goroutines at once.
type Service struct {
	options    Options
	operations []operation

	mu          sync.Mutex
	values      *quirks.Changer
	nextID      int
	invoices    map[int]*Invoice
	contacts    map[int]*Contact
	projects    map[int]*Project
	permissions map[Permission]bool
	mails       []Mail
}

// firstID is the id of the first invoice that is added without one.
const firstID = 101

// New makes a service without invoices.
func New(options Options) *Service {
	if options.Now == nil {
		options.Now = time.Now
	}
	service := &Service{
		options: options, operations: operations(), values: quirks.NewChanger(options.Shapes.Values), nextID: firstID,
		invoices: map[int]*Invoice{}, contacts: map[int]*Contact{}, projects: map[int]*Project{},
	}
	service.SetPermissions(AllPermissions()...)
	if options.Permissions != nil {
		service.SetPermissions(options.Permissions...)
	}
	return service
}

// now gives the time as the service writes it.
func (s *Service) now() string { return s.options.Now().UTC().Format("2006-01-02T15:04:05-07:00") }
