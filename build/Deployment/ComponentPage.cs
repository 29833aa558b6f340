namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// What one component needs besides its own manifests: a page of <c>manifests/components/</c>. Everything special about a
/// component stands on its page, nothing in the tasks.
/// </summary>
/// <param name="Component">Name of the component in the package's list.</param>
internal sealed record ComponentPage(string Component)
{
    /// <summary>Folders of the package that stand for the component, by value of <see cref="InsteadSetting"/>; null when the component stands for itself.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Instead { get; init; }

    /// <summary>Path of the setting that chooses among <see cref="Instead"/>.</summary>
    public string InsteadSetting { get; init; } = "";

    /// <summary>Value of the setting with which the folders are somebody else's; empty: with none.</summary>
    public string SomebodyElses { get; init; } = "";

    /// <summary>Secrets made from settings.</summary>
    public IReadOnlyList<SecretPage> Secrets { get; init; } = [];

    /// <summary>Secrets with random values, made once.</summary>
    public IReadOnlyList<PasswordPage> Passwords { get; init; } = [];

    /// <summary>Fields set in objects of the component.</summary>
    public IReadOnlyList<MergePage> Merges { get; init; } = [];
}
