// Package company connects to one Sage Intacct company for one run of Terraform. It holds the client and the reads
// that the run's resources share.
package company

import (
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Name is the system's attribute in the provider block, Title is its name in sentences, and DefaultBaseURL is the
// address of its API.
const (
	Name           = "intacct"
	Title          = "Sage Intacct"
	DefaultBaseURL = "https://api.intacct.com/ia/api/v1"
)

// Company is one Sage Intacct company. It is safe for concurrent use.
type Company struct {
	// Client sends requests.
	Client *api.Client
	// Templates are the project billing templates, and ContractTemplates are the contract billing templates.
	Templates         *Records[api.Template]
	ContractTemplates *Records[api.ContractTemplate]
	// Projects are the projects, and ObservedPercents are their observed percentages.
	Projects         *Records[api.Project]
	ObservedPercents *Records[api.ObservedPercent]

	projectKeys keys
}

// New returns a company. It makes no network call.
func New(client *api.Client, mode reads.Mode) *Company {
	return &Company{
		Client:            client,
		Templates:         newRecords(client.Templates, mode),
		ContractTemplates: newRecords(client.ContractTemplates, mode),
		Projects:          newRecords(client.Projects, mode),
		ObservedPercents:  newRecords(client.ObservedPercents, mode),
	}
}

// Origin returns the API's address and the company. The credential names the company, unless it is a ready-made
// access token.
func (c *Company) Origin() record.Origin {
	return record.Origin{Address: c.Client.Address(), Account: c.Client.Company()}
}
