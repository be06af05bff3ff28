namespace LocalStudio.Processes;

/// <summary>
/// How to start a program in a session of its own, under the same process id, and with the default for SIGINT: a shell script that starts us with
/// <c>&amp;</c> makes us ignore it, and every process from here to the terminal in the app would inherit that. Ctrl-C would do nothing there.
/// </summary>
internal static class SessionLauncher
{
    /// <summary>Keeps Perl from complaining about a locale that the machine lacks; it takes the variable away again.</summary>
    public const string QuietVariable = "PERL_BADLANG";

    private const string PerlScript =
        $"delete $ENV{{'{QuietVariable}'}}; use POSIX; $SIG{{INT}} = $SIG{{QUIT}} = 'DEFAULT'; POSIX::setsid(); exec {{ $ARGV[0] }} @ARGV; exit 127";

    // Perl is on every Debian and macOS; setsid, of util-linux, can't restore signals, but is better than nothing.
    private static readonly Lazy<IReadOnlyList<string>> Prefix = new(() =>
        ExecutablePath.Find("perl") is { } perl ? [perl, "-e", PerlScript]
        : ExecutablePath.Find("setsid") is { } setsid ? [setsid]
        : throw new SetupException("Neither perl nor setsid is on the PATH: install one of them (setsid is in util-linux)."));

    public static IReadOnlyList<string> For(string fileName) => [.. Prefix.Value, fileName];
}
