namespace LocalStudio.Knobs;

/// <summary>One thing that can be made so.</summary>
/// <param name="Name">Its name, on the command line, in the admin API and here.</param>
/// <param name="Unit">What its number counts; null when it is only on or off.</param>
/// <param name="Description">What it does.</param>
public sealed record Knob(string Name, string? Unit, string Description)
{
    /// <summary>As the command line wants it.</summary>
    public string Syntax => Unit is null ? Name : $"{Name}={Unit}";
}
