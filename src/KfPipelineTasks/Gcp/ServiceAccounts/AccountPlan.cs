using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>What EnsureServiceAccount found, and would do.</summary>
/// <param name="Notes">What a person should know although nothing is done about it.</param>
public sealed record AccountPlan(Plan Plan, ServiceAccount? Found, IReadOnlyList<string> Notes);
