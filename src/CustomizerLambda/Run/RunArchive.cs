using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Run;

/// <summary>What is delivered into the app: the supervisor, the plan, the commands and their files, in one gzipped tar. No name that an event carries is in it.</summary>
internal sealed class RunArchive
{
    private const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private RunArchive(byte[] content) => (Content, Digest) = (content, Convert.ToHexStringLower(SHA256.HashData(content)));

    public byte[] Content { get; }

    /// <summary>SHA-256 of the content, in lower-case hex: the app checks it before anything is unpacked.</summary>
    public string Digest { get; }

    /// <summary>Packs what one app gets.</summary>
    public static RunArchive Create(RunPlan plan)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            AddFolder(tar, "commands/");
            Add(tar, "supervisor.sh", EmbeddedScript.Read("supervisor.sh"));
            Add(tar, "plan", Encoding.ASCII.GetBytes(string.Concat(plan.Commands.Select(PlanLine))));
            Add(tar, "digest", Encoding.ASCII.GetBytes(plan.PackageDigest + "\n"));
            foreach (var (command, _) in plan.Commands.Where(planned => planned.NotFor is null)) Add(tar, $"commands/{command.Name}", command.Script);
            foreach (var (path, file) in plan.Files)
            {
                using var stream = file.Open();
                Add(tar, $"files/{path}", stream, file.IsExecutable ? Data | Executable : Data);
            }
        }

        return new RunArchive(content.ToArray());
    }

    /// <summary>A command's line in the plan: what the supervisor has to know, in words without blanks.</summary>
    private static string PlanLine(PlannedCommand planned)
    {
        var command = planned.Command;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{command.Name}\t{command.Directives.Timeout.TotalSeconds:0}\t{OnFailureWord(command)}\t{RunWord(command)}\t{command.Digest}\t{(command.Directives.RefreshPage ? "refresh" : "-")}\t{planned.NotFor ?? "-"}\t{command.Directives.Retries}\n");
    }

    private static string OnFailureWord(SetupCommand command) => command.Directives.OnFailure == OnFailure.Stop ? "stop" : "continue";

    private static string RunWord(SetupCommand command) => command.Directives.Run switch
    {
        RunWhen.Once => "once",
        RunWhen.WhenChanged => "when-changed",
        _ => "every-start",
    };

    private static void Add(TarWriter tar, string path, ReadOnlyMemory<byte> content) => Add(tar, path, new MemoryStream(content.ToArray()), Data);

    // No time stamps: the same commands make the same bytes.
    private static void Add(TarWriter tar, string path, Stream content, UnixFileMode mode) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = content, Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch });

    private static void AddFolder(TarWriter tar, string path) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, path)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            ModificationTime = DateTimeOffset.UnixEpoch,
        });
}
