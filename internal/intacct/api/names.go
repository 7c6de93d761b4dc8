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
	// singleNameChecks is how many names are looked up one by one before the names of all objects are read: a run
	// that creates one object sends a small query, and a run that creates more does not send one for each.
	singleNameChecks = 1
	// mostNames is the maximum number of names to read. If there are more, they are looked up one by one.
	mostNames = 5 * LargestPage
)

// names remembers which names of objects of one type were taken when they were last read.
type names struct {
	listings sharedcall.Group[struct{}]

	mutex      sync.Mutex
	checks     int
	taken      map[string][]string // by others: natural key to name; nil until read
	keys       map[string]bool     // of the objects that existed then
	ours       map[string]string   // created here, with their keys
	underWay   map[string]bool     // being created here
	areTooMany bool
	unchecked  error // why names cannot be read
	isWarned   bool
}

// naturalKeyOf returns a name in the form that is compared.
func naturalKeyOf(name []string) string {
	parts := make([]string, len(name))
	for i, part := range name {
		parts[i] = naturalkey.Of(part)
	}
	return strings.Join(parts, "\x00")
}

// ExistsError means that an object with that name already exists.
type ExistsError struct {
	// Noun is the type of the object and Label is what identifies it for users, as in "billing template" and "name".
	Noun, Label string
	Name        string
	// Key is the key of the object, the lowest if there are several.
	Key string
	// Others are the keys of further objects with that name.
	Others []string
}

// Error names the object.
func (e *ExistsError) Error() string {
	if len(e.Others) > 0 {
		return fmt.Sprintf("Sage Intacct already has several %ss with the %s %q: their keys are %s and %s",
			e.Noun, e.Label, e.Name, e.Key, strings.Join(e.Others, ", "))
	}
	return fmt.Sprintf("Sage Intacct already has a %s with the %s %q: its key is %s", e.Noun, e.Label, e.Name, e.Key)
}

// checkFree makes sure that no object has the name: either with one query, or from the names of all objects, which
// are read once and shared. It looks up a name in that list again, because the object may be deleted by now. Errors:
// *ExistsError, and those of QueryPage.
func (o *Objects[T]) checkFree(ctx context.Context, name ...string) error {
	isFree, err := o.isKnownFree(ctx, name)
	if err == nil && !isFree {
		var found []T
		if found, err = o.Named(ctx, o.names.spelled(name)...); err == nil {
			return o.exists(name, found)
		}
	}
	return o.names.withoutPermission(err)
}

// withoutPermission remembers that the credential may not query, which does not prevent a create. It returns any
// other error.
func (n *names) withoutPermission(err error) error {
	if !transport.HasStatus(err, http.StatusForbidden) {
		return err
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.unchecked = err
	return nil
}

// NamesUnchecked returns why names could not be checked: the credential may not query objects of the type. It returns
// the reason once, and nil after that.
func (o *Objects[T]) NamesUnchecked() error {
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	if o.names.isWarned {
		return nil
	}
	o.names.isWarned = o.names.unchecked != nil
	return o.names.unchecked
}

// keysBefore returns the keys of the objects that existed when the names were read; nil = the names have not been
// read. The map does not change anymore.
func (n *names) keysBefore() map[string]bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.keys
}

// spelled returns a name as an existing object spells it.
func (n *names) spelled(name []string) []string {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if taken, ok := n.taken[naturalKeyOf(name)]; ok {
		return taken
	}
	return name
}

// exists returns the error for the objects with a name; nil = there are none.
func (o *Objects[T]) exists(name []string, found []T) error {
	if len(found) == 0 {
		return nil
	}
	keys := make([]string, len(found))
	for i := range found {
		keys[i] = o.Key(found[i])
	}
	slices.SortFunc(keys, compareKeys)
	return &ExistsError{Noun: o.kind.noun, Label: o.kind.label, Name: joined(name), Key: keys[0], Others: keys[1:]}
}

// isKnownFree reports whether a name is certainly free, according to the names of all objects.
func (o *Objects[T]) isKnownFree(ctx context.Context, name []string) (bool, error) {
	if isFree, isCertain := o.names.look(name); isCertain {
		return isFree, nil
	}
	if err := o.listNames(ctx); err != nil {
		return false, err
	}
	isFree, _ := o.names.look(name)
	return isFree, nil
}

