namespace Cake.Frosting.Tests;

/// <summary>Not public: a host does not see it.</summary>
internal sealed class HiddenTask : FrostingTask;
