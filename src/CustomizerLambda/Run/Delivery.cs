using CustomizerLambda.Terminal;

namespace CustomizerLambda.Run;

/// <summary>Brings the archive into the app: by upload, where that is let and pays; else through the shell, which always works.</summary>
internal static class Delivery
{
    public static async Task DeliverAsync(Agent agent, ITerminal terminal, string runId, RunArchive archive, CancellationToken cancellationToken)
    {
        // Not hidden: many servers refuse hidden files. It is there for as long as the upload takes. Two deliveries of one event don't share it.
        var file = $"studio-customizer-{runId}-{Guid.NewGuid():N}.tmp";
        if (archive.Content.Length >= terminal.UploadPaysFrom
            && await terminal.TryUploadAsync(file, archive.Content, cancellationToken)
            && await agent.TryTakeAsync(file, cancellationToken))
        {
            return;
        }

        await agent.PutAsync(archive, cancellationToken);
    }
}
