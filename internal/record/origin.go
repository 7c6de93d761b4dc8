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
	// Account is the tenant at that address; "" = the address identifies it, or
	// it is unknown.
	Account string `json:"account,omitempty"`
}

// String names the origin in texts.
func (o Origin) String() string {
	if o.Account != "" {
		return o.Account + " at " + o.Address
	}
	return o.Address
}

// note is what private state stores about a record.
type note struct {
	Origin
	// Mark is what never changes about the record, as the system wrote it.
	Mark string `json:"mark,omitempty"`
	// Unread lists the values of the record that the last read could not parse;
	// "" = none. The state has their previous values.
	Unread string `json:"unread,omitempty"`
	// IsUnseen: the record was created but not read since.
	IsUnseen bool `json:"unseen,omitempty"`
}

// noteKey is the note's key in private state.
const noteKey = "record"

// privateReader and privateWriter are the framework's private state, whose type
// is not exported.
type (
	privateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

// readNote returns the note. The zero value means that there is none, or none
// that can be read, as in an old state.
func readNote(ctx context.Context, private privateReader) note {
	raw, _ := private.GetKey(ctx, noteKey)
	var found note
	if len(raw) > 0 && json.Unmarshal(raw, &found) != nil {
		return note{}
	}
	return found
}

// writeNote saves the note if it has changed.
func writeNote(ctx context.Context, private privateWriter, before, now note) diag.Diagnostics {
	if now == before {
		return nil
	}
	raw, err := json.Marshal(now)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Could not write the private state", err.Error())}
	}
	return private.SetKey(ctx, noteKey, raw)
}

// relation is the relation between a connection and the place where a record was last seen.
type relation int

const (
	// samePlace: nothing indicates that the record is elsewhere.
	samePlace relation = iota
	// movedPlace: another address. The system may have moved, or it may be a
	// different system. Only the record itself can tell.
	movedPlace
	// unprovenPlace: it is not known where the record was last seen, or the address
	// serves all accounts and the credential does not identify the account. So
	// the record is read before it is written.
	unprovenPlace
	// otherPlace: certainly another tenant.
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

// sameAddress compares base URLs. It ignores the case of the host, a default
// port and a trailing slash.
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

// otherPlaceError returns the error for a connection to another tenant.
func (k *Kind[C, M, W]) otherPlaceError(model *M, before, now Origin) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s belongs to another account", k.Title, k.called(model)),
		fmt.Sprintf("The %s in the state was last seen in %s, but the provider is configured for %s. Nothing was changed. "+
			"Configure the provider for the account that the %s belongs to. To stop managing it, run \"terraform state rm\" with the "+
			"resource's address.", k.Noun, before, now, k.Noun))}
}

// goneElsewhereError returns the error for a record that is not found at a new
// address, which proves nothing.
func (k *Kind[C, M, W]) goneElsewhereError(model *M, before, now Origin) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s is not at this address", k.Title, k.called(model)),
		fmt.Sprintf("The %s in the state was last seen at %s. The provider is configured for %s, which has no %[1]s with this ID. "+
			"Nothing was changed. If this is the wrong address, correct %[4]s.base_url. If the %[1]s no longer exists, "+
			"remove it with \"terraform state rm\" and the resource's address.", k.Noun, before, now, k.System))}
}

// unlikeError returns the error for a record at a new address that does not
// look like the one in the state.
func (k *Kind[C, M, W]) unlikeError(model *M, before, now Origin) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s may be a different record", k.Title, k.called(model)),
		fmt.Sprintf("The %s in the state was last seen at %s. The provider is configured for %s, where the %[1]s with this ID looks different. "+
			"Nothing was changed. If this is the wrong address, correct %[4]s.base_url. If it is the right %[1]s, remove the resource with "+
			"\"terraform state rm\" and its address, and import it again.", k.Noun, before, now, k.System))}
}

// recognize makes sure that the record that was found is the one in the state.
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
		fmt.Sprintf("The %s in the state has the %s %q. The one with the same ID in %s has %q, and this value never changes. "+
			"Nothing was changed. If the provider is configured for the wrong place, correct %s.base_url or the credential. "+
			"If the state is wrong, remove the resource with \"terraform state rm\" and its address, and import the right %s.",
			k.Noun, k.MarkLabel, expected, now, actual, k.System, k.Noun))}
}

// noteOf returns the note about a record that was found and recognized.
func (k *Kind[C, M, W]) noteOf(connection C, known note, found W) note {
	now := note{Origin: k.Origin(connection), Mark: known.Mark}
	if now.Account == "" && known.Account != "" { // this credential does not identify the account; the address has proven to be right
		now.Account = known.Account
	}
	if now.Mark == "" {
		now.Mark = k.Mark(found)
	}
	return now
}
