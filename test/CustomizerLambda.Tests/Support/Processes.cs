namespace CustomizerLambda.Tests.Support;

internal static class Processes
{
    /// <summary>Whether there is such a process. One that is dead, but that nobody has waited for, is dead.</summary>
    public static async Task<bool> IsAliveAsync(string pid)
    {
        try
        {
            return (await File.ReadAllTextAsync($"/proc/{pid}/stat", Patience.Token)).Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
