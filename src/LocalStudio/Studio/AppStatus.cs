namespace LocalStudio.Studio;

/// <summary>An app's life, in SageMaker's words.</summary>
internal enum AppStatus
{
    Pending,
    InService,
    Failed,
    Deleting,
    Deleted,
}
