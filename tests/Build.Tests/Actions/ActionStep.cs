namespace Build.Tests.Actions;

/// <summary>One action in a job of a test, and how it has to end.</summary>
/// <param name="Id">Id of the step.</param>
/// <param name="Action">Folder of the action.</param>
/// <param name="Changed">True when it writes, or in a plan would.</param>
/// <param name="Inputs">Lines under <c>with:</c>.</param>
internal sealed record ActionStep(string Id, string Action, bool Changed, params string[] Inputs)
{
    public int Code { get; init; }

    /// <summary>Outputs beyond those of every action that must have a value.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>As another repository uses it or, with null, as a workflow beside it does.</summary>
    public string Text(string? repository) =>
        $"      - id: {Id}\n        continue-on-error: true\n        uses: {(repository is null ? $"./actions/{Action}" : $"{repository}/actions/{Action}@v1")}\n        with:\n{string.Concat(Inputs.Select(input => $"          {input}\n"))}";
}
