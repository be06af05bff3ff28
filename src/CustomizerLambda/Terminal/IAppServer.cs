namespace CustomizerLambda.Terminal;

/// <summary>The server in an app that gives out terminals: Jupyter's, or VS Code's.</summary>
internal interface IAppServer
{
    /// <summary>Opens a terminal in the app, and connects to it.</summary>
    /// <exception cref="TerminalLostException">None was to be had now.</exception>
    /// <exception cref="AppUnusableException">The server has no terminals.</exception>
    Task<ITerminal> OpenTerminalAsync(CancellationToken cancellationToken);
}
