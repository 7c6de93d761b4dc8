package intacct

import "net/http"

// modelBody is the description of an object in the model service (contract 1).
type modelBody struct {
	Fields               map[string]modelField `json:"fields"`
	Groups               map[string]any        `json:"groups"`
	HTTPMethods          string                `json:"httpMethods"`
	Refs                 map[string]any        `json:"refs"`
	Lists                map[string]any        `json:"lists"`
	IdempotenceSupported bool                  `json:"idempotenceSupported"`
	Type                 string                `json:"type"`
}

// modelField is a field of an object. The model service reports required as false for every field (contract 1).
type modelField struct {
	Type     string   `json:"type"`
	Mutable  bool     `json:"mutable"`
	Nullable bool     `json:"nullable"`
	ReadOnly bool     `json:"readOnly"`
	Required bool     `json:"required"`
	Format   string   `json:"format,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// model handles GET /services/core/model.
func (c *Company) model(request call) (response, *problem) {
	switch request.query.Get("name") {
	case templateObject:
		return c.one(http.StatusOK, templateModel()), nil
	case milestoneObject:
		return c.one(http.StatusOK, milestoneModel()), nil
	default:
		return response{}, malformed("There is no object with the name %q", request.query.Get("name"))
	}
}

// readOnly and text are the common kinds of fields.
func readOnly() modelField { return modelField{Type: "string", ReadOnly: true} }
func text() modelField     { return modelField{Type: "string", Mutable: true} }

// templateModel returns the model of a template.
func templateModel() modelBody {
	fields := map[string]modelField{
		"key": readOnly(), "id": readOnly(), "href": readOnly(),
		"name":        {Type: "string"}, // only a create sets it
		"description": text(),
	}
	for _, name := range writable(false) {
		if values := possible(name); values != nil {
			fields[name] = modelField{Type: "string", Mutable: true, Enum: values}
		}
	}
	return modelBody{
		Fields:      fields,
		Groups:      map[string]any{},
		HTTPMethods: "GET,POST,PATCH,DELETE",
		Refs: map[string]any{"entity": map[string]any{
			"apiObject": "company-config/entity",
			"fields":    map[string]modelField{"key": readOnly(), "id": readOnly(), "name": readOnly(), "href": readOnly()},
		}},
		Lists:                map[string]any{"milestones": map[string]any{"apiObject": milestoneObject}},
		IdempotenceSupported: true,
		Type:                 "rootObject",
	}
}

// milestoneModel returns the model of a milestone.
func milestoneModel() modelBody {
	completed, invoiced, description := text(), readOnly(), text()
	completed.Format, invoiced.Format = "percent-precision-2", "percent-precision-2"
	description.Nullable = true
	return modelBody{
		Fields: map[string]modelField{
			"key": readOnly(), "id": readOnly(), "href": readOnly(),
			"percentCompleted": completed, "percentToInvoice": invoiced, "description": description,
		},
		Groups:      map[string]any{},
		HTTPMethods: "GET",
		Refs: map[string]any{"projectBillingTemplate": map[string]any{
			"apiObject": templateObject,
			"fields":    map[string]modelField{"key": readOnly(), "id": readOnly(), "href": readOnly()},
		}},
		Lists: map[string]any{},
		Type:  "ownedObject",
	}
}
