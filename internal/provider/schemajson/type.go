package schemajson

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// valueType converts the type of a value through the JSON notation that both
// libraries share.
func valueType(from tftypes.Type) (to cty.Type, err error) {
	if from == nil {
		return cty.NilType, errors.New("no type")
	}
	notation, err := from.MarshalJSON() //nolint:staticcheck // deprecated only because it is rarely used
	if err == nil {
		err = to.UnmarshalJSON(notation)
	}
	return to, err
}
