package company

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
)

// keys caches the keys of records by what identifies them for users. Each one is looked up once.
type keys struct {
	lookUps sharedcall.Group[lookedUp]

	mutex sync.Mutex
	known map[string]string
}

// lookedUp is the result of a lookup.
type lookedUp struct {
	key   string
	diags diag.Diagnostics
}

// of returns a known key, or else looks it up. It does not remember a failed lookup, because the record may be
// created in the meantime.
func (k *keys) of(ctx context.Context, name string, lookUp func(ctx context.Context) (string, diag.Diagnostics)) (string, diag.Diagnostics) {
	if key, isKnown := k.look(name); isKnown {
		return key, nil
	}
	found, err := k.lookUps.Do(ctx, name, func(ctx context.Context) (lookedUp, error) {
		key, diags := lookUp(ctx)
		if !diags.HasError() {
			k.add(name, key)
		}
		return lookedUp{key, diags}, nil
	})
	if err != nil {
		return "", diag.Diagnostics{diag.NewErrorDiagnostic("Interrupted", err.Error())}
	}
	return found.key, found.diags
}

func (k *keys) look(name string) (key string, isKnown bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	key, isKnown = k.known[name]
	return key, isKnown
}

func (k *keys) add(name, key string) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.known == nil {
		k.known = map[string]string{}
	}
	k.known[name] = key
}

// ProjectKey returns the key of the project with the given ID. It knows the projects that this run has created, and
// looks up others once per run. A missing project is an error.
func (c *Company) ProjectKey(ctx context.Context, id string) (string, diag.Diagnostics) {
	words := Words{
		Noun: "project", Whole: "project", Known: "project ID", Permission: "Grant the credential's user permission for Intacct's Projects application.",
	}
	if key := c.Projects.objects.Made(id); key != "" {
		return key, nil
	}
	return c.projectKeys.of(ctx, id, func(ctx context.Context) (string, diag.Diagnostics) { return Find(ctx, c.Projects, words, id) })
}
