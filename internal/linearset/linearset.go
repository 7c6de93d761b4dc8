// Package linearset provides sets whose cost grows linearly with their length
// rather than quadratically. The framework (1.19.0, SetType.Validate and
// SetValue.Equal) compares every element of a set with every other each time it
// touches a set. It does not do so for lists, and Terraform writes both the
// same way on the wire. So the framework gets a list, and Terraform a set:
// Server converts one into the other in the schema, which is the only
// difference.
//
// Terraform sorts the elements of a set before it sends them. The
// configuration, plan and state of one set can hold them in different orders,
// so nothing that the framework does by position works for elements: they have
// no defaults, no plan modifiers and no attributes that are both optional and
// computed, and the resource itself plans their computed values.
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

// set marks the attributes that are sets for Terraform.
type set interface{ isSet() }

func (Attribute) isSet() {}

func (NestedAttribute) isSet() {}

// names returns the attributes of a schema that are sets. Sets are only at the top level.
func names(of schema.Schema) map[string]bool {
	found := map[string]bool{}
	for name, attribute := range of.Attributes {
		if _, isSet := attribute.(set); isSet {
			found[name] = true
		}
	}
	return found
}
