using System.Globalization;

namespace LocalStudio.Lambda;

/// <summary>The most memory that a process has had.</summary>
internal static class PeakMemory
{
    /// <summary>In bytes; null when the process is gone, or the system doesn't say.</summary>
    public static long? Of(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
