// Package linearset has sets whose cost grows with their length and not with
// its square. The framework (1.19.0, SetType.Validate and SetValue.Equal)
// compares every element of a set with every other each time it touches one. It
// does not for lists, and Terraform writes both alike on the wire. So the
// framework gets a list, and Terraform a set: Server turns the one into the
// other in the schema, which is all that differs.
//
// Terraform sorts the elements of a set before it sends them. Configuration,
// plan and state of one set can hold them in different orders, so what the
// framework does by position is not for elements: they have no defaults, no
// plan modifiers and no attributes that are both optional and computed, and the
// resource itself plans what is computed in them.
package linearset

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Attribute is a set of elements of one type in the schema of a resource. Models
// hold it as a list.
type Attribute struct{ schema.ListAttribute }

// NestedAttribute is a set of objects in the schema of a resource. Models hold
// it as a list.
type NestedAttribute struct{ schema.ListNestedAttribute }

// set marks the attributes that Terraform sees as sets.
type set interface{ isSet() }

func (Attribute) isSet() {}

func (NestedAttribute) isSet() {}

// names are the attributes of a schema that are sets. Sets stand at the top.
func names(of schema.Schema) map[string]bool {
	found := map[string]bool{}
	for name, attribute := range of.Attributes {
		if _, isSet := attribute.(set); isSet {
			found[name] = true
		}
	}
	return found
}
