package wethod

import (
	"net/http"
	"slices"
)

// Permission is something that the token's user may do (contract sections 1 and 6). Those without Other reach as far as
// the user's own projects do, those where the user is project manager or account.
type Permission string

// The permissions.
const (
	View              Permission = "invoices.view"
	ViewOther         Permission = "invoices.view_other"
	Create            Permission = "invoices.create"
	CreateOther       Permission = "invoices.create_other"
	Edit              Permission = "invoices.edit"
	EditOther         Permission = "invoices.edit_other"
	Delete            Permission = "invoices.delete"
	DeleteOther       Permission = "invoices.delete_other"
	EditSent          Permission = "invoices.edit_sent" // besides, to change or delete what is sent or paid
	PipelineView      Permission = "pipeline.view"
	PipelineViewOther Permission = "pipeline.view_other"
)

// AllPermissions gives every permission, which the token's user has at the start.
func AllPermissions() []Permission {
	return []Permission{
		View, ViewOther, Create, CreateOther, Edit, EditOther, Delete, DeleteOther, EditSent, PipelineView, PipelineViewOther,
	}
}

// Without gives every permission but those.
func Without(lacking ...Permission) []Permission {
	return slices.DeleteFunc(AllPermissions(), func(each Permission) bool { return slices.Contains(lacking, each) })
}

// OwnProject is the project where the token's user is project manager.
const OwnProject = 12

// may says whether the user has the permission for a project: own for the user's own, other for all. The mutex is held.
func (s *Service) may(own, other Permission, project int) bool {
	return s.permissions[other] || s.permissions[own] && project == OwnProject
}

// mayAtAll says whether there are projects that the user has the permission for. The mutex is held.
func (s *Service) mayAtAll(own, other Permission) bool {
	return s.permissions[own] || s.permissions[other]
}

// forbidden is the problem of a user who may not do something. It does not say what is missing: nothing documents that
// the system does (contract section 5).
func forbidden() *problem {
	return &problem{status: http.StatusForbidden, message: "You are not allowed to do this"}
}
