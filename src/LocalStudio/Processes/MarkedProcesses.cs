using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LocalStudio.Processes;

/// <summary>
/// The processes of one app. Where a container would hold them together, a variable in their environment does: it is inherited by whatever detaches
/// itself from the terminal or the server that started it.
/// </summary>
internal static class MarkedProcesses
{
    public const string Variable = "LOCALSTUDIO_APP_ID";

    /// <summary>Kills all that carry the mark, as the end of their container would. Asked again until a look finds none, for one may just be forking.</summary>
    public static void KillAll(string mark)
    {
        const int mostLooks = 10;
        for (var look = 0; look < mostLooks; look++)
        {
            var found = Find($"{Variable}={mark}").ToList();
            if (found.Count == 0) return;
            foreach (var processId in found) Signals.Send(processId, Signals.Kill);
        }
    }

    /// <summary>All that carry the mark.</summary>
    /// <exception cref="FaultUnavailableException">This machine doesn't say.</exception>
    public static IReadOnlyList<ProcessStat> Stats(string mark)
    {
        if (!Directory.Exists("/proc/self")) throw new FaultUnavailableException("This machine has no /proc: an app's processes can't be told apart here.");
        return [.. FindInProc($"{Variable}={mark}").Select(ProcessStat.Read).OfType<ProcessStat>()];
    }

    private static IEnumerable<int> Find(string assignment) => Directory.Exists("/proc/self") ? FindInProc(assignment) : FindByPs(assignment);

    private static IEnumerable<int> FindInProc(string assignment)
    {
        var needle = Encoding.UTF8.GetBytes(assignment + "\0");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && Carries(folder, needle))
            {
                yield return processId;
            }
        }
    }

    private static bool Carries(string folder, byte[] needle)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(needle) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or belongs to somebody else: not ours.
            return false;
        }
    }

    private static List<int> FindByPs(string assignment)
    {
        var start = new ProcessStartInfo("ps", ["-axwwE", "-o", "pid=,command="]) { RedirectStandardOutput = true };
        using var ps = Process.Start(start)!;
        var lines = ps.StandardOutput.ReadToEnd().Split('\n');
        return [.. lines
            .Where(line => line.Contains(assignment, StringComparison.Ordinal))
            .Select(line => int.Parse(line.TrimStart().Split(' ', 2)[0], CultureInfo.InvariantCulture))];
    }
}
