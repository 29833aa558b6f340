namespace KfPipelineTasks.Gcp.Storage;

/// <param name="Project">Project that shall own it.</param>
/// <param name="Number">Number of that project.</param>
/// <param name="Location">Region.</param>
public sealed record BucketWish(string Name, string Project, string Number, string Location)
{
    /// <summary>E-mail of the account that pipeline steps act as: it writes artifacts, and reads and deletes them. Empty: nobody is granted anything.</summary>
    public string Writer { get; init; } = "";
}
