// Package finalvalue passes the long lists of data sources around the framework.
//
// The framework builds every value of a list five times: by reflection, as its
// own value, as Terraform's value, once more to compare the two, and finally as
// the bytes of the protocol. For 5,000 records, that takes half a gigabyte. A
// list that comes from a system needs none of it: this package encodes it
// directly, sets it aside while the framework handles the rest of the state,
// and inserts it into the result.
package finalvalue

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// Aside holds the lists of one result, by attribute.
type Aside struct {
	lists map[string]msgpack.RawMessage
}

type asideKey struct{}

// Collect returns a context in which lists can be set aside, and the Aside that
// then holds them.
func Collect(ctx context.Context) (context.Context, *Aside) {
	aside := &Aside{lists: map[string]msgpack.RawMessage{}}
	return context.WithValue(ctx, asideKey{}, aside), aside
}

// SetAside takes the list of an attribute out of a model, a pointer to a struct
// with tfsdk tags, if the context collects lists. It replaces the list with
// null.
func SetAside(ctx context.Context, model any, attribute string) error {
	aside, isCollecting := ctx.Value(asideKey{}).(*Aside)
	if !isCollecting {
		return nil
	}
	value := reflect.ValueOf(model).Elem()
	for _, field := range fieldsOf(value.Type(), nil) {
		if field.name != attribute {
			continue
		}
		list := value.FieldByIndex(field.index)
		var encoded bytes.Buffer
		if err := encode(msgpack.NewEncoder(&encoded), list); err != nil {
			return fmt.Errorf("attribute %s: %w", attribute, err)
		}
		aside.lists[attribute] = encoded.Bytes()
		list.SetZero()
	}
	return nil
}

// Complete inserts the lists into a state.
func (a *Aside) Complete(state *tfprotov6.DynamicValue) error {
	if len(a.lists) == 0 || state == nil {
		return nil
	}
	decoder := msgpack.NewDecoder(bytes.NewReader(state.MsgPack))
	count, err := decoder.DecodeMapLen()
	if err != nil || count < 0 {
		return fmt.Errorf("the state is not an object: %w", cmp.Or(err, errors.New("it is null")))
	}
	var completed bytes.Buffer
	encoder := msgpack.NewEncoder(&completed)
	err = encoder.EncodeMapLen(count)
	for i := 0; i < count && err == nil; i++ {
		var name string
		var value msgpack.RawMessage
		if name, err = decoder.DecodeString(); err == nil {
			value, err = decoder.DecodeRaw()
		}
		if list, isAside := a.lists[name]; isAside {
			value = list
		}
		if err == nil {
			err = encoder.EncodeString(name)
		}
		if err == nil {
			_, err = completed.Write(value)
		}
	}
	state.MsgPack = completed.Bytes()
	return err
}
