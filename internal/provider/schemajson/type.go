package schemajson

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// valueType converts the type of a value by the notation that both libraries
// have for types.
func valueType(from tftypes.Type) (to cty.Type, err error) {
	if from == nil {
		return cty.NilType, errors.New("no type")
	}
	notation, err := from.MarshalJSON() //nolint:staticcheck // deprecated for want of use only
	if err == nil {
		err = to.UnmarshalJSON(notation)
	}
	return to, err
}
