using LocalStudio.Faults;

namespace LocalStudio.Containers;

/// <summary>How an app's container differs from one of Studio's image. As it stands, it doesn't.</summary>
internal sealed record ContainerOptions
{
    /// <summary>Nothing can be written into the home.</summary>
    public bool IsHomeReadOnly { get; init; }

    /// <summary>The home's disk has room for that much, in KiB, and is empty.</summary>
    public int? HomeSize { get; init; }

    /// <summary>The same for the folder of temporary files.</summary>
    public int? TempSize { get; init; }

    /// <summary>The user isn't root, even if LocalStudio's is.</summary>
    public bool IsUserNotRoot { get; init; }

    /// <summary>What is written is for its owner alone.</summary>
    public bool IsUmask077 { get; init; }

    /// <summary>Whether the app's user is another than LocalStudio's.</summary>
    public bool ChangesUser => IsUserNotRoot && Environment.IsPrivilegedProcess;

    /// <summary>Whom a disk of its own belongs to, as an option of tmpfs.</summary>
    public string DiskOwner => ChangesUser ? "uid=65534,gid=65534," : "";

    /// <summary>Whether it takes a file system of its own.</summary>
    public bool NeedsMounts => IsHomeReadOnly || HomeSize is not null || TempSize is not null;

    /// <summary>How a container is that starts now.</summary>
    public static ContainerOptions Of(FaultSettings faults) => new()
    {
        IsHomeReadOnly = faults.HomeReadOnly,
        HomeSize = faults.HomeSize,
        TempSize = faults.TempSize,
        IsUserNotRoot = faults.NonRootUser,
        IsUmask077 = faults.Umask077,
    };
}
