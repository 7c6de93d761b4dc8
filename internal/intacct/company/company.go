// Package company is the connection to one company of Sage Intacct during one
// run of Terraform: the client, and the reads that the run's resources share.
package company

import (
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Name is the system's attribute of the provider block, Title its name in
// sentences, DefaultBaseURL the address of its API.
const (
	Name           = "intacct"
	Title          = "Sage Intacct"
	DefaultBaseURL = "https://api.intacct.com/ia/api/v1"
)

// Company is one company of Sage Intacct. It is safe for concurrent use.
type Company struct {
	// Client sends requests.
	Client *api.Client
	// Templates are the project billing templates, ContractTemplates those of
	// contracts.
	Templates         *Records[api.Template]
	ContractTemplates *Records[api.ContractTemplate]
	// Projects are the projects, ObservedPercents their observed percentages.
	Projects         *Records[api.Project]
	ObservedPercents *Records[api.ObservedPercent]

	projectKeys keys
}

// New makes a company. It makes no network call.
func New(client *api.Client, mode reads.Mode) *Company {
	return &Company{
		Client:            client,
		Templates:         newRecords(client.Templates, mode),
		ContractTemplates: newRecords(client.ContractTemplates, mode),
		Projects:          newRecords(client.Projects, mode),
		ObservedPercents:  newRecords(client.ObservedPercents, mode),
	}
}

// Origin is where the company is: the credential tells which it is, unless it
// is a ready token.
func (c *Company) Origin() record.Origin {
	return record.Origin{Address: c.Client.Address(), Account: c.Client.Company()}
}
