namespace Cake.Frosting.Internal;

/// <summary>One of Cake's settings that the program gave a value, as a service.</summary>
internal sealed record CakeSetting(string Key, string Value);
