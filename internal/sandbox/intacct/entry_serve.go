package intacct

import (
	"fmt"
	"net/http"
	"slices"
)

// The paths of entries (contract 13).
const (
	PathContractTemplates = "/objects/" + contractTemplateObject
	PathContractTemplate  = PathContractTemplates + "/{key}"
	PathContractLines     = "/objects/" + contractLineObject
	PathContractLine      = PathContractLines + "/{key}"
	PathProjects          = "/objects/" + projectObject
	PathProject           = PathProjects + "/{key}"
	PathObservedPercents  = "/objects/" + observedObject
	PathObservedPercent   = PathObservedPercents + "/{key}"
)

// entryOperations lists the operations on entries.
func entryOperations() []operation {
	read, write := traits{}, traits{takesBody: true, idempotent: true}
	var all []operation
	for _, kind := range entryKinds() {
		path := "/objects/" + kind.object
		on := func(run func(*Company, *entries, call) (response, *problem)) func(*Company, call) (response, *problem) {
			return func(c *Company, request call) (response, *problem) {
				c.mu.Lock()
				defer c.mu.Unlock()
				if problem := c.missing(kind.object, path); problem != nil {
					return response{}, problem
				}
				return run(c, c.entries[kind.object], request)
			}
		}
		all = append(all,
			operation{http.MethodGet, path, on((*Company).listEntries), read},
			operation{http.MethodPost, path, on((*Company).createEntry), write},
			operation{http.MethodGet, path + "/{key}", on((*Company).getEntry), read},
			operation{http.MethodPatch, path + "/{key}", on((*Company).updateEntry), write},
			operation{http.MethodDelete, path + "/{key}", on((*Company).deleteEntry), read})
		if kind.lines != "" {
			all = append(all,
				operation{http.MethodGet, "/objects/" + kind.lineObject, on((*Company).listLines), read},
				operation{http.MethodGet, "/objects/" + kind.lineObject + "/{key}", on((*Company).getLine), read})
		}
	}
	return all
}

// missing refuses an object that the tenant does not have.
func (c *Company) missing(object, path string) *problem {
	status := c.options.Shapes.MissingObservedStatus
	if object != observedObject || status == 0 {
		return nil
	}
	refusal := malformed("There is nothing at %s", path)
	refusal.status = status
	return refusal
}

// listEntries handles GET of all entries of a kind.
func (c *Company) listEntries(of *entries, request call) (response, *problem) {
	visible := of.visible(request.scope)
	shown := c.pageOf(len(visible), 1, listSize, NextBeyond)
	references := []reference{}
	for _, entry := range ofPage(visible, shown) {
		references = append(references, of.reference(entry))
	}
	return c.many(references, shown), nil
}

// reference returns a reference to an entry.
func (s *entries) reference(entry *Entry) reference {
	id := entry.Key
	if given, found := entry.Values["id"]; found {
		id = given
	}
	return reference{Key: entry.Key, ID: id, Href: s.href(entry.Key)}
}

func (s *entries) href(key string) string { return "/objects/" + s.kind.object + "/" + key }

// createEntry handles POST.
func (c *Company) createEntry(of *entries, request call) (response, *problem) {
	change, problem := c.readEntry(of.kind, request.body, true)
	if problem != nil {
		return response{}, problem
	}
	created := Entry{Values: map[string]string{}, EntityID: request.scope}
	if !of.kind.hasEntity {
		created.EntityID = ""
	}
	for _, field := range of.kind.fields {
		if field.otherwise != "" {
			created.Values[field.name] = field.otherwise
		}
	}
	change.apply(of.kind, &created, false)
	if problem := c.check(of, &created); problem != nil {
		return response{}, problem
	}
	if id, given := created.Values["id"]; given && of.named(id) != nil {
		return response{}, c.idTaken(of.kind, id)
	} else if !given && of.kind.object == projectObject {
		created.Values["id"] = of.newID()
	}
	return c.one(http.StatusCreated, of.reference(of.put(created))), nil
}

// newID returns an ID that no project has.
func (s *entries) newID() string {
	for {
		s.numbered++
		if id := fmt.Sprintf("PRJ-%05d", s.numbered); s.named(id) == nil {
			return id
		}
	}
}

// check checks the new state of an entry.
func (c *Company) check(of *entries, entry *Entry) *problem {
	if of.kind.object == projectObject {
		dropMarkups(entry)
	}
	if of.kind.rule == nil {
		return nil
	}
	return of.kind.rule(entry)
}

