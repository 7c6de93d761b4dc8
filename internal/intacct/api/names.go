package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	// singleNameChecks is how many names are looked up one by one before the
	// names of all templates are read: a run that creates one template asks for
	// little, and one that creates more does not ask for each.
	singleNameChecks = 1
	// mostNames is how many names are read at most. Where there are more, they
	// are looked up one by one after all.
	mostNames = 5 * LargestPage
)

// names remembers which names of templates were taken when it last looked.
type names struct {
	listings sharedcall.Group[struct{}]

	mutex      sync.Mutex
	checks     int
	taken      map[string]string // by others: natural key to name; nil until they are read
	keys       map[string]bool   // of the templates that were there then
	ours       map[string]string // created here, with their keys
	areTooMany bool
	unchecked  error // why names may not be read
	isWarned   bool
}

// ExistsError says that a template of that name was there before.
type ExistsError struct {
	Name string
	// Key is the key of the template, the lowest where there are several.
	Key string
	// Others are the keys of further templates of that name.
	Others []string
}

// Error names the template.
func (e *ExistsError) Error() string {
	if len(e.Others) > 0 {
		return fmt.Sprintf("Sage Intacct already has several billing templates with the name %q: their keys are %s and %s",
			e.Name, e.Key, strings.Join(e.Others, ", "))
	}
	return fmt.Sprintf("Sage Intacct already has a billing template with the name %q: its key is %s", e.Name, e.Key)
}

// checkFree makes sure that there is no template of that name: by one query,
// or from the names of all of them, which are read once and shared. A name
// that those have is looked up again: it may be gone since. Errors:
// *ExistsError, and those of QueryPage.
func (c *Client) checkFree(ctx context.Context, name string) error {
	isFree, err := c.isKnownFree(ctx, name)
	if err == nil && !isFree {
		var found []Template
		if found, err = c.TemplatesByName(ctx, c.names.spelled(name)); err == nil {
			return exists(name, found)
		}
	}
	if transport.HasStatus(err, http.StatusForbidden) {
		c.names.mutex.Lock()
		defer c.names.mutex.Unlock()
		c.names.unchecked = err
		return nil
	}
	return err
}

// NamesUnchecked is why names could not be checked, since the credential may
// not query templates; it is given once, and nil after that.
func (c *Client) NamesUnchecked() error {
	c.names.mutex.Lock()
	defer c.names.mutex.Unlock()
	if c.names.isWarned {
		return nil
	}
	c.names.isWarned = c.names.unchecked != nil
	return c.names.unchecked
}

// keysBefore are the keys of the templates that were there when the names were
// read; nil = they have not been read. The map does not change any more.
func (n *names) keysBefore() map[string]bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.keys
}

// spelled is a name as a template from before has it.
func (n *names) spelled(name string) string {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if taken, ok := n.taken[naturalkey.Of(name)]; ok {
		return taken
	}
	return name
}

// exists is the error for the templates found under a name; nil for none.
func exists(name string, found []Template) error {
	if len(found) == 0 {
		return nil
	}
	keys := make([]string, len(found))
	for i, template := range found {
		keys[i] = string(template.Key)
	}
	slices.SortFunc(keys, compareKeys)
	return &ExistsError{Name: name, Key: keys[0], Others: keys[1:]}
}

// isKnownFree tells whether a name is certainly free, as far as the names of
// all templates tell it.
func (c *Client) isKnownFree(ctx context.Context, name string) (bool, error) {
	if isFree, isCertain := c.names.look(name); isCertain {
		return isFree, nil
	}
	if _, err := c.names.listings.Do(ctx, "names", c.listNames); err != nil {
		return false, err
	}
	isFree, _ := c.names.look(name)
	return isFree, nil
}

// look tells whether a name is free, and whether there is no need to read all
// names to know better.
func (n *names) look(name string) (isFree, isCertain bool) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.checks++
	key := naturalkey.Of(name)
	_, isTaken := n.taken[key]
	switch {
	case n.taken != nil:
		return !isTaken && n.ours[key] == "", true
	case n.areTooMany || n.checks <= singleNameChecks && !naturalkey.IsAmbiguous(name):
		return false, true
	}
	return false, false
}

// listNames reads the names of all templates, unless someone just has.
func (c *Client) listNames(ctx context.Context) (none struct{}, err error) {
	c.names.mutex.Lock()
	isDone := c.names.taken != nil || c.names.areTooMany
	c.names.mutex.Unlock()
	if isDone {
		return none, nil
	}
	result, err := c.Query(ctx, Query{Object: templateObject, Fields: []string{"key", "name"}}, mostNames)
	if err != nil {
		return none, err
	}
	c.names.mutex.Lock()
	defer c.names.mutex.Unlock()
	if result.IsCut {
		c.names.areTooMany = true
		return none, nil
	}
	c.names.taken, c.names.keys = make(map[string]string, len(result.Rows)), make(map[string]bool, len(result.Rows))
	for _, row := range result.Rows {
		name := string(row.text("name"))
		c.names.taken[naturalkey.Of(name)] = name
		c.names.keys[string(row.text("key"))] = true
	}
	return none, nil
}

// templatesLike finds templates that a creation without a clear answer may have
// made: with this name or one that Intacct may have made of it, not there before,
// and not made by this run under another name. before are the keys that were there
// before the creation, as far as they were read. Errors are those of QueryPage.
func (c *Client) templatesLike(ctx context.Context, name string, before map[string]bool) ([]Template, error) {
	list, err := c.QueryTemplates(ctx, TemplateQuery{})
	if err != nil {
		return nil, err
	}
	c.names.mutex.Lock()
	defer c.names.mutex.Unlock()
	others := map[string]bool{}
	for made, key := range c.names.ours {
		others[key] = made != naturalkey.Of(name)
	}
	return slices.DeleteFunc(list.Templates, func(found Template) bool {
		key := string(found.Key)
		return before[key] || others[key] || !naturalkey.MayBeSame(string(found.Name), name)
	}), nil
}

// add remembers a template that was created here.
func (n *names) add(name, key string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.ours == nil {
		n.ours = map[string]string{}
	}
	n.ours[naturalkey.Of(name)] = key
}

// isOurs tells whether a template was created here.
func (n *names) isOurs(name, key string) bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.ours[naturalkey.Of(name)] == key
}
