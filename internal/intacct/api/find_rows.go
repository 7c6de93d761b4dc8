package api

import (
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// templatesOf makes templates of rows, each once: a row that moved to the next
// page while the pages were read comes twice.
func (c *Client) templatesOf(rows []Row) ([]Template, error) {
	templates := make([]Template, 0, len(rows))
	seen := make(map[lenient.Text]bool, len(rows))
	for _, row := range rows {
		template := Template{
			Key:           row.text("key"),
			ID:            row.text("id"),
			Href:          row.text("href"),
			Name:          row.text("name"),
			Description:   row.text("description"),
			BillingMethod: row.text("billingMethod"),
			CalculateOn:   row.text("calculateOn"),
			BasedOn:       row.text("basedOn"),
			Status:        row.text("status"),
			Entity:        Entity{Key: row.text("entity.key"), ID: row.text("entity.id"), Name: row.text("entity.name")},
		}
		if template.Key == "" {
			return nil, c.incompleteQuery("the answer has a billing template without a key in it")
		}
		if !seen[template.Key] {
			seen[template.Key] = true
			templates = append(templates, template)
		}
	}
	return templates, nil
}

// milestonesOf makes milestones of rows, each once, by the key of their template.
func (c *Client) milestonesOf(rows []Row) (map[lenient.Text][]Milestone, error) {
	byTemplate := map[lenient.Text][]Milestone{}
	seen := make(map[lenient.Text]bool, len(rows))
	for _, row := range rows {
		template := row.text("projectBillingTemplate.key")
		milestone := Milestone{
			Key:              row.text("key"),
			ID:               row.text("id"),
			PercentCompleted: row.text("percentCompleted"),
			PercentToInvoice: row.text("percentToInvoice"),
			Description:      row.text("description"),
			Href:             row.text("href"),
			Template:         referenceTo(template),
		}
		if milestone.Key == "" || template == "" {
			return nil, c.incompleteQuery("the answer has a milestone without its key or its template's in it")
		}
		if !seen[milestone.Key] {
			seen[milestone.Key] = true
			byTemplate[template] = append(byTemplate[template], milestone)
		}
	}
	return byTemplate, nil
}

// incompleteQuery is an answer of the query service that lacks something.
func (c *Client) incompleteQuery(message string) error {
	request := transport.Request{Method: http.MethodPost, Path: queryPath}
	return c.wire.Lacking(request, &transport.Answer{Status: http.StatusOK}, "%s", message)
}
