using CustomizerLambda.Terminal;

namespace CustomizerLambda.Run;

/// <summary>Brings the archive into the app: a small one through the terminal, which always works; a big one by Jupyter's contents API, where it is let.</summary>
internal static class Delivery
{
    /// <summary>Up to here, in bytes, the terminal is as fast.</summary>
    private const int SmallArchive = 128 * 1024;

    public static async Task DeliverAsync(Agent agent, JupyterServer jupyter, string runId, RunArchive archive, CancellationToken cancellationToken)
    {
        // Not hidden: many servers refuse hidden files. It is there for as long as the upload takes. Two deliveries of one event don't share it.
        var file = $"studio-customizer-{runId}-{Guid.NewGuid():N}.tmp";
        if (archive.Content.Length > SmallArchive
            && await jupyter.TryUploadAsync(file, archive.Content, cancellationToken)
            && await agent.TryTakeAsync(file, cancellationToken))
        {
            return;
        }

        await agent.PutAsync(archive, cancellationToken);
    }
}
