using LocalCloud.Kube.Auth;

namespace LocalCloud.Kube.Api;

/// <summary>How a write is to be done.</summary>
public sealed record WriteOptions
{
    /// <summary>Field manager that owns what is written. Required for apply.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>Do everything but store it.</summary>
    public bool DryRun { get; init; }

    /// <summary>Apply: take fields from other managers.</summary>
    public bool Force { get; init; }

    public FieldValidation FieldValidation { get; init; } = FieldValidation.Warn;

    public UserInfo User { get; init; } = UserInfo.System;

    /// <summary>Warnings for the caller are added here.</summary>
    public ICollection<string> Warnings { get; init; } = [];
}
