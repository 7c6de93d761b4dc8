package linearset

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Equal reports whether two values of an attribute are the same. For a set, the
// order of the elements does not matter. It takes time proportional to the
// number of elements.
func Equal(attribute any, a, b tftypes.Value) bool {
	if _, isSet := attribute.(set); !isSet || !hasElements(a) || !hasElements(b) {
		return a.Equal(b)
	}
	first, firstErr := count(a)
	second, secondErr := count(b)
	if firstErr != nil || secondErr != nil || len(first) != len(second) {
		return false
	}
	for element, times := range first {
		if second[element] != times {
			return false
		}
	}
	return true
}

func hasElements(value tftypes.Value) bool { return value.IsKnown() && !value.IsNull() }

// count returns how many times each element occurs in a collection, by its exact
// wire encoding.
func count(value tftypes.Value) (map[string]int, error) {
	var elements []tftypes.Value
	if err := value.As(&elements); err != nil {
		return nil, err
	}
	times := make(map[string]int, len(elements))
	for _, element := range elements {
		wire, err := tfprotov6.NewDynamicValue(element.Type(), element)
		if err != nil {
			return nil, err
		}
		times[string(wire.MsgPack)]++
	}
	return times, nil
}
