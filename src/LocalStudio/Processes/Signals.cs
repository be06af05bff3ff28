using System.Runtime.InteropServices;

namespace LocalStudio.Processes;

/// <summary>POSIX signals.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Signals one process. Nothing happens when it is gone.</summary>
    public static void Send(int processId, int signal) => _ = KillNative(processId, signal);

    /// <summary>Signals a process group. Nothing happens when it is gone.</summary>
    public static void SendToGroup(int processGroupId, int signal) => _ = KillNative(-processGroupId, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int KillNative(int pid, int signal);
}
