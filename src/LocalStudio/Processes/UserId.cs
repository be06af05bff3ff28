using System.Runtime.InteropServices;

namespace LocalStudio.Processes;

/// <summary>Who we are, by number.</summary>
internal static class UserId
{
    /// <summary>Our user and group, as passwd(5) writes them: <c>1000:100</c>.</summary>
    public static string Current => FormattableString.Invariant($"{GetUser()}:{GetGroup()}");

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetUser();

    [DllImport("libc", EntryPoint = "getegid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetGroup();
}
