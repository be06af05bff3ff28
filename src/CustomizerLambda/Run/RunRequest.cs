using CustomizerLambda.Events;

namespace CustomizerLambda.Run;

/// <summary>One run, as an invocation is asked for it.</summary>
/// <param name="App">Whose set-up commands.</param>
/// <param name="RunId">The app start's id, a UUID: the run's too.</param>
/// <param name="MayStart">Whether the run may be begun; a hand-over only follows one that is there.</param>
/// <param name="HandOvers">How many invocations have followed it before.</param>
/// <param name="ReceivedAt">When the first of them received its event.</param>
/// <param name="Owner">The user profile whose app it is, where that is known, and that the app is not to be left alone; null where it is still to be asked.</param>
/// <param name="Retried">The run that this one tries again: its commands that succeeded aren't repeated. Null where it tries none again, or all of it.</param>
internal sealed record RunRequest(
    StudioApp App, string RunId, bool MayStart, int HandOvers, DateTimeOffset ReceivedAt, string? Owner = null, string? Retried = null)
{
    /// <summary>What the commands are told of whom they serve, as lines <c>NAME=value</c>. Every value has passed SageMaker's own patterns.</summary>
    public string Environment(string owner) =>
        $"""
        CUSTOMIZER_DOMAIN_ID={App.DomainId}
        CUSTOMIZER_USER_PROFILE_NAME={owner}
        CUSTOMIZER_SPACE_NAME={App.SpaceName}
        CUSTOMIZER_APP_TYPE={App.AppType}
        CUSTOMIZER_RUN_ID={RunId}

        """;
}
