using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Dex, for the variant <see cref="Variant.Dex"/>.</summary>
public sealed record DexSettings
{
    /// <summary>bcrypt hash of the administrator's password.</summary>
    public Secret? PasswordHash { get; init; }
}
