// What runs in an app is tested in real bash.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
