using LocalStudio.Processes;
using LocalStudio.Studio;

namespace LocalStudio.Servers;

/// <summary>
/// Programs of Studio's image that a command may call, and that this machine lacks, or that would reach past the app: each says on standard error what
/// it was asked.
/// </summary>
internal static class StandIns
{
    /// <summary>A file of this name in the app's folder asks for its server to be restarted.</summary>
    public const string RestartRequest = "restart-server";

    private const string Says = """say() { echo "LocalStudio's $*" >&2; }""";

    private const string Sudo =
        """
        say "sudo runs it as $(id -un): sudo $*"
        shell=''
        while [ $# -gt 0 ]; do
          case $1 in
            --) shift; break ;;
            -u | -g | -p | -C | -r | -t | -T | -U | -D | -R | --user | --group | --prompt | --chdir | --host) shift; [ $# -eq 0 ] || shift ;;
            -i | -s | --login | --shell) shell=1; shift ;;
            -*) shift ;;
            [A-Za-z_]*=*) export "$1"; shift ;;
            *) break ;;
          esac
        done
        [ $# -gt 0 ] || [ -z "$shell" ] || set -- "${SHELL:-/bin/sh}"
        [ $# -eq 0 ] || exec "$@"
        """;

    private const string Restart = """
        say "server is restarted: all terminals will be closed, and the page has to be loaded again"
        : >"${0%/*}/../restart-server"
        """;

    private const string Supervisorctl =
        $$"""
        say "supervisorctl was asked: supervisorctl $*"
        case " $* " in
          *' restart '*) {{Restart}}
          ;;
          *' status '*) echo 'server                           RUNNING' ;;
          *) say "supervisorctl did nothing: it only knows status and restart" ;;
        esac
        """;

    private const string Crontab =
        """
        say "crontab keeps what it is told, but runs no job: crontab $*"
        table=${0%/*}/../crontab file=-
        while [ $# -gt 0 ]; do
          case $1 in
            -l) [ -e "$table" ] || { echo "no crontab for $(id -un)" >&2; exit 1; }; exec cat "$table" ;;
            -r) rm -f "$table"; exit ;;
            -u) shift; [ $# -eq 0 ] || shift ;;
            -) shift ;;
            -*) shift ;;
            *) file=$1; shift ;;
          esac
        done
        if [ "$file" = - ]; then cat >"$table.new"; else cat "$file" >"$table.new"; fi && mv "$table.new" "$table"
        """;

    private const string Conda = """say "conda does nothing, for this machine has none: conda $*" """;

    /// <summary>Puts them into the app's folder of programs.</summary>
    public static void Write(AppFolder folder, string appType, string? programs)
    {
        Add(folder, "sudo", Sudo);
        Add(folder, "supervisorctl", Supervisorctl);
        Add(folder, "crontab", Crontab);
        if (appType != AppTypes.CodeEditor) Add(folder, "restart-jupyter-server", Restart);
        if (ExecutablePath.Find("conda") is null && (programs is null || !File.Exists(Path.Combine(programs, "conda")))) Add(folder, "conda", Conda);
    }

    private static void Add(AppFolder folder, string name, string script)
    {
        var file = Path.Combine(folder.Programs, name);
        File.WriteAllText(file, $"#!/bin/sh\n# Stands in for what Studio's image has; LocalStudio put it here.\n{Says}\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
    }
}
