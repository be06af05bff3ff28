using System.Globalization;
using System.Text;

namespace CustomizerLambda.Run;

/// <summary>What became of the run's supervisor.</summary>
internal enum Supervisor
{
    /// <summary>Nobody has begun the run.</summary>
    Absent,

    /// <summary>It is at work.</summary>
    Running,

    /// <summary>It has come to its end.</summary>
    Ended,

    /// <summary>It was killed, with the work unfinished.</summary>
    Died,

    /// <summary>It is gone, and so are the run's files: only the home still tells of it, and of the outcomes until then.</summary>
    Vanished,
}

/// <summary>What the app says of a run.</summary>
/// <param name="Supervisor">What became of it.</param>
/// <param name="Lease">The right to follow, by its token; null when somebody else has it.</param>
/// <param name="ReportedVerdict">The verdict, when the run is reported already.</param>
/// <param name="Command">The command that was being followed, from 1.</param>
/// <param name="Offset">Up to which byte of that command's output the log has everything.</param>
/// <param name="End">Up to which byte the log may have more: the piece that was being logged. The offset itself when there is none.</param>
/// <param name="PackageDigest">Which set-up commands it has.</param>
/// <param name="Commands">The names of the run's commands, in order: the run's own plan, whatever this package holds.</param>
internal sealed record RunState(
    Supervisor Supervisor, string? Lease, string? ReportedVerdict, int Command, long Offset, long End, string? PackageDigest, IReadOnlyList<string> Commands)
{
    /// <summary>Reads an answer; null when it is damaged.</summary>
    public static RunState? TryParse(Frame frame) => frame switch
    {
        { Kind: "run", Words: ["absent", ..] } => new RunState(Supervisor.Absent, Lease: null, null, 1, 0, 0, null, []),
        { Kind: "run", Words: [var state, var lease, var reported, var command, var offset, var end, var digest, var names] }
            when Parse(state) is { } supervisor
            && int.TryParse(command, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var endPosition) && endPosition >= position
            && TryDecode(names) is { } commands =>
            new RunState(supervisor, lease == "taken" ? null : lease, reported == "-" ? null : reported, number, position, endPosition, digest == "-" ? null : digest, commands),
        _ => null,
    };

    /// <summary>Reads one word.</summary>
    public static Supervisor? Parse(string word) => word switch
    {
        "absent" => Supervisor.Absent,
        "running" => Supervisor.Running,
        "ended" => Supervisor.Ended,
        "died" => Supervisor.Died,
        "vanished" => Supervisor.Vanished,
        _ => null,
    };

    private static List<string>? TryDecode(string names)
    {
        try
        {
            return [.. Encoding.UTF8.GetString(Convert.FromBase64String(names)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