// look reports whether a name is free, and whether this is certain without reading all names.
func (n *names) look(name []string) (isFree, isCertain bool) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.checks++
	key := naturalKeyOf(name)
	_, isTaken := n.taken[key]
	switch {
	case n.taken != nil:
		return !isTaken && n.ours[key] == "", true
	case n.areTooMany || n.checks <= singleNameChecks && !slices.ContainsFunc(name, naturalkey.IsAmbiguous):
		return false, true
	}
	return false, false
}

// listNames reads the names of all objects once, for all callers.
func (o *Objects[T]) listNames(ctx context.Context) error {
	_, err := o.names.listings.Do(ctx, "names", o.readNames)
	return err
}

// readNames reads the names of all objects, unless another caller just has.
func (o *Objects[T]) readNames(ctx context.Context) (none struct{}, err error) {
	o.names.mutex.Lock()
	isDone := o.names.taken != nil || o.names.areTooMany
	o.names.mutex.Unlock()
	if isDone {
		return none, nil
	}
	fields := append([]string{"key"}, o.kind.name...)
	result, err := o.client.Query(ctx, Query{Object: o.kind.object, Fields: fields}, mostNames)
	if err != nil {
		return none, o.missing(err, http.StatusNotFound, http.StatusBadRequest)
	}
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	if result.IsCut {
		o.names.areTooMany = true
		return none, nil
	}
	o.names.taken, o.names.keys = make(map[string][]string, len(result.Rows)), make(map[string]bool, len(result.Rows))
	for _, row := range result.Rows {
		name := o.nameOf(row)
		o.names.taken[naturalKeyOf(name)] = name
		o.names.keys[string(row.text("key"))] = true
	}
	return none, nil
}

// like returns the objects that a create without a clear response may have made: with this name or one that Intacct
// may have made of it, not there before, and not created by this run under another name. before has the keys that
// existed before the create, as far as they were read. Errors are those of Query.
func (o *Objects[T]) like(ctx context.Context, name []string, before map[string]bool) ([]T, error) {
	rows, err := o.similar(ctx, name)
	if err != nil {
		return nil, err
	}
	foreign := o.names.foreign(name)
	return o.objectsOf(slices.DeleteFunc(rows, func(row Row) bool {
		key := string(row.text("key"))
		return before[key] || foreign[key]
	}))
}

// similar returns the rows of the objects with this name or one that Intacct may have made of it.
func (o *Objects[T]) similar(ctx context.Context, name []string) ([]Row, error) {
	query := ObjectQuery{}
	if o.kind.isExact {
		for i, field := range o.kind.name {
			query.Filters = append(query.Filters, Filter{Field: field, Operator: Equal, Values: []string{name[i]}})
		}
	}
	result, err := o.rows(ctx, query)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(result.Rows, func(row Row) bool {
		return row.text("key") != "" && !slices.EqualFunc(o.nameOf(row), name, naturalkey.MayBeSame)
	}), nil
}

// foreign returns the keys of the objects that this run created under another name.
func (n *names) foreign(name []string) map[string]bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	foreign := map[string]bool{}
	for made, key := range n.ours {
		foreign[key] = made != naturalKeyOf(name)
	}
	return foreign
}

// begin claims a name for a create, and returns the function to call when the create has ended. If Intacct accepts a
// name twice, only this claim detects another create with the same name in this run.
func (o *Objects[T]) begin(name []string) (ended func(), err error) {
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	natural := naturalKeyOf(name)
	if o.names.underWay[natural] {
		return nil, fmt.Errorf("another resource in this run is creating a %s with the %s %q; give each a different %[2]s, or remove one of the two",
			o.kind.noun, o.kind.label, joined(name))
	}
	if o.names.underWay == nil {
		o.names.underWay = map[string]bool{}
	}
	o.names.underWay[natural] = true
	return func() {
		o.names.mutex.Lock()
		defer o.names.mutex.Unlock()
		delete(o.names.underWay, natural)
	}, nil
}

// add records an object that was created here.
func (n *names) add(key string, name ...string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.ours == nil {
		n.ours = map[string]string{}
	}
	natural := naturalKeyOf(name)
	if len(name) == 0 { // Intacct assigned the name
		natural = "\x00" + key
	}
	n.ours[natural] = key
}

// isOurs reports whether an object was created here.
func (n *names) isOurs(name []string, key string) bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.ours[naturalKeyOf(name)] == key
}

// Made returns the key of the object that was created here under a name; "" = there is none.
func (o *Objects[T]) Made(name ...string) string {
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	return o.names.ours[naturalKeyOf(name)]
}
