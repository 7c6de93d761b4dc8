package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/projectbilling/terraform-provider-billing/internal/finalvalue"
)

// longLists passes the lists of data sources around the framework.
type longLists struct{ server }

// ReadDataSource adds the lists that were set aside to the state.
func (l longLists) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	ctx, aside := finalvalue.Collect(ctx)
	resp, err := l.server.ReadDataSource(ctx, req)
	if err != nil || resp == nil {
		return resp, err
	}
	return resp, aside.Complete(resp.State)
}
