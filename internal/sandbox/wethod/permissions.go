package wethod

import (
	"net/http"
	"slices"
)

// Permission is a permission of the token's user (contract sections 1 and 6). Those without Other apply only to the
// user's own projects, those where the user is project manager or account.
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
	EditSent          Permission = "invoices.edit_sent" // additionally required to change or delete what is sent or paid
	PipelineView      Permission = "pipeline.view"
	PipelineViewOther Permission = "pipeline.view_other"
)

// AllPermissions returns every permission. The token's user initially has all of them.
func AllPermissions() []Permission {
	return []Permission{
		View, ViewOther, Create, CreateOther, Edit, EditOther, Delete, DeleteOther, EditSent, PipelineView, PipelineViewOther,
	}
}

// Without returns every permission except the given ones.
func Without(lacking ...Permission) []Permission {
	return slices.DeleteFunc(AllPermissions(), func(each Permission) bool { return slices.Contains(lacking, each) })
}

// OwnProject is the project where the token's user is project manager.
const OwnProject = 12

// may reports whether the user has the permission for a project: own for the user's own, other for all. The caller must
// hold the mutex.
func (s *Service) may(own, other Permission, project int) bool {
	return s.permissions[other] || s.permissions[own] && project == OwnProject
}

// mayAtAll reports whether the user has the permission for any project. The caller must hold the mutex.
func (s *Service) mayAtAll(own, other Permission) bool {
	return s.permissions[own] || s.permissions[other]
}

// forbidden returns the problem of a missing permission. It does not name the permission: nothing documents that the
// system does (contract section 5).
func forbidden() *problem {
	return &problem{status: http.StatusForbidden, message: "You are not allowed to do this"}
}
