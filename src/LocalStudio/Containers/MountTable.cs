using System.Text.RegularExpressions;

namespace LocalStudio.Containers;

/// <summary>What is mounted on this machine, as <c>/proc/self/mountinfo</c> says it (proc_pid_mountinfo(5)).</summary>
internal static partial class MountTable
{
    // Of the kernel's own making, or a view of what is there already.
    private static readonly HashSet<string> NotDisks = new(StringComparer.Ordinal)
    {
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs", "fusectl", "hugetlbfs", "mqueue", "nsfs", "overlay",
        "proc", "pstore", "ramfs", "rpc_pipefs", "securityfs", "squashfs", "sysfs", "tmpfs", "tracefs",
    };

    /// <summary>Where disks are mounted, but for the root: outer folders before inner ones.</summary>
    public static IReadOnlyList<string> Disks(string mountInfo) =>
    [
        .. mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words.Length > 7 && !NotDisks.Contains(words[Array.IndexOf(words, "-", 6) + 1]))
            .Select(words => Unescape(words[4]))
            .Where(path => path != "/" && Directory.Exists(path))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A blank, tab, line feed or backslash in a path is its octal code.</summary>
    private static string Unescape(string path) =>
        OctalCode().Replace(path, code => ((char)Convert.ToInt32(code.Groups[1].Value, 8)).ToString());

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex OctalCode();
}
