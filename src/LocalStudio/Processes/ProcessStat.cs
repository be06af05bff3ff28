using System.Globalization;

namespace LocalStudio.Processes;

/// <summary>Where a process belongs, as Linux says it (proc_pid_stat(5)).</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="Group">Its process group's: the process id of the group's leader.</param>
/// <param name="Session">Its session's: the process id of the session's leader.</param>
/// <param name="HasTerminal">Whether it has a controlling terminal.</param>
internal sealed record ProcessStat(int Id, int Parent, int Group, int Session, bool HasTerminal)
{
    public bool LeadsSession => Id == Session;

    /// <returns>Null when it is gone, or only waited for.</returns>
    public static ProcessStat? Read(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            // The name before it, in parentheses, may hold anything.
            var words = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return words[0] == "Z" ? null : new ProcessStat(processId, Number(words[1]), Number(words[2]), Number(words[3]), Number(words[4]) != 0);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
