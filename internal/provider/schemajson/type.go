package schemajson

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// valueType converts the type of a value.
func valueType(from tftypes.Type) (cty.Type, error) {
	switch t := from.(type) {
	case nil:
		return cty.NilType, errors.New("no type")
	case tftypes.List:
		element, err := valueType(t.ElementType)
		return wrap(cty.List, element, err)
	case tftypes.Set:
		element, err := valueType(t.ElementType)
		return wrap(cty.Set, element, err)
	case tftypes.Map:
		element, err := valueType(t.ElementType)
		return wrap(cty.Map, element, err)
	case tftypes.Object:
		members := make(map[string]cty.Type, len(t.AttributeTypes))
		for name, member := range t.AttributeTypes {
			converted, err := valueType(member)
			if err != nil {
				return cty.NilType, fmt.Errorf("%s: %w", name, err)
			}
			members[name] = converted
		}
		return cty.Object(members), nil
	case tftypes.Tuple:
		elements := make([]cty.Type, 0, len(t.ElementTypes))
		for i, element := range t.ElementTypes {
			converted, err := valueType(element)
			if err != nil {
				return cty.NilType, fmt.Errorf("element %d: %w", i, err)
			}
			elements = append(elements, converted)
		}
		return cty.Tuple(elements), nil
	}
	switch {
	case from.Is(tftypes.String):
		return cty.String, nil
	case from.Is(tftypes.Number):
		return cty.Number, nil
	case from.Is(tftypes.Bool):
		return cty.Bool, nil
	case from.Is(tftypes.DynamicPseudoType):
		return cty.DynamicPseudoType, nil
	}
	return cty.NilType, fmt.Errorf("unknown type %s", from)
}

// wrap makes a collection of element, unless there is an error.
func wrap(collection func(cty.Type) cty.Type, element cty.Type, err error) (cty.Type, error) {
	if err != nil {
		return cty.NilType, err
	}
	return collection(element), nil
}
