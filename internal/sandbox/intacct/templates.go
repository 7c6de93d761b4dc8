package intacct

import (
	"net/http"
	"strings"
)

// listSize is the number of references in a plain list (contract 6). Clients can request only its first page.
const listSize = 100

// hrefTemplates and hrefMilestones precede a key.
const (
	hrefTemplates  = PathTemplates + "/"
	hrefMilestones = PathMilestones + "/"
)

// listTemplates handles GET /objects/projects/project-billing-template (contract 1).
func (c *Company) listTemplates(request call) (response, *problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	visible := c.visible(request.scope)
	shown := c.pageOf(len(visible), 1, listSize, NextBeyond)
	references := []reference{}
	for _, template := range ofPage(visible, shown) {
		references = append(references, templateReference(template.Key))
	}
	return c.many(references, shown), nil
}

// templateReference returns a reference to the template with key.
func templateReference(key string) reference {
	return reference{Key: key, ID: key, Href: hrefTemplates + key}
}

// createTemplate handles POST /objects/projects/project-billing-template (contract 2). The template belongs to the entity
// that the request is scoped to.
func (c *Company) createTemplate(request call) (response, *problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change, problem := c.readTemplate(request.body, true)
	if problem != nil {
		return response{}, problem
	}
	created := Template{EntityID: request.scope}
	c.stored(change).apply(&created)
	if c.names[created.Name] > 0 {
		return response{}, c.nameTaken(created.Name)
	}
	return c.one(http.StatusCreated, templateReference(c.put(created).Key)), nil
}

// nameTaken refuses a name that another template has. The scope of names is an open question (contract 2.3); here it is
// the whole company.
func (c *Company) nameTaken(name string) *problem {
	status := c.options.Shapes.duplicateName()
	if status == http.StatusUnprocessableEntity {
		return businessRule("Another billing template has the name %s", name)
	}
	return refuse(status, codeOperationFailed, "Another billing template has the name %s", name)
}

// getTemplate handles GET /objects/projects/project-billing-template/{key}, for one key or several.
func (c *Company) getTemplate(request call) (response, *problem) {
	if keys, several := keysOf(request.key); several {
		return c.getTemplates(request.scope, keys)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	template := c.find(request.scope, request.key)
	if template == nil {
		return response{}, noTemplate(http.StatusNotFound, request.key)
	}
	return c.one(http.StatusOK, c.full(template)), nil
}

// updateTemplate handles PATCH /objects/projects/project-billing-template/{key}. It changes header and lines together or
// not at all (contract 3).
func (c *Company) updateTemplate(request call) (response, *problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change, refusal := c.readTemplate(request.body, false)
	template := c.find(request.scope, request.key)
	if template == nil {
		return response{}, noTemplate(http.StatusNotFound, request.key)
	}
	if refusal != nil {
		return response{}, refusal
	}
	if problem := c.unknownLines(template, change.lines); problem != nil {
		return response{}, problem
	}
	if template.Status == StatusDeleted {
		return response{}, businessRule("The billing template %s is deleted and cannot be changed", request.key)
	}
	changed := template.clone()
	c.stored(change).apply(&changed)
	c.put(changed)
	return c.one(http.StatusOK, templateReference(changed.Key)), nil
}

// deleteTemplate handles DELETE /objects/projects/project-billing-template/{key}, for one key or several.
func (c *Company) deleteTemplate(request call) (response, *problem) {
	if keys, several := keysOf(request.key); several {
		return c.deleteTemplates(request.scope, keys)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if problem := c.erase(request.scope, request.key); problem != nil {
		return response{}, problem
	}
	return answered(http.StatusNoContent, nil), nil
}

// erase deletes the template with key, if that is allowed.
func (c *Company) erase(scope, key string) *problem {
	template := c.find(scope, key)
	switch {
	case template == nil:
		return noTemplate(c.options.Shapes.deleteMissing(), key)
	case c.inUse[key]:
		return businessRule("The billing template %s is in use and cannot be deleted", key)
	case c.softDelete:
		c.retire(template)
	default:
		c.remove(key)
	}
	return nil
}

// noTemplate refuses a key that no template has.
func noTemplate(status int, key string) *problem {
	return noSuch(status, "project billing template", key)
}

// keysOf returns the keys in a path, and reports whether there are several (contract 9).
func keysOf(text string) ([]string, bool) {
	keys := strings.Split(text, ",")
	return keys, len(keys) > 1
}
