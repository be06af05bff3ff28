using LocalStudio.Processes;

namespace LocalStudio.Servers;

/// <summary>What runs in an app besides its server, and can be killed there.</summary>
internal static class AppProcesses
{
    /// <summary>Kills the shells in its terminals, as a system that is out of memory does.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="FaultUnavailableException">This machine doesn't let us tell.</exception>
    public static int KillTerminals(string mark) => Kill(Terminals(mark));

    /// <summary>The shells in its terminals.</summary>
    /// <exception cref="FaultUnavailableException">This machine doesn't let us tell.</exception>
    public static IEnumerable<ProcessStat> Terminals(string mark) => MarkedProcesses.Stats(mark).Where(process => process.LeadsSession && process.HasTerminal);

    /// <summary>Kills what its terminals have left running in sessions of their own, once that runs jobs; but not the jobs.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="FaultUnavailableException">This machine doesn't let us tell.</exception>
    public static int KillSupervisors(string mark, int server)
    {
        var all = MarkedProcesses.Stats(mark);
        return Kill(all.Where(process =>
            process.LeadsSession && !process.HasTerminal && process.Id != server && process.Parent != server
            && all.Any(job => job.Session == process.Id && job.Group != process.Id)));
    }

    private static int Kill(IEnumerable<ProcessStat> processes)
    {
        var count = 0;
        foreach (var process in processes)
        {
            Signals.Send(process.Id, Signals.Kill);
            count++;
        }

        return count;
    }
}
