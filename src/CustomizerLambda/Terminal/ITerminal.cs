namespace CustomizerLambda.Terminal;

/// <summary>
/// A shell in an app, and a connection to it. Disposing it drops the connection, no more: <see cref="CloseAsync"/> ends the shell. A call that is
/// cancelled leaves the connection as it was.
/// </summary>
internal interface ITerminal : IAsyncDisposable
{
    /// <summary>From how many bytes on a file comes sooner by <see cref="TryUploadAsync"/> than through the shell.</summary>
    int UploadPaysFrom { get; }

    /// <summary>Types <paramref name="text"/>. A terminal's driver may cut a line of more than 4,095 bytes.</summary>
    /// <exception cref="TerminalLostException">The terminal ended, or the connection did.</exception>
    Task TypeAsync(string text, CancellationToken cancellationToken);

    /// <summary>Waits for what the shell prints next. The memory is good until the next call.</summary>
    /// <returns>UTF-8 text; may be empty.</returns>
    /// <exception cref="TerminalLostException">The terminal ended, or the connection did.</exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a file into the folder where the shell began.</summary>
    /// <returns>False when the server doesn't take it.</returns>
    Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Ends the shell; one that is gone already is ended.</summary>
    /// <exception cref="TerminalLostException">The server can't be reached, or refuses.</exception>
    Task CloseAsync(CancellationToken cancellationToken);
}
