package intacct

import (
	"net/http"
	"slices"
)

// listMilestones handles GET /objects/projects/project-billing-template-milestone (contract 1).
func (c *Company) listMilestones(request call) (response, *problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	keys := []string{}
	for _, template := range c.visible(request.scope) {
		for _, milestone := range template.Milestones {
			keys = append(keys, milestone.Key)
		}
	}
	slices.SortFunc(keys, byNumber)
	shown := c.pageOf(len(keys), 1, listSize, NextBeyond)
	references := []reference{}
	for _, key := range ofPage(keys, shown) {
		references = append(references, milestoneReference(key))
	}
	return c.many(references, shown), nil
}

// getMilestone handles GET /objects/projects/project-billing-template-milestone/{key}. Clients write milestones only
// through their template (contract 1).
func (c *Company) getMilestone(request call) (response, *problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	owner, at := c.findLine(request.scope, request.key)
	if owner == nil {
		return response{}, noSuch(http.StatusNotFound, "project billing template milestone", request.key)
	}
	return c.one(http.StatusOK, c.milestone(owner, owner.Milestones[at])), nil
}
