// Package wethod emulates the invoices of Wethod's public API, and the records that they refer to, according to its
// published contract. Where the contract leaves a question open, it is strict, or takes the answer that is least
// convenient for a client: lists are not ordered by ID, keys that can be null are sometimes missing, and only the last
// value of a repeated parameter counts. Behavior that the contract only infers can be switched: see Shapes.
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

// Prefix is the path of the service in the sandbox.
const Prefix = "/wethod"

// Settings returns the attributes of the provider block that authenticate the provider.
func Settings() map[string]string { return map[string]string{"company": Company, "token": Token} }

// Authorize adds credentials to a request.
func Authorize(request *http.Request) {
	request.Header.Set("Authorization", "Bearer "+Token)
	request.Header.Set("Wethod-Company", Company)
	request.Header.Set("Wethod-Version", Version)
}

// Shapes selects among the behaviors that the contract only infers or leaves open (contract sections 9 and 11). The
// zero value is the behavior that the contract assumes.
type Shapes struct {
	// PaysDrafts allows setting a draft to paid. Otherwise, that is refused with 400.
	PaysDrafts bool
	// RefusesRepeats refuses to send an invoice that is sent, to set to paid one that is paid, and to set to unpaid one
	// that is not paid.
	RefusesRepeats bool
	// KeepsPaymentDate keeps the payment date of an invoice that is set to unpaid.
	KeepsPaymentDate bool
	// Deletion is the response to a deletion.
	Deletion Deletion
	// NumbersItself assigns a number to an invoice that is created without one.
	NumbersItself bool
	// OneOfEachNumber refuses a second invoice with the same number in a project.
	OneOfEachNumber bool
	// DefaultRate is the exchange rate of an invoice that is created without one. If it is empty, there is none.
	DefaultRate string
	// NotBillableIs412 makes 412 the status of a create in a project without a job order or budget. Otherwise, it is 400.
	NotBillableIs412 bool
	// KeepsDigits returns numbers in the spelling in which they were sent, such as 12.50. Otherwise, they are in their
	// shortest spelling, such as 12.5.
	KeepsDigits bool
	// ListsByID orders lists by ID, ascending. Otherwise, the latest change comes first.
	ListsByID bool
	// Values configures how the service changes the values that clients write.
	Values quirks.Values
}

// Deletion is how the service confirms a deletion.
type Deletion int

// The responses to a deletion.
const (
	// DeletionEmpty is 200 without a body, as far as documented.
	DeletionEmpty Deletion = iota
	// DeletionNoContent is 204.
	DeletionNoContent
	// DeletionInvoice is 200 with the deleted invoice.
	DeletionInvoice
)

// Options configures the service.
type Options struct {
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// Permissions are the permissions of the token's user; nil means all. SetPermissions changes them later.
	Permissions []Permission
	// Shapes selects among inferred behaviors.
	Shapes Shapes
}

// Service is an emulated Wethod company. It is an http.Handler and safe for concurrent use.
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

// firstID is the ID of the first invoice that is added without one.
const firstID = 101

// New returns a service without invoices.
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

// now returns the time as the service writes it.
func (s *Service) now() string { return s.options.Now().UTC().Format("2006-01-02T15:04:05-07:00") }
