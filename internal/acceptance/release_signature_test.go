package acceptance_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
)

// signingKeyVariable names the file with the public key, armored, that a release
// in the folder of distVariable is signed with.
const signingKeyVariable = "BILLING_SIGNING_KEY"

// TestRelease_signaturesAreThoseOfTheKey checks the signatures as `terraform init`
// does with what a registry serves: detached, over the list of checksums, by the
// publisher's key. The key must be RSA or DSA, since the registry takes no other.
func TestRelease_signaturesAreThoseOfTheKey(t *testing.T) {
	dist, keyFile := os.Getenv(distVariable), os.Getenv(signingKeyVariable)
	if dist == "" || keyFile == "" {
		t.Skipf("set %s to a folder with the archives of a release, and %s to the key that it is signed with", distVariable, signingKeyVariable)
	}
	armored, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(armored))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range checksumLists(t, dist) {
		sums, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := os.ReadFile(list + ".sig")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := openpgp.CheckDetachedSignature(keys, bytes.NewReader(sums), bytes.NewReader(signature), nil); err != nil {
			t.Errorf("%s: %v", filepath.Base(list), err)
		}
		changed := bytes.Replace(sums, []byte("_linux_amd64"), []byte("_linux_amd65"), 1)
		if _, err := openpgp.CheckDetachedSignature(keys, bytes.NewReader(changed), bytes.NewReader(signature), nil); err == nil {
			t.Errorf("%s: the signature fits another list, too", filepath.Base(list))
		}
	}
}

// TestRelease_hasAnArchiveForEachPlatform checks that both lists of checksums name
// one archive for each platform, and that each file on them is as listed.
func TestRelease_hasAnArchiveForEachPlatform(t *testing.T) {
	dist := os.Getenv(distVariable)
	if dist == "" {
		t.Skipf("set %s to a folder with the archives of a release", distVariable)
	}
	platforms := []string{
		"darwin_amd64", "darwin_arm64", "freebsd_386", "freebsd_amd64", "freebsd_arm64", "freebsd_armv6", "linux_386",
		"linux_amd64", "linux_arm64", "linux_armv6", "windows_386", "windows_amd64", "windows_arm64",
	}
	for _, list := range checksumLists(t, dist) {
		content, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		sums := string(content)
		for _, platform := range platforms {
			if archive := "_" + strings.TrimSuffix(platform, "v6") + ".zip\n"; strings.Count(sums, archive) != 1 {
				t.Errorf("%s: want one archive for %s:\n%s", filepath.Base(list), platform, sums)
			}
		}
		for line := range strings.Lines(sums) {
			sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
			file := filepath.Join(filepath.Dir(list), name)
			if strings.HasSuffix(name, "_manifest.json") {
				file = "../../terraform-registry-manifest.json"
			}
			content, err := os.ReadFile(file)
			if err != nil {
				t.Error(err)
				continue
			}
			if is := sha256.Sum256(content); hex.EncodeToString(is[:]) != sum {
				t.Errorf("%s is not what %s lists", name, filepath.Base(list))
			}
		}
	}
}

// checksumLists are the lists of checksums of a release: the provider's and the
// sandbox's.
func checksumLists(t *testing.T, dist string) []string {
	t.Helper()
	var lists []string
	for _, pattern := range []string{"terraform-provider-billing_*_SHA256SUMS", "sandbox/billing-sandbox_*_SHA256SUMS"} {
		found, err := filepath.Glob(filepath.Join(dist, pattern))
		if err != nil || len(found) != 1 {
			t.Fatalf("want one list of checksums for %s in %s, got %v (%v)", pattern, dist, found, err)
		}
		lists = append(lists, found...)
	}
	return lists
}
