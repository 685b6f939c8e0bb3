package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// version says which program this is, from what the build has noted: the
// version of the module, or else the revision, with its date and whether the
// files were changed.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	noted := map[string]string{}
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	revision := noted["vcs.revision"]
	about := []string{}
	if revision != "" {
		about = append(about, revision[:min(12, len(revision))])
	}
	if day, _, ok := strings.Cut(noted["vcs.time"], "T"); ok {
		about = append(about, day)
	}
	if noted["vcs.modified"] == "true" {
		about = append(about, "changed files")
	}
	about = append(about, fmt.Sprintf("%s %s/%s", info.GoVersion, runtime.GOOS, runtime.GOARCH))
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	return version + " (" + strings.Join(about, ", ") + ")"
}
