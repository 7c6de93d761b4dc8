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
	// names of all objects are read: a run that creates one object asks for
	// little, and one that creates more does not ask for each.
	singleNameChecks = 1
	// mostNames is how many names are read at most. Where there are more, they
	// are looked up one by one after all.
	mostNames = 5 * LargestPage
)

// names remembers which names of objects of one type were taken when it last
// looked.
type names struct {
	listings sharedcall.Group[struct{}]

	mutex      sync.Mutex
	checks     int
	taken      map[string][]string // by others: natural key to name; nil until they are read
	keys       map[string]bool     // of the objects that were there then
	ours       map[string]string   // created here, with their keys
	underWay   map[string]bool     // being created here
	areTooMany bool
	unchecked  error // why names may not be read
	isWarned   bool
}

// naturalKeyOf is a name as it is compared.
func naturalKeyOf(name []string) string {
	parts := make([]string, len(name))
	for i, part := range name {
		parts[i] = naturalkey.Of(part)
	}
	return strings.Join(parts, "\x00")
}

// ExistsError says that an object of that name was there before.
type ExistsError struct {
	// Noun and Label say what it is and what it is known by, as in "billing
	// template" and "name".
	Noun, Label string
	Name        string
	// Key is the key of the object, the lowest where there are several.
	Key string
	// Others are the keys of further objects of that name.
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

// checkFree makes sure that there is no object of that name: by one query, or
// from the names of all of them, which are read once and shared. A name that
// those have is looked up again: it may be gone since. Errors: *ExistsError, and
// those of QueryPage.
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

// withoutPermission remembers that the credential may not query, which is no
// reason not to create. Any other error stays.
func (n *names) withoutPermission(err error) error {
	if !transport.HasStatus(err, http.StatusForbidden) {
		return err
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.unchecked = err
	return nil
}

// NamesUnchecked is why names could not be checked, since the credential may not
// query objects of the type; it is given once, and nil after that.
func (o *Objects[T]) NamesUnchecked() error {
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	if o.names.isWarned {
		return nil
	}
	o.names.isWarned = o.names.unchecked != nil
	return o.names.unchecked
}

// keysBefore are the keys of the objects that were there when the names were
// read; nil = they have not been read. The map does not change any more.
func (n *names) keysBefore() map[string]bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.keys
}

// spelled is a name as an object from before has it.
func (n *names) spelled(name []string) []string {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if taken, ok := n.taken[naturalKeyOf(name)]; ok {
		return taken
	}
	return name
}

// exists is the error for the objects found under a name; nil for none.
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

// isKnownFree tells whether a name is certainly free, as far as the names of all
// objects tell it.
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

// look tells whether a name is free, and whether there is no need to read all
// names to know better.
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

// listNames reads the names of all objects once, for all who ask for them.
func (o *Objects[T]) listNames(ctx context.Context) error {
	_, err := o.names.listings.Do(ctx, "names", o.readNames)
	return err
}

// readNames reads the names of all objects, unless someone just has.
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

// like finds objects that a creation without a clear answer may have made: with
// this name or one that Intacct may have made of it, not there before, and not
// made by this run under another name. before are the keys that were there before
// the creation, as far as they were read. Errors are those of QueryPage.
func (o *Objects[T]) like(ctx context.Context, name []string, before map[string]bool) ([]T, error) {
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
	foreign := o.names.foreign(name)
	return o.objectsOf(slices.DeleteFunc(result.Rows, func(row Row) bool {
		key := string(row.text("key"))
		isLike := slices.EqualFunc(o.nameOf(row), name, naturalkey.MayBeSame)
		return key != "" && (before[key] || foreign[key] || !isLike)
	}))
}

// foreign are the keys of the objects that this run made under another name.
func (n *names) foreign(name []string) map[string]bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	foreign := map[string]bool{}
	for made, key := range n.ours {
		foreign[key] = made != naturalKeyOf(name)
	}
	return foreign
}

// begin claims a name for a creation, and returns what to call when that has ended.
// Another creation of this run may be under way under the same name, which nothing
// but this tells where Intacct takes a name twice.
func (o *Objects[T]) begin(name []string) (ended func(), err error) {
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	natural := naturalKeyOf(name)
	if o.names.underWay[natural] {
		return nil, fmt.Errorf("another resource of this run is creating a %s with the %s %q; give each another %[2]s, or remove one of the two",
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

// add remembers an object that was created here.
func (n *names) add(key string, name ...string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.ours == nil {
		n.ours = map[string]string{}
	}
	natural := naturalKeyOf(name)
	if len(name) == 0 { // Intacct gave it one
		natural = "\x00" + key
	}
	n.ours[natural] = key
}

// isOurs tells whether an object was created here.
func (n *names) isOurs(name []string, key string) bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.ours[naturalKeyOf(name)] == key
}

// Made is the key of the object that was created here under a name; "" = none was.
func (o *Objects[T]) Made(name ...string) string {
	o.names.mutex.Lock()
	defer o.names.mutex.Unlock()
	return o.names.ours[naturalKeyOf(name)]
}
