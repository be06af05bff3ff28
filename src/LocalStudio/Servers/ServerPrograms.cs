using LocalStudio.CodeEditor;
using LocalStudio.Faults;
using LocalStudio.Jupyter;
using LocalStudio.Studio;

namespace LocalStudio.Servers;

/// <summary>Which program is behind apps of which type. Each is looked for, and installed where there's none, when the first app needs it.</summary>
internal sealed class ServerPrograms(StudioOptions options, FaultSettings faults) : IDisposable
{
    private readonly SemaphoreSlim _looking = new(1);
    private JupyterCommand? _jupyter;
    private CodeEditorCommand? _codeEditor;

    /// <summary>The program behind an app that starts now.</summary>
    /// <returns>Null when there's none behind apps of this type.</returns>
    /// <exception cref="SetupException">It isn't there, and can't be installed.</exception>
    public async Task<IServerProgram?> FindAsync(string appType, CancellationToken cancellationToken)
    {
        if (!AppTypes.HasServer(appType)) return null;
        await _looking.WaitAsync(cancellationToken);
        try
        {
            return appType == AppTypes.CodeEditor ? await CodeEditorAsync(cancellationToken) : await JupyterAsync(cancellationToken);
        }
        finally
        {
            _looking.Release();
        }
    }

    public void Dispose() => _looking.Dispose();

    private async Task<JupyterProgram> JupyterAsync(CancellationToken cancellationToken)
    {
        if (_jupyter is null)
        {
            _jupyter = await JupyterLocator.FindOrInstallAsync(options.Jupyter, options.Say, cancellationToken);
            options.Say($"Jupyter server: {_jupyter}");
        }

        return new JupyterProgram(_jupyter, options.JupyterOptions with
        {
            ContentsReadOnly = faults.ContentsReadOnly,
            TerminalsDisabled = faults.TerminalsDisabled,
            HiddenFilesRefused = faults.HiddenFilesRefused,
            TerminalPath = await TerminalPath.OfAsync(faults, cancellationToken),
        });
    }

    private async Task<CodeEditorProgram> CodeEditorAsync(CancellationToken cancellationToken)
    {
        if (_codeEditor is null)
        {
            _codeEditor = await CodeEditorInstaller.FindOrInstallAsync(options.CodeEditorVersion, options.Say, cancellationToken);
            options.Say($"Code Editor: {_codeEditor}");
        }

        return new CodeEditorProgram(_codeEditor, options.JupyterOptions);
    }
}
