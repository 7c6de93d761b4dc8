package serve

import "strings"

// quietSDK turns off the SDK's own log records unless the user wants a log, and
// reports whether it did. terraform-plugin-go and -framework write several
// trace records for every call even without a log, and the CLI discards them:
// with a thousand resources, they take more than a third of a plan's time. If
// any TF_LOG variable is set, nothing changes. quietSDK must run before the
// server starts.
func quietSDK(environment []string, set func(name, value string) error) (bool, error) {
	for _, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return false, nil
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if err := set(name, "off"); err != nil {
			return false, err
		}
	}
	return true, nil
}
