package serve

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuietSDK(t *testing.T) {
	t.Parallel()
	off := map[string]string{"TF_LOG_SDK": "off", "TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off"}
	tests := map[string]struct {
		environment []string
		want        map[string]string
	}{
		"nobody asked for a log":            {environment: []string{"PATH=/bin"}, want: off},
		"a variable that is set to nothing": {environment: []string{"TF_LOG="}, want: off},
		"a log of everything":               {environment: []string{"TF_LOG=TRACE"}, want: map[string]string{}},
		"a log of the provider":             {environment: []string{"TF_LOG_PROVIDER=debug"}, want: map[string]string{}},
		"a log of the SDK itself":           {environment: []string{"TF_LOG_SDK_PROTO=trace"}, want: map[string]string{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			isQuiet, err := quietSDK(test.environment, func(name, value string) error {
				got[name] = value
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("variables set (-want +got):\n%s", diff)
			}
			if want := len(test.want) > 0; isQuiet != want {
				t.Errorf("it is quiet: %t, want %t", isQuiet, want)
			}
		})
	}
}
