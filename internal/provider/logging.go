package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// terraformLogger forwards wire events to Terraform's own log, where TF_LOG and
// TF_LOG_PROVIDER select what is shown.
type terraformLogger struct{}

func (terraformLogger) Debug(ctx context.Context, message string, fields ...map[string]any) {
	tflog.Debug(ctx, message, fields...)
}

func (terraformLogger) Trace(ctx context.Context, message string, fields ...map[string]any) {
	tflog.Trace(ctx, message, fields...)
}
