package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"
)

const (
	// singleNameChecks is how many names are looked up one by one before the
	// names of all templates are read: a run that creates few templates asks
	// for little, and one that creates many does not ask for each.
	singleNameChecks = 3
	// mostNames is how many names are read at most. Where there are more, they
	// are looked up one by one after all.
	mostNames = 5 * LargestPage
)

// names remembers which names of templates were taken when it last looked.
type names struct {
	listings singleflight.Group

	mutex      sync.Mutex
	checks     int
	taken      map[string]bool   // by others; nil until they are read
	ours       map[string]string // created here, with their keys
	areTooMany bool
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
	if err != nil || isFree {
		return err
	}
	found, err := c.TemplatesByName(ctx, name)
	if err != nil {
		return err
	}
	return exists(name, found)
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
	listed := c.names.listings.DoChan("names", func() (any, error) {
		return nil, c.listNames(context.WithoutCancel(ctx))
	})
	select {
	case result := <-listed:
		if result.Err != nil {
			return false, result.Err
		}
	case <-ctx.Done():
		return false, context.Cause(ctx)
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
	switch {
	case n.taken != nil:
		return !n.taken[name] && n.ours[name] == "", true
	case n.areTooMany || n.checks <= singleNameChecks:
		return false, true
	}
	return false, false
}

// listNames reads the names of all templates, unless someone just has.
func (c *Client) listNames(ctx context.Context) error {
	c.names.mutex.Lock()
	isDone := c.names.taken != nil || c.names.areTooMany
	c.names.mutex.Unlock()
	if isDone {
		return nil
	}
	result, err := c.Query(ctx, Query{Object: templateObject, Fields: []string{"key", "name"}}, mostNames)
	if err != nil {
		return err
	}
	c.names.mutex.Lock()
	defer c.names.mutex.Unlock()
	if result.Cut {
		c.names.areTooMany = true
		return nil
	}
	c.names.taken = make(map[string]bool, len(result.Rows))
	for _, row := range result.Rows {
		c.names.taken[string(row.text("name"))] = true
	}
	return nil
}

// add remembers a template that was created here.
func (n *names) add(name, key string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.ours == nil {
		n.ours = map[string]string{}
	}
	n.ours[name] = key
}

// isOurs tells whether a template was created here.
func (n *names) isOurs(name, key string) bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.ours[name] == key
}
