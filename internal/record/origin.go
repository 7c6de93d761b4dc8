package record

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Origin is where a record was found.
type Origin struct {
	// Address is the system's base URL, without credentials.
	Address string `json:"address,omitempty"`
	// Account is the tenant at that address; "" = the address tells it, or it
	// is not known.
	Account string `json:"account,omitempty"`
}

// String names the origin in sentences.
func (o Origin) String() string {
	if o.Account != "" {
		return o.Account + " at " + o.Address
	}
	return o.Address
}

// note is what private state remembers of a record.
type note struct {
	Origin
	// Mark is what never changes of the record, as the system wrote it.
	Mark string `json:"mark,omitempty"`
	// Unread says which values of the record could not be read when it last was;
	// "" = none. The state has what was known of them before.
	Unread string `json:"unread,omitempty"`
}

// noteKey is the note's key in private state.
const noteKey = "record"

// privateReader and privateWriter are the framework's private state, whose
// type cannot be named outside of it.
type (
	privateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

// readNote returns the note; the zero value = there is none, or none that can
// be read, as in a state from before.
func readNote(ctx context.Context, private privateReader) note {
	raw, _ := private.GetKey(ctx, noteKey)
	var found note
	if len(raw) > 0 && json.Unmarshal(raw, &found) != nil {
		return note{}
	}
	return found
}

// writeNote keeps the note, unless it is what was read.
func writeNote(ctx context.Context, private privateWriter, before, now note) diag.Diagnostics {
	if now == before {
		return nil
	}
	raw, err := json.Marshal(now)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("The private state cannot be written", err.Error())}
	}
	return private.SetKey(ctx, noteKey, raw)
}

// relation is how a connection relates to where a record was last seen.
type relation int

const (
	// samePlace: nothing speaks against the record's being there.
	samePlace relation = iota
	// movedPlace: another address. The system may have moved, or it is another
	// one: only the record itself can tell.
	movedPlace
	// unprovenPlace: the address serves all accounts, and the credential does not
	// say which one it is for: the record is read before it is written.
	unprovenPlace
	// otherPlace: another tenant for certain.
	otherPlace
)

// relate compares where a record was last seen with where the connection leads.
// isShared: one address serves all accounts.
func relate(before, now Origin, isShared bool) relation {
	switch {
	case before.Account != "" && now.Account != "" && !strings.EqualFold(before.Account, now.Account):
		return otherPlace
	case isShared && (before.Account == "" || now.Account == ""):
		return unprovenPlace
	case before.Address == "" || sameAddress(before.Address, now.Address):
		return samePlace
	default:
		return movedPlace
	}
}

// sameAddress compares base URLs without regard to case of the host, a default
// port or a slash at the end.
func sameAddress(a, b string) bool { return canonicalAddress(a) == canonicalAddress(b) }

func canonicalAddress(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	host := strings.ToLower(parsed.Host)
	if parsed.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	return host + strings.TrimRight(parsed.EscapedPath(), "/")
}

// otherPlaceError is for a connection that leads to another tenant.
func (k *Kind[C, M, W]) otherPlaceError(model *M, before, now Origin) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s belongs to another account", k.Title, k.called(model)),
		fmt.Sprintf("The %s in the state was last seen in %s, and the provider is configured for %s. Nothing was changed. "+
			"Configure the provider for the account that the %s belongs to. To stop managing it, run \"terraform state rm\" with the "+
			"resource's address.", k.Noun, before, now, k.Noun))}
}

// goneElsewhereError is for a record that is not found at another address than
// the one where it was last seen, which proves nothing.
func (k *Kind[C, M, W]) goneElsewhereError(model *M, before, now Origin) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s is not at this address", k.Title, k.called(model)),
		fmt.Sprintf("The %s in the state was last seen at %s, and the provider is configured for %s, which has none with this id. "+
			"Nothing was changed. If this is the wrong address, correct %s.base_url. If the %s no longer exists, "+
			"remove it with \"terraform state rm\" and the resource's address.", k.Noun, before, now, k.System, k.Noun))}
}

// unlikeError is for a record at another address that does not look like the one
// in the state.
func (k *Kind[C, M, W]) unlikeError(model *M, before, now Origin) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s may be a different record", k.Title, k.called(model)),
		fmt.Sprintf("The %s in the state was last seen at %s. The provider is configured for %s, where the %[1]s with this ID looks different. "+
			"Nothing was changed. If this is the wrong address, correct %s.base_url. If it is the right %[1]s, remove the resource with "+
			"\"terraform state rm\" and its address, and import it again.", k.Noun, before, now, k.System))}
}

// recognize makes sure that a record which was found is the one in the state.
func (k *Kind[C, M, W]) recognize(known note, state *M, found W, now Origin) diag.Diagnostics {
	expected, actual := known.Mark, k.Mark(found)
	if expected == "" {
		expected = k.StateMark(state)
	}
	if expected == "" || actual == "" || k.SameMark(expected, actual) {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s is a different record", k.Title, k.called(state)),
		fmt.Sprintf("The %s in the state has the %s %q. The one that %s has under the same id has %q, and that value never changes. "+
			"Nothing was changed. If the provider is configured for the wrong place, correct %s.base_url or the credential. "+
			"If the state is wrong, remove the resource with \"terraform state rm\" and its address, and import the right %s.",
			k.Noun, k.MarkLabel, expected, now, actual, k.System, k.Noun))}
}

// noteOf is the note about a record that was found and recognized.
func (k *Kind[C, M, W]) noteOf(connection C, known note, found W) note {
	now := note{Origin: k.Origin(connection), Mark: known.Mark}
	if now.Account == "" && known.Account != "" { // this credential does not tell; the address has proven to be right
		now.Account = known.Account
	}
	if now.Mark == "" {
		now.Mark = k.Mark(found)
	}
	return now
}
