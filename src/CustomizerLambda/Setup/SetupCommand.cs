namespace CustomizerLambda.Setup;

/// <summary>One set-up command: a file under <c>setup-commands/</c> that is run by a bash of its own.</summary>
/// <param name="Name">The file's name; commands run in the order of their names.</param>
/// <param name="Script">The file's bytes.</param>
/// <param name="Directives">What its head says about how to run it.</param>
/// <param name="Digest">SHA-256 of the command and of all files that travel along to its type of app, in lower-case hex.</param>
internal sealed record SetupCommand(string Name, ReadOnlyMemory<byte> Script, Directives Directives, string Digest);

/// <summary>Whether a later start runs a command again.</summary>
internal enum RunWhen
{
    /// <summary>At every start of an app.</summary>
    EveryStart,

    /// <summary>Once in the life of a persistent home; only a success counts.</summary>
    Once,

    /// <summary>Again when the command, or a file that travels along with it, has changed; only a success counts.</summary>
    WhenChanged,
}

/// <summary>What happens to the following commands when one fails.</summary>
internal enum OnFailure
{
    /// <summary>They run.</summary>
    Continue,

    /// <summary>They don't.</summary>
    Stop,
}