// idTaken refuses an ID that another entry has.
func (c *Company) idTaken(kind *entryKind, id string) *problem {
	status := c.options.Shapes.duplicateName()
	if status == http.StatusUnprocessableEntity {
		return businessRule("Another %s has the id %s", kind.noun, id)
	}
	return refuse(status, codeOperationFailed, "Another %s has the id %s", kind.noun, id)
}

// getEntry handles GET of one entry.
func (c *Company) getEntry(of *entries, request call) (response, *problem) {
	entry := of.find(request.scope, request.key)
	if entry == nil {
		return response{}, noSuch(http.StatusNotFound, of.kind.noun, request.key)
	}
	return c.one(http.StatusOK, c.showEntry(of, entry)), nil
}

// updateEntry handles PATCH. It changes header and lines together or not at all (contract 3).
func (c *Company) updateEntry(of *entries, request call) (response, *problem) {
	change, refusal := c.readEntry(of.kind, request.body, false)
	entry := of.find(request.scope, request.key)
	switch {
	case entry == nil:
		return response{}, noSuch(http.StatusNotFound, of.kind.noun, request.key)
	case refusal != nil:
		return response{}, refusal
	case entry.Values["status"] == StatusDeleted:
		return response{}, businessRule("The %s %s is deleted and cannot be changed", of.kind.noun, request.key)
	}
	if problem := c.unknownEntryLines(of.kind, entry, change.lines); problem != nil {
		return response{}, problem
	}
	changed := entry.clone()
	change.apply(of.kind, &changed, c.options.Shapes.ReplaceNested)
	if of.inUse[request.key] && changed.Values["method"] != entry.Values["method"] {
		return response{}, businessRule("The %s %s is in use, and its method cannot be changed", of.kind.noun, request.key)
	}
	for _, field := range of.kind.fields { // a nested object that was replaced
		if _, found := changed.Values[field.name]; !found && field.otherwise != "" {
			changed.Values[field.name] = field.otherwise
		}
	}
	if problem := c.check(of, &changed); problem != nil {
		return response{}, problem
	}
	return c.one(http.StatusOK, of.reference(of.put(changed))), nil
}

// unknownEntryLines refuses changes to lines that an entry does not have.
func (c *Company) unknownEntryLines(kind *entryKind, entry *Entry, lines []entryLineChange) *problem {
	var wrong findings
	for _, line := range lines {
		if line.key != "" && entry.line(line.key) < 0 {
			wrong.add(fmt.Sprintf("/%s/%d/key", kind.lines, line.index), "The %s has no line with the key %s", kind.noun, line.key)
			wrong[len(wrong)-1].Code = codeInvalidKey
		}
	}
	refusal := wrong.problem()
	if refusal != nil {
		refusal.status = c.options.Shapes.unknownLine()
	}
	return refusal
}

// deleteEntry handles DELETE.
func (c *Company) deleteEntry(of *entries, request call) (response, *problem) {
	entry := of.find(request.scope, request.key)
	_, hasStatus := fieldNamed(of.kind.fields, "status")
	switch {
	case entry == nil:
		return response{}, noSuch(c.options.Shapes.deleteMissing(), of.kind.noun, request.key)
	case of.inUse[request.key]:
		return response{}, businessRule("The %s %s is in use and cannot be deleted", of.kind.noun, request.key)
	case c.softDelete && hasStatus:
		retired := entry.clone()
		retired.Values["status"] = StatusDeleted
		of.put(retired)
	default:
		of.remove(request.key)
	}
	return answered(http.StatusNoContent, nil), nil
}

// listLines handles GET of all lines.
func (c *Company) listLines(of *entries, request call) (response, *problem) {
	references := []reference{}
	for _, line := range of.linesSeen(request.scope) {
		references = append(references, of.lineReference(line.line.Key))
	}
	slices.SortFunc(references, func(a, b reference) int { return byNumber(a.Key, b.Key) })
	shown := c.pageOf(len(references), 1, listSize, NextBeyond)
	return c.many(ofPage(references, shown), shown), nil
}

func (s *entries) lineReference(key string) reference {
	return reference{Key: key, ID: key, Href: "/objects/" + s.kind.lineObject + "/" + key}
}

// getLine handles GET of one line.
func (c *Company) getLine(of *entries, request call) (response, *problem) {
	for _, each := range of.linesSeen(request.scope) {
		if each.line.Key == request.key {
			return c.one(http.StatusOK, c.showLine(of, each.owner, each.line)), nil
		}
	}
	return response{}, noSuch(http.StatusNotFound, of.kind.noun+" line", request.key)
}
