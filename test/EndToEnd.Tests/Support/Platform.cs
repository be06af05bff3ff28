// Apps are real processes with real shells.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
