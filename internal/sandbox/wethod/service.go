// Package wethod emulates the list of invoices of Wethod's public API as far as its published contract tells. Where the
// contract leaves a question open it is strict, or takes the answer that is least convenient for a client: the list is
// not ordered by id, keys that can be null are sometimes missing, and of a repeated parameter only the last counts.
package wethod

import (
	"net/http"
	"sync"
	"time"
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

// Permission is what the token's user may do (contract 1).
type Permission int

// The permissions.
const (
	// ViewOther is invoices.view_other: every invoice.
	ViewOther Permission = iota
	// View is invoices.view: the invoices of OwnProject, and nothing that says there are others.
	View
	// NoPermission is neither, which is refused with 403.
	NoPermission
)

// OwnProject is the project where the token's user is project manager.
const OwnProject = 12

// Options says how the service behaves.
type Options struct {
	// Now is the clock; default time.Now.
	Now func() time.Time
}

// Service is an emulated Wethod company. It is an http.Handler and safe for use by many goroutines at once.
type Service struct {
	options Options

	mu         sync.Mutex
	nextID     int
	invoices   map[int]*Invoice
	permission Permission
}

// firstID is the id of the first invoice that is added without one.
const firstID = 101

// New makes a service without invoices.
func New(options Options) *Service {
	if options.Now == nil {
		options.Now = time.Now
	}
	return &Service{options: options, nextID: firstID, invoices: map[int]*Invoice{}}
}

// now gives the time as the service writes it.
func (s *Service) now() string { return s.options.Now().UTC().Format("2006-01-02T15:04:05-07:00") }
