namespace LocalCloud.Google.Iam;

/// <summary>What a condition may ask about.</summary>
/// <param name="Time"><c>request.time</c>.</param>
/// <param name="Resource"><c>resource.name</c>.</param>
/// <param name="GrantedRoles">Roles a policy change touches: <c>api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', [])</c>.</param>
/// <param name="Assertion">Claims of a federated token: <c>assertion.x</c>.</param>
/// <param name="Attributes">Attributes mapped from them: <c>attribute.x</c>, <c>google.subject</c>.</param>
internal sealed record ConditionFacts(
    DateTimeOffset Time, string Resource, IReadOnlyList<string>? GrantedRoles = null,
    IReadOnlyDictionary<string, object?>? Assertion = null, IReadOnlyDictionary<string, string>? Attributes = null);
